//! HTTP/1.1 over TCP. It knows nothing of sites: it hands requests to [`respond`] and sends what
//! comes back.

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
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio::task::AbortHandle;
use tokio_io_timeout::TimeoutStream;

use super::guard::{HostName, HostPolicy};
use super::reload;
use super::respond::respond;
use super::response::{PreviewResponse, RequestedPart, ResponseBody};
use super::state::{PreviewState, StateChannel};
use crate::diagnostics::Diagnostic;
use crate::input::{Asset, OpenedFile};

/// How long a client may take to send the head of a request, and a connection may lie idle between
/// two.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a client may leave what is sent to it lying.
const WRITE_TIMEOUT: Duration = Duration::from_secs(20);
/// How many connections are open at once. Beyond, the one is closed that has waited longest for a
/// request.
const MAX_CONNECTIONS: usize = 256;
/// How often an open page hears that the server is there; also how a page that has gone is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How many pages are rendered, or files read, at once.
const BLOCKING_THREADS: usize = 8;
/// How much of a file is read at a time, in bytes.
const CHUNK_SIZE: usize = 64 << 10;

/// What hyper sends.
type SentBody = UnsyncBoxBody<Bytes, io::Error>;

/// A server that has begun to listen.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    hosts: HostPolicy,
}

impl Server {
    /// Listens at a host and port; port 0 takes any that is free.
    ///
    /// # Errors
    /// Those of the system: the port is taken, the host is not of this machine. A host with a port.
    pub fn bind(host: &str, port: u16) -> io::Result<Self> {
        if host.parse::<SocketAddr>().is_ok() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the port is given apart, with `--port`",
            ));
        }
        let listener = TcpListener::bind((host.trim_matches(['[', ']']), port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        // An address is known by itself.
        let name = HostName::parse(host).ok().filter(|host| matches!(host, HostName::Name(_)));
        Ok(Server {
            hosts: HostPolicy {
                is_loopback_only: address.ip().is_loopback(),
                allowed_hosts: name.into_iter().collect(),
            },
            listener,
            address,
        })
    }

    /// Answers for further hosts.
    #[must_use]
    pub fn with_allowed_hosts(mut self, hosts: impl IntoIterator<Item = HostName>) -> Self {
        self.hosts.allowed_hosts.extend(hosts);
        self
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// True where only programs of this machine reach it.
    pub fn is_loopback_only(&self) -> bool {
        self.hosts.is_loopback_only
    }

    /// Where a browser of this machine finds a path of it: `http://127.0.0.1:8000/`.
    pub fn origin(&self) -> String {
        let ip = match self.address.ip() {
            // "Everywhere" is no address that a browser can go to.
            ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            ip => ip,
        };
        format!("http://{}", SocketAddr::new(ip, self.address.port()))
    }

    /// Answers requests with what is on the window, in threads of its own, until the process ends.
    ///
    /// # Errors
    /// The system has no threads left.
    pub fn start(
        self,
        window: StateChannel,
        tell: impl Fn(&PreviewState, &Diagnostic) + Send + Sync + 'static,
    ) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(BLOCKING_THREADS)
            .enable_all()
            .build()?;
        std::thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || runtime.block_on(self.run(window, Arc::new(tell))))?;
        Ok(())
    }

    async fn run(self, window: StateChannel, tell: OnProblem) {
        let Ok(listener) = tokio::net::TcpListener::from_std(self.listener) else { return };
        let shop = AppState { channel: window, hosts: Arc::new(self.hosts), on_problem: tell };
        let mut open = Connections::default();
        loop {
            match listener.accept().await {
                Ok((stream, _)) => open.add(stream, &shop),
                // Too many open files, or the client has gone already: neither is a reason to stop.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }
}

/// Who is told of a page that cannot be rendered.
type OnProblem = Arc<dyn Fn(&PreviewState, &Diagnostic) + Send + Sync>;

/// What every connection needs.
#[derive(Clone)]
struct AppState {
    channel: StateChannel,
    hosts: Arc<HostPolicy>,
    on_problem: OnProblem,
}

/// The connections that are open, the oldest first.
#[derive(Default)]
struct Connections(VecDeque<Connection>);

struct Connection {
    task: AbortHandle,
    /// A request is being answered on it.
    busy: Arc<AtomicBool>,
}

impl Connections {
    fn add(&mut self, stream: tokio::net::TcpStream, shop: &AppState) {
        self.0.retain(|connection| !connection.task.is_finished());
        if self.0.len() >= MAX_CONNECTIONS {
            let idle = self
                .0
                .iter()
                .position(|connection| !connection.busy.load(Ordering::Relaxed))
                .unwrap_or(0);
            if let Some(connection) = self.0.remove(idle) {
                connection.task.abort();
            }
        }
        let _ = stream.set_nodelay(true);
        let busy = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(serve(stream, shop.clone(), busy.clone())).abort_handle();
        self.0.push_back(Connection { task, busy });
    }
}

async fn serve(stream: tokio::net::TcpStream, shop: AppState, busy: Arc<AtomicBool>) {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    let service = service_fn(move |request: Request<Incoming>| {
        let (shop, busy) = (shop.clone(), BusyGuard::begin(&busy));
        async move { Ok::<_, Infallible>(handle_request(request, shop, busy).await) }
    });
    // A client that goes away, or sends what is no HTTP, ends its own connection and nothing else.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(64 << 10)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
        .await;
}

/// Marks its connection as busy while it lives.
struct BusyGuard(Arc<AtomicBool>);

impl BusyGuard {
    fn begin(flag: &Arc<AtomicBool>) -> Self {
        flag.store(true, Ordering::Relaxed);
        BusyGuard(flag.clone())
    }
}

impl Drop for BusyGuard {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

async fn handle_request(
    request: Request<Incoming>,
    shop: AppState,
    busy: BusyGuard,
) -> Response<SentBody> {
    let (mut head, _) = request.into_parts();
    if head.method != Method::GET {
        // Parts can only be asked for where they would be sent (RFC 9110 §14.2).
        head.headers.remove(RANGE);
    }
    let asked = (head.method.clone(), head.headers.clone());
    let AppState { channel: window, hosts: bound, on_problem: tell } = shop;
    let showing = window.current();
    // Rendering takes its time, and must not hold up other connections.
    let made = tokio::task::spawn_blocking(move || {
        let answer = respond(&showing, &bound, &head.method, &head.uri, &head.headers);
        if let Some(problem) = &answer.problem {
            // A terminal that takes no more words does not keep the answer back.
            let _ = catch_unwind(AssertUnwindSafe(|| tell(&showing, problem)));
        }
        answer
    })
    .await;
    let mut answer = made.unwrap_or_else(|_| {
        PreviewResponse::text(
            StatusCode::INTERNAL_SERVER_ERROR,
            "This page could not be made. This is a mistake in the program.\n",
        )
    });
    let content = std::mem::replace(&mut answer.body, ResponseBody::Bytes(Bytes::new()));
    match content {
        ResponseBody::Bytes(bytes) => {
            let length = bytes.len() as u64;
            to_http_with_length(answer, length, hold_while_sending(full_body(bytes), busy))
        }
        ResponseBody::File(path) => send_file(answer, path, &asked, busy).await,
        ResponseBody::Events => {
            let events = SseStream { state: window.subscribe(), first: true, _busy: busy };
            to_http(answer, if asked.0 == Method::HEAD { empty_body() } else { events.into_body() })
        }
    }
}

fn to_http(answer: PreviewResponse, body: SentBody) -> Response<SentBody> {
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

fn to_http_with_length(
    mut answer: PreviewResponse,
    length: u64,
    body: SentBody,
) -> Response<SentBody> {
    if answer.status != StatusCode::NOT_MODIFIED {
        answer.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    to_http(answer, body)
}

fn full_body(bytes: Bytes) -> SentBody {
    Full::new(bytes).map_err(|never| match never {}).boxed_unsync()
}

fn empty_body() -> SentBody {
    full_body(Bytes::new())
}

/// A file, or the part of it that is wanted, in pieces.
async fn send_file(
    mut answer: PreviewResponse,
    path: PathBuf,
    (method, headers): &(Method, hyper::HeaderMap),
    busy: BusyGuard,
) -> Response<SentBody> {
    let gone = || {
        let text = "This file has gone, or may not be read.\n";
        to_http_with_length(
            PreviewResponse::text(StatusCode::NOT_FOUND, text),
            text.len() as u64,
            full_body(Bytes::from_static(text.as_bytes())),
        )
    };
    let opened = tokio::task::spawn_blocking(move || Asset::open(&path)).await;
    let Ok(Ok(OpenedFile { file, size: bytes, stamp })) = opened else { return gone() };
    let part = answer.select_part(&format!("\"{stamp:x}\""), bytes, headers);
    let (first, length) = match part {
        RequestedPart::Whole => (0, bytes),
        RequestedPart::Range(first, last) => (first, last - first + 1),
        RequestedPart::NotModified | RequestedPart::Unsatisfiable => {
            return to_http_with_length(answer, 0, empty_body());
        }
    };
    if *method == Method::HEAD {
        return to_http_with_length(answer, length, empty_body());
    }
    let mut file = tokio::fs::File::from_std(file);
    if first > 0 && file.seek(io::SeekFrom::Start(first)).await.is_err() {
        return gone();
    }
    let (sender, receiver) = tokio::sync::mpsc::channel(2);
    tokio::spawn(async move {
        let mut left = length;
        while left > 0 {
            let mut chunk = vec![0; CHUNK_SIZE.min(usize::try_from(left).unwrap_or(CHUNK_SIZE))];
            let piece = match file.read(&mut chunk).await {
                Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => {
                    left -= read as u64;
                    chunk.truncate(read);
                    Ok(Bytes::from(chunk))
                }
                Err(error) => Err(error),
            };
            let failed = piece.is_err();
            if sender.send(piece).await.is_err() || failed {
                return;
            }
        }
    });
    to_http_with_length(
        answer,
        length,
        hold_while_sending(ChunkedBody { receiver }.boxed_unsync(), busy),
    )
}

/// A body that keeps its connection busy until all of it has been sent.
fn hold_while_sending(body: SentBody, busy: BusyGuard) -> SentBody {
    body.map_frame(move |frame| {
        let _ = &busy;
        frame
    })
    .boxed_unsync()
}

/// The pieces of a file as they are read.
struct ChunkedBody {
    receiver: tokio::sync::mpsc::Receiver<io::Result<Bytes>>,
}

impl Body for ChunkedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.receiver.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

/// The news for those who listen.
struct SseStream {
    state: tokio::sync::watch::Receiver<Arc<PreviewState>>,
    first: bool,
    _busy: BusyGuard,
}

impl SseStream {
    fn into_body(mut self) -> SentBody {
        let (sender, receiver) = tokio::sync::mpsc::channel(4);
        tokio::spawn(async move {
            while let Some(event) = self.next().await {
                if sender.send(Ok(Bytes::from(event))).await.is_err() {
                    return;
                }
            }
        });
        ChunkedBody { receiver }.boxed_unsync()
    }

    /// The next event: at once what is, then what is new, and now and then what is still.
    async fn next(&mut self) -> Option<String> {
        if !std::mem::take(&mut self.first)
            && let Ok(Err(_)) = tokio::time::timeout(HEARTBEAT, self.state.changed()).await
        {
            return None;
        }
        Some(reload::state_event(&self.state.borrow_and_update()))
    }
}
