//! HTTP/1.1 server. It knows nothing of sites: it passes requests to [`respond`] and sends the
//! responses.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::body::{Body, Frame, Incoming};
use hyper::header::{CONTENT_LENGTH, HeaderValue, RANGE};
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, spawn_blocking};
use tokio_io_timeout::TimeoutStream;

use super::guard::{HostName, HostPolicy};
use super::reload;
use super::respond::respond;
use super::response::{PreviewResponse, ResponseBody};
use super::state::{PreviewState, StateChannel};
use crate::diagnostics::Diagnostic;
use crate::input::{Asset, OpenedFile};

/// Maximum time for the head of a request, and between two requests of a connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum time in which a client reads nothing of a response.
const WRITE_TIMEOUT: Duration = Duration::from_secs(20);
/// Open connections. For another one, the oldest idle one is closed.
const MAX_CONNECTIONS: usize = 256;
/// Interval of events without news: they show open pages that the server is alive, and the server
/// that pages have been closed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Pages rendered, or files opened, at the same time.
const BLOCKING_THREADS: usize = 8;
/// Bytes of a file that are read at a time.
const CHUNK_SIZE: usize = 64 << 10;
/// Maximum size of the head of a request in bytes.
const MAX_HEAD_SIZE: usize = 64 << 10;
/// Delay after a failed `accept`.
const ACCEPT_RETRY: Duration = Duration::from_millis(10);

/// Called with each page that cannot be rendered.
type OnProblem = Arc<dyn Fn(&PreviewState, &Diagnostic) + Send + Sync>;
type SentBody = UnsyncBoxBody<Bytes, io::Error>;

/// A server that is bound to an address.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    hosts: HostPolicy,
}

impl Server {
    /// Binds a host and port; port 0 is any free one.
    ///
    /// # Errors
    /// The port is in use, the host is not an address of this computer, or it includes a port.
    pub fn bind(host: &str, port: u16) -> io::Result<Self> {
        if host.parse::<SocketAddr>().is_ok() {
            let message = "give the port separately, with `--port`";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let listener = TcpListener::bind((host.trim_matches(['[', ']']), port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        // IP addresses need not be allowed.
        let name = HostName::parse(host).ok().filter(|host| matches!(host, HostName::Name(_)));
        let hosts = HostPolicy {
            is_loopback_only: address.ip().is_loopback(),
            allowed_hosts: name.into_iter().collect(),
        };
        Ok(Server { listener, address, hosts })
    }

    /// Answers to further hosts.
    #[must_use]
    pub fn with_allowed_hosts(mut self, hosts: impl IntoIterator<Item = HostName>) -> Self {
        self.hosts.allowed_hosts.extend(hosts);
        self
    }

    /// The bound port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// True if only programs on this computer can reach it.
    pub fn is_loopback_only(&self) -> bool {
        self.hosts.is_loopback_only
    }

    /// The origin for a browser on this computer: `http://127.0.0.1:8000`.
    pub fn origin(&self) -> String {
        let ip = match self.address.ip() {
            ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            ip => ip,
        };
        format!("http://{}", SocketAddr::new(ip, self.address.port()))
    }

    /// Serves the state of a channel, in its own threads, until the process ends. `on_problem` is
    /// called with each page that cannot be rendered.
    ///
    /// # Errors
    /// Threads cannot be started.
    pub fn start(
        self,
        channel: StateChannel,
        on_problem: impl Fn(&PreviewState, &Diagnostic) + Send + Sync + 'static,
    ) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(BLOCKING_THREADS)
            .enable_all()
            .build()?;
        let app =
            AppState { channel, hosts: Arc::new(self.hosts), on_problem: Arc::new(on_problem) };
        let listener = self.listener;
        std::thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || runtime.block_on(accept_connections(listener, app)))?;
        Ok(())
    }
}

async fn accept_connections(listener: TcpListener, app: AppState) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let mut connections = Connections::default();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => connections.add(stream, &app),
            // Too many open files, or the client has gone: the server goes on.
            Err(_) => tokio::time::sleep(ACCEPT_RETRY).await,
        }
    }
}

/// What every connection needs.
#[derive(Clone)]
struct AppState {
    channel: StateChannel,
    hosts: Arc<HostPolicy>,
    on_problem: OnProblem,
}

/// The open connections, the oldest first.
#[derive(Default)]
struct Connections(VecDeque<Connection>);

struct Connection {
    task: AbortHandle,
    /// Each request that is being answered has a clone, besides the one of the task.
    requests: Arc<()>,
}

impl Connection {
    fn is_idle(&self) -> bool {
        Arc::strong_count(&self.requests) <= 2
    }
}

impl Connections {
    fn add(&mut self, stream: tokio::net::TcpStream, app: &AppState) {
        self.0.retain(|connection| !connection.task.is_finished());
        if self.0.len() >= MAX_CONNECTIONS {
            let oldest_idle = self.0.iter().position(Connection::is_idle).unwrap_or(0);
            if let Some(connection) = self.0.remove(oldest_idle) {
                connection.task.abort();
            }
        }
        let _ = stream.set_nodelay(true);
        let requests = Arc::new(());
        let task = tokio::spawn(serve(stream, app.clone(), requests.clone())).abort_handle();
        self.0.push_back(Connection { task, requests });
    }
}

