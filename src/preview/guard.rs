//! Which requests are answered. A preview shows unpublished pages, so a website that its author
//! visits must not be able to read it.
//!
//! Three ways are closed: scripts of another site (browsers send `Origin` or `Sec-Fetch-Site`; Fetch
//! Standard §3.2 and Fetch Metadata), pages that embed something of the preview (the same, and
//! `Cross-Origin-Resource-Policy` on each response), and names of another site that resolve to this
//! computer (DNS rebinding: `Host` is that name). No response has a CORS header.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use hyper::{Method, StatusCode, Uri};

/// Maximum length of a DNS name (RFC 1035 §2.3.4).
const MAX_NAME_LENGTH: usize = 253;

/// The hosts that a server answers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPolicy {
    /// Only programs on this computer can reach it.
    pub is_loopback_only: bool,
    /// Further hosts: the name it listens on, and those that were allowed.
    pub allowed_hosts: Vec<HostName>,
}

/// A host without port. Names are lower-case and without a trailing dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostName {
    /// An IP address.
    Address(IpAddr),
    /// A name.
    Name(Box<str>),
}

impl HostName {
    /// Parses a host as a person writes it: `mac.local`, `192.168.0.5`, `::1`.
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.contains('/') {
            return Err("write only the name, without `http://` and path: `mac.local`".to_owned());
        }
        if text.contains('*') {
            return Err("write each name in full; `*` is not supported".to_owned());
        }
        if let Ok(address) = text.trim_matches(['[', ']']).parse() {
            return Ok(Self::from_address(address));
        }
        if let Some((name, port)) = text.rsplit_once(':')
            && port.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Err(format!("write it without the port: `{name}`"));
        }
        match url::Host::parse(without_trailing_dot(text)) {
            Ok(url::Host::Domain(name)) => Ok(Self::from_name(&name)),
            Ok(url::Host::Ipv4(address)) => Ok(Self::from_address(address.into())),
            Ok(url::Host::Ipv6(address)) => Ok(Self::from_address(address.into())),
            Err(_) => Err("this is not a host name; write one like `mac.local`".to_owned()),
        }
    }

    /// Parses the header `Host` (RFC 3986 §3.2.2).
    fn from_header(host: &str) -> Option<Self> {
        let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, "")) => (name, "0"),
            Some((name, port)) => (name, port.strip_prefix(':')?),
            None => host.split_once(':').unwrap_or((host, "0")),
        };
        let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || b".-:_".contains(&byte);
        if port.parse::<u16>().is_err()
            || name.is_empty()
            || name.len() > MAX_NAME_LENGTH
            || !name.bytes().all(is_valid)
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

/// A trailing dot (the DNS root) does not change the meaning of a name.
fn without_trailing_dot(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// The status (RFC 9110) and the text of the response to a request that is rejected.
pub type Rejection = (StatusCode, Cow<'static, str>);

/// Decides whether a request is answered.
///
/// # Errors
/// The first rule that it breaks.
pub fn admit(
    policy: &HostPolicy,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<(), Rejection> {
    let bad_host = || (StatusCode::BAD_REQUEST, "The request has no valid host.\n".into());
    let foreign_origin = || {
        let text = "Other websites cannot read this preview.\n";
        Err((StatusCode::FORBIDDEN, text.into()))
    };
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(bad_host()) };
    let host = host.to_str().map_err(|_| bad_host())?;
    if uri.authority().is_some_and(|authority| !authority.as_str().eq_ignore_ascii_case(host)) {
        return Err(bad_host());
    }
    let name = HostName::from_header(host).ok_or_else(bad_host)?;
    if !is_allowed(policy, &name) {
        let text = format!(
            "This preview does not answer to the host name {name}. If it is your own, start the \
             preview with `--allow-host {name}`.\n"
        );
        return Err((StatusCode::MISDIRECTED_REQUEST, text.into()));
    }
    // An allowed host can be a proxy that speaks TLS with browsers and plain HTTP with us.
    let schemes: &[(&str, &str)] = if policy.allowed_hosts.contains(&name) {
        &[("http://", ":80"), ("https://", ":443")]
    } else {
        &[("http://", ":80")]
    };
    let is_same_origin = |origin: &str| {
        schemes.iter().any(|(scheme, port)| {
            let host = host.strip_suffix(port).unwrap_or(host);
            origin.split_at_checked(scheme.len()).is_some_and(|(start, rest)| {
                start.eq_ignore_ascii_case(scheme) && rest.eq_ignore_ascii_case(host)
            })
        })
    };
    let mut origins = headers.get_all(ORIGIN).iter();
    if !origins.all(|origin| origin.to_str().is_ok_and(is_same_origin)) {
        return foreign_origin();
    }
    let fetch = |name| headers.get(HeaderName::from_static(name)).map(HeaderValue::as_bytes);
    // A link on another site opens a page of its own, which that site cannot read.
    let is_followed_link = fetch("sec-fetch-mode") == Some(b"navigate")
        && fetch("sec-fetch-dest") == Some(b"document")
        && method == Method::GET;
    if !matches!(fetch("sec-fetch-site"), None | Some(b"same-origin" | b"none"))
        && !is_followed_link
    {
        return foreign_origin();
    }
    if *method != Method::GET && *method != Method::HEAD {
        let text = "A preview is read-only (GET, HEAD).\n";
        return Err((StatusCode::METHOD_NOT_ALLOWED, text.into()));
    }
    Ok(())
}

/// True for hosts that cannot be another site: IP addresses, which do not depend on DNS,
/// `localhost`, and what was given or allowed.
fn is_allowed(policy: &HostPolicy, host: &HostName) -> bool {
    let is_local = match host {
        HostName::Address(address) => !policy.is_loopback_only || address.is_loopback(),
        HostName::Name(name) => &**name == "localhost" || name.ends_with(".localhost"),
    };
    is_local || policy.allowed_hosts.contains(host)
}
