//! Which requests are answered. A preview shows what is not published, so a web site that its author happens to visit must not be able to read it.
//!
//! Three ways in are closed: a page of another site that asks this server by script (it sends `Origin` or `Sec-Fetch-Site`, Fetch Standard §3.2 and Fetch Metadata), a page
//! that embeds something of it (the same, and `Cross-Origin-Resource-Policy` on every answer), and a name of another site that is made to mean this machine (DNS rebinding:
//! `Host` is then that name). No answer ever has a CORS header.

use std::net::IpAddr;

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, StatusCode, Uri};

/// Where the server listens, as far as it matters for who may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Only programs of this machine reach it.
    pub loopback: bool,
    /// The name it was told to listen at, where that is a name.
    pub name: Option<String>,
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// `Host` is missing, there twice, or no host.
    BadHost,
    /// `Host` is a name that is not ours.
    ForeignHost,
    /// Another web site asks.
    ForeignOrigin,
    /// Neither GET nor HEAD.
    Method,
}

impl Refusal {
    /// The status of the answer (RFC 9110).
    pub fn status(self) -> StatusCode {
        match self {
            Refusal::BadHost => StatusCode::BAD_REQUEST,
            Refusal::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Refusal::ForeignOrigin => StatusCode::FORBIDDEN,
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// What the answer says.
    pub fn text(self) -> &'static str {
        match self {
            Refusal::BadHost => "The request names no host.\n",
            Refusal::ForeignHost => {
                "This preview is not to be had under that name. Ask for it at the address it was started with, or start it with `--host NAME`.\n"
            }
            Refusal::ForeignOrigin => "Another web site may not read this preview.\n",
            Refusal::Method => "A preview can only be read (GET, HEAD).\n",
        }
    }
}

/// Lets a request in, or says why not.
///
/// # Errors
/// The first rule that it breaks.
pub fn admit(bound: &Bound, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Refusal::BadHost) };
    let host = host.to_str().map_err(|_| Refusal::BadHost)?;
    if uri.authority().is_some_and(|authority| authority.as_str() != host) {
        return Err(Refusal::BadHost);
    }
    if !is_ours(bound, name_of(host).ok_or(Refusal::BadHost)?) {
        return Err(Refusal::ForeignHost);
    }
    let own_origin = format!("http://{host}");
    if headers.get_all(ORIGIN).iter().any(|origin| !origin.as_bytes().eq_ignore_ascii_case(own_origin.as_bytes())) {
        return Err(Refusal::ForeignOrigin);
    }
    let says = |name: &'static str| headers.get(HeaderName::from_static(name)).map(|value| value.as_bytes());
    // A link that a person follows from elsewhere opens a page of its own, which that site cannot read.
    let followed = says("sec-fetch-mode") == Some(b"navigate") && says("sec-fetch-dest") == Some(b"document") && method == Method::GET;
    match says("sec-fetch-site") {
        None | Some(b"same-origin" | b"none") => {}
        Some(_) if followed => {}
        Some(_) => return Err(Refusal::ForeignOrigin),
    }
    if *method != Method::GET && *method != Method::HEAD {
        return Err(Refusal::Method);
    }
    Ok(())
}

/// The name of a host without its port (RFC 3986 §3.2.2); `None` for what is no host.
fn name_of(host: &str) -> Option<&str> {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, port)) => (name, port.strip_prefix(':').or(port.is_empty().then_some("0"))?),
        None => host.split_once(':').unwrap_or((host, "0")),
    };
    let sound = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'_'));
    (sound && port.parse::<u16>().is_ok()).then_some(name)
}

/// True for a name under which nobody else can be meant: an address, which no name server can turn elsewhere, `localhost`, or the name that was asked for.
fn is_ours(bound: &Bound, name: &str) -> bool {
    if let Ok(address) = name.parse::<IpAddr>() {
        return !bound.loopback || address.is_loopback();
    }
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || bound.name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(&name))
}