async fn serve(stream: tokio::net::TcpStream, app: AppState, requests: Arc<()>) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    let service = service_fn(move |request: Request<Incoming>| {
        let (app, running) = (app.clone(), requests.clone());
        async move {
            let response = handle_request(request, app).await;
            // The request is being answered until the body has been sent.
            let hold = move |frame| {
                let _ = &running;
                frame
            };
            Ok::<_, Infallible>(response.map(|body| body.map_frame(hold)))
        }
    });
    // An error, such as invalid HTTP, ends only this connection.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD_SIZE)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
        .await;
}

async fn handle_request(request: Request<Incoming>, app: AppState) -> Response<SentBody> {
    let (mut head, _) = request.into_parts();
    if head.method != Method::GET {
        // Ranges are only defined for GET (RFC 9110 §14.2).
        head.headers.remove(RANGE);
    }
    let (method, headers) = (head.method.clone(), head.headers.clone());
    let AppState { channel, hosts, on_problem } = app;
    let state = channel.current();
    // Rendering must not block other connections.
    let rendered = spawn_blocking(move || {
        let response = respond(&state, &hosts, &head.method, &head.uri, &head.headers);
        if let Some(problem) = &response.problem {
            // Printing panics if the terminal has been closed; the response is sent anyway.
            let _ = catch_unwind(AssertUnwindSafe(|| on_problem(&state, problem)));
        }
        response
    });
    let response = rendered.await.unwrap_or_else(|_| {
        let text = "This page could not be rendered because of a bug in backgrounder.\n";
        PreviewResponse::text(StatusCode::INTERNAL_SERVER_ERROR, text)
    });
    match &response.body {
        ResponseBody::Bytes(bytes) => {
            let (length, body) = (bytes.len() as u64, full_body(bytes.clone()));
            with_length(response, length, body)
        }
        ResponseBody::File(path) => {
            let path = path.clone();
            send_file(response, path, &method, &headers).await.unwrap_or_else(|| {
                let text = "This file has been removed or cannot be read.\n";
                let response = PreviewResponse::text(StatusCode::NOT_FOUND, text);
                with_length(response, text.len() as u64, full_body(text.into()))
            })
        }
        ResponseBody::Events if method == Method::HEAD => {
            to_http(response, full_body(Bytes::new()))
        }
        ResponseBody::Events => to_http(response, event_stream(channel.subscribe())),
    }
}

fn to_http(response: PreviewResponse, body: SentBody) -> Response<SentBody> {
    let mut http = Response::new(body);
    *http.status_mut() = response.status;
    *http.headers_mut() = response.headers;
    http
}

fn with_length(mut response: PreviewResponse, length: u64, body: SentBody) -> Response<SentBody> {
    if response.status != StatusCode::NOT_MODIFIED {
        response.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    to_http(response, body)
}

fn full_body(bytes: Bytes) -> SentBody {
    Full::new(bytes).map_err(|never| match never {}).boxed_unsync()
}

/// Sends a file, or the requested part of it, in chunks; `None` if it cannot be read.
async fn send_file(
    mut response: PreviewResponse,
    path: PathBuf,
    method: &Method,
    headers: &HeaderMap,
) -> Option<Response<SentBody>> {
    let opened = spawn_blocking(move || Asset::open(&path)).await;
    let OpenedFile { file, size, stamp } = opened.ok()?.ok()?;
    let part = response.select_part(&format!("\"{stamp:x}\""), size, headers);
    let length = part.end - part.start;
    if *method == Method::HEAD || length == 0 {
        return Some(with_length(response, length, full_body(Bytes::new())));
    }
    let mut file = tokio::fs::File::from_std(file);
    file.seek(io::SeekFrom::Start(part.start)).await.ok()?;
    let mut file = file.take(length);
    let (sender, body) = chunked_body();
    tokio::spawn(async move {
        let mut is_at_end = false;
        while !is_at_end {
            let mut chunk = BytesMut::with_capacity(CHUNK_SIZE);
            // If the file has become shorter, the length is wrong, and the connection is closed.
            let read = file.read_buf(&mut chunk).await;
            is_at_end = !matches!(read, Ok(1..));
            if sender.send(read.map(|_| chunk.freeze())).await.is_err() {
                return;
            }
        }
    });
    Some(with_length(response, length, body))
}

/// A body whose chunks come from another task, and where to send them.
fn chunked_body() -> (mpsc::Sender<io::Result<Bytes>>, SentBody) {
    let (sender, receiver) = mpsc::channel(2);
    (sender, ChunkedBody(receiver).boxed_unsync())
}

struct ChunkedBody(mpsc::Receiver<io::Result<Bytes>>);

impl Body for ChunkedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }
}

/// Server-sent events: the current state at once, then each new one, and heartbeats.
fn event_stream(mut state: watch::Receiver<Arc<PreviewState>>) -> SentBody {
    let (sender, body) = chunked_body();
    tokio::spawn(async move {
        loop {
            let event = reload::state_event(&state.borrow_and_update());
            if sender.send(Ok(Bytes::from(event))).await.is_err() {
                return;
            }
            if let Ok(Err(_)) = tokio::time::timeout(HEARTBEAT, state.changed()).await {
                return;
            }
        }
    });
    body
}
