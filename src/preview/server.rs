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
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
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
use super::response::{PreviewResponse, RequestedPart, ResponseBody};
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
    /// A request is being answered.
    is_busy: Arc<AtomicBool>,
}

impl Connections {
    fn add(&mut self, stream: tokio::net::TcpStream, app: &AppState) {
        self.0.retain(|connection| !connection.task.is_finished());
        if self.0.len() >= MAX_CONNECTIONS {
            let is_idle = |connection: &Connection| !connection.is_busy.load(Ordering::Relaxed);
            let oldest_idle = self.0.iter().position(is_idle).unwrap_or(0);
            if let Some(connection) = self.0.remove(oldest_idle) {
                connection.task.abort();
            }
        }
        let _ = stream.set_nodelay(true);
        let is_busy = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(serve(stream, app.clone(), is_busy.clone())).abort_handle();
        self.0.push_back(Connection { task, is_busy });
    }
}

async fn serve(stream: tokio::net::TcpStream, app: AppState, is_busy: Arc<AtomicBool>) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    let service = service_fn(move |request: Request<Incoming>| {
        let (app, busy) = (app.clone(), BusyGuard::new(&is_busy));
        async move { Ok::<_, Infallible>(handle_request(request, app, busy).await) }
    });
    // An error, such as invalid HTTP, ends only this connection.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD_SIZE)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
        .await;
}

/// Marks its connection as busy until it is dropped.
struct BusyGuard(Arc<AtomicBool>);

impl BusyGuard {
    fn new(is_busy: &Arc<AtomicBool>) -> Self {
        is_busy.store(true, Ordering::Relaxed);
        BusyGuard(is_busy.clone())
    }
}

impl Drop for BusyGuard {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

async fn handle_request(
    request: Request<Incoming>,
    app: AppState,
    busy: BusyGuard,
) -> Response<SentBody> {
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
            let (length, bytes) = (bytes.len() as u64, bytes.clone());
            with_length(response, length, hold_while_sending(full_body(bytes), busy))
        }
        ResponseBody::File(path) => {
            let path = path.clone();
            send_file(response, path, &method, &headers, busy).await
        }
        ResponseBody::Events if method == Method::HEAD => to_http(response, empty_body()),
        ResponseBody::Events => to_http(response, event_stream(channel.subscribe(), busy)),
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

fn empty_body() -> SentBody {
    full_body(Bytes::new())
}

/// Sends a file, or the requested part of it, in chunks.
async fn send_file(
    mut response: PreviewResponse,
    path: PathBuf,
    method: &Method,
    headers: &HeaderMap,
    busy: BusyGuard,
) -> Response<SentBody> {
    let missing = || {
        let text = "This file has been removed or cannot be read.\n";
        let response = PreviewResponse::text(StatusCode::NOT_FOUND, text);
        with_length(response, text.len() as u64, full_body(Bytes::from_static(text.as_bytes())))
    };
    let opened = spawn_blocking(move || Asset::open(&path)).await;
    let Ok(Ok(OpenedFile { file, size, stamp })) = opened else { return missing() };
    let (start, length) = match response.select_part(&format!("\"{stamp:x}\""), size, headers) {
        RequestedPart::Whole => (0, size),
        RequestedPart::Range(first, last) => (first, last - first + 1),
        RequestedPart::NotModified | RequestedPart::Unsatisfiable => {
            return with_length(response, 0, empty_body());
        }
    };
    if *method == Method::HEAD {
        return with_length(response, length, empty_body());
    }
    let mut file = tokio::fs::File::from_std(file);
    if start > 0 && file.seek(io::SeekFrom::Start(start)).await.is_err() {
        return missing();
    }
    let (sender, receiver) = mpsc::channel(2);
    tokio::spawn(async move {
        let mut left = length;
        while left > 0 {
            let mut chunk = vec![0; CHUNK_SIZE.min(usize::try_from(left).unwrap_or(CHUNK_SIZE))];
            let chunk = match file.read(&mut chunk).await {
                Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => {
                    left -= read as u64;
                    chunk.truncate(read);
                    Ok(Bytes::from(chunk))
                }
                Err(error) => Err(error),
            };
            let is_error = chunk.is_err();
            if sender.send(chunk).await.is_err() || is_error {
                return;
            }
        }
    });
    with_length(response, length, hold_while_sending(ChunkedBody(receiver).boxed_unsync(), busy))
}

/// Keeps a connection busy until the body has been sent.
fn hold_while_sending(body: SentBody, busy: BusyGuard) -> SentBody {
    body.map_frame(move |frame| {
        let _ = &busy;
        frame
    })
    .boxed_unsync()
}

/// A body whose chunks come from another task.
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
fn event_stream(mut state: watch::Receiver<Arc<PreviewState>>, busy: BusyGuard) -> SentBody {
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        let _busy = busy;
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
    ChunkedBody(receiver).boxed_unsync()
}
