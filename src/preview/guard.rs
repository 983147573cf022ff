//! Which requests are answered. A preview shows what is not published, so a web site that its
//! author happens to visit must not be able to read it.
//!
//! Three ways in are closed: a page of another site that asks this server by script (it sends
//! `Origin` or `Sec-Fetch-Site`, Fetch Standard §3.2 and Fetch Metadata), a page that embeds
//! something of it (the same, and `Cross-Origin-Resource-Policy` on every answer), and a name of
//! another site that is made to mean this machine (DNS rebinding: `Host` is then that name). No
//! answer ever has a CORS header.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, StatusCode, Uri};

/// The longest name that a name server knows (RFC 1035 §2.3.4).
const MAX_NAME_LENGTH: usize = 253;

/// Where the server listens, as far as it matters for who may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPolicy {
    /// Only programs of this machine reach it.
    pub is_loopback_only: bool,
    /// Further hosts that it answers for: the name it was told to listen at, and those that were
    /// allowed.
    pub allowed_hosts: Vec<HostName>,
}

/// A host without its port: names are lower-case and without the dot at their end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostName {
    /// An address.
    Address(IpAddr),
    /// A name.
    Name(Box<str>),
}

impl HostName {
    /// A host as a person writes it: `mac.local`, `192.168.0.5`, `::1`.
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let written = text.trim();
        if written.contains('/') {
            return Err(
                "write only the name, like `mac.local`, without `http://` and path".to_owned()
            );
        }
        if written.contains('*') {
            return Err("write each name in full; `*` is not supported".to_owned());
        }
        if let Ok(address) = written.trim_matches(['[', ']']).parse() {
            return Ok(Self::from_address(address));
        }
        if let Some((name, port)) = written.rsplit_once(':')
            && port.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Err(format!("write it without the port: `{name}`"));
        }
        match url::Host::parse(without_trailing_dot(written)) {
            Ok(url::Host::Domain(name)) => Ok(Self::from_name(&name)),
            Ok(url::Host::Ipv4(address)) => Ok(Self::from_address(address.into())),
            Ok(url::Host::Ipv6(address)) => Ok(Self::from_address(address.into())),
            Err(_) => Err("this is not the name of a host; write it like `mac.local`".to_owned()),
        }
    }

    /// What the header `Host` names (RFC 3986 §3.2.2); `None` for what is no host.
    fn from_header(host: &str) -> Option<Self> {
        let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, port)) => {
                (name, port.strip_prefix(':').or(port.is_empty().then_some("0"))?)
            }
            None => host.split_once(':').unwrap_or((host, "0")),
        };
        let is_sound =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'_');
        if port.parse::<u16>().is_err()
            || name.is_empty()
            || name.len() > MAX_NAME_LENGTH
            || !name.bytes().all(is_sound)
        {
            return None;
        }
        Some(name.parse().map_or_else(|_| Self::from_name(name), Self::from_address))
    }

    fn from_address(address: IpAddr) -> Self {
        HostName::Address(address.to_canonical())
    }

    fn from_name(name: &str) -> Self {
        HostName::Name(without_trailing_dot(name).to_ascii_lowercase().into())
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostName::Address(address) => address.fmt(f),
            HostName::Name(name) => f.write_str(name),
        }
    }
}

/// A name may end with the dot of the root of all names, and is the same name.
fn without_trailing_dot(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// `Host` is missing, there twice, or no host.
    BadHost,
    /// `Host` is not ours.
    ForeignHost(HostName),
    /// Another web site asks.
    ForeignOrigin,
    /// Neither GET nor HEAD.
    Method,
}

impl Rejection {
    /// The status of the answer (RFC 9110).
    pub fn status(&self) -> StatusCode {
        match self {
            Rejection::BadHost => StatusCode::BAD_REQUEST,
            Rejection::ForeignHost(_) => StatusCode::MISDIRECTED_REQUEST,
            Rejection::ForeignOrigin => StatusCode::FORBIDDEN,
            Rejection::Method => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// What the answer says.
    pub fn text(&self) -> Cow<'static, str> {
        match self {
            Rejection::BadHost => "The request names no host.\n".into(),
            Rejection::ForeignHost(host) => {
                format!("This preview does not answer for {host}. If that is your own name for it, start it with `--allow-host {host}`.\n").into()
            }
            Rejection::ForeignOrigin => "Another web site may not read this preview.\n".into(),
            Rejection::Method => "A preview can only be read (GET, HEAD).\n".into(),
        }
    }
}

/// Lets a request in, or says why not.
///
/// # Errors
/// The first rule that it breaks.
pub fn admit(
    bound: &HostPolicy,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<(), Rejection> {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Rejection::BadHost) };
    let host = host.to_str().map_err(|_| Rejection::BadHost)?;
    if uri.authority().is_some_and(|authority| !authority.as_str().eq_ignore_ascii_case(host)) {
        return Err(Rejection::BadHost);
    }
    let name = HostName::from_header(host).ok_or(Rejection::BadHost)?;
    if !is_allowed(bound, &name) {
        return Err(Rejection::ForeignHost(name));
    }
    // Who has allowed a host may have a proxy there, which speaks TLS with browsers and none with
    // us.
    let schemes: &[(&str, &str)] = if bound.allowed_hosts.contains(&name) {
        &[("http://", ":80"), ("https://", ":443")]
    } else {
        &[("http://", ":80")]
    };
    let is_own = |origin: &str| {
        let names_host = |(scheme, port): &(&str, &str)| {
            let ours = host.strip_suffix(port).unwrap_or(host);
            origin.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                && origin[scheme.len()..].eq_ignore_ascii_case(ours)
        };
        schemes.iter().any(names_host)
    };
    if headers.get_all(ORIGIN).iter().any(|origin| !origin.to_str().is_ok_and(is_own)) {
        return Err(Rejection::ForeignOrigin);
    }
    let says = |name: &'static str| {
        headers.get(HeaderName::from_static(name)).map(|value| value.as_bytes())
    };
    // A link that a person follows from elsewhere opens a page of its own, which that site cannot
    // read.
    let followed = says("sec-fetch-mode") == Some(b"navigate")
        && says("sec-fetch-dest") == Some(b"document")
        && method == Method::GET;
    match says("sec-fetch-site") {
        None | Some(b"same-origin" | b"none") => {}
        Some(_) if followed => {}
        Some(_) => return Err(Rejection::ForeignOrigin),
    }
    if *method != Method::GET && *method != Method::HEAD {
        return Err(Rejection::Method);
    }
    Ok(())
}

/// True for a host that nobody else can be meant by: an address, which no name server can turn
/// elsewhere, `localhost`, and what was asked for or allowed.
fn is_allowed(bound: &HostPolicy, host: &HostName) -> bool {
    let is_known = match host {
        HostName::Address(address) => !bound.is_loopback_only || address.is_loopback(),
        HostName::Name(name) => &**name == "localhost" || name.ends_with(".localhost"),
    };
    is_known || bound.allowed_hosts.contains(host)
}
