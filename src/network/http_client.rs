//! One request to another machine.

use std::io::{ErrorKind, Read};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};
use url::Url;

use super::public_ip::is_public_ip;

/// Until a server has answered.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// A download may take as many times longer than an answer.
const DOWNLOAD_TIMEOUT_FACTOR: u32 = 15;

/// Which hosts may be contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowedHosts {
    /// Those of the public internet.
    Public,
    /// Any, including this machine: for tests.
    Any,
}

/// Contacts hosts directly: behind a proxy it would be unknown which host is contacted.
#[derive(Debug)]
pub struct HttpClient {
    agent: Agent,
    timeout: Duration,
}

#[derive(Debug)]
pub(super) struct ResponseHead {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    /// If given in seconds (RFC 9110 §10.2.3).
    pub(super) retry_after: Option<Duration>,
}

#[derive(Debug)]
pub(super) enum ResponseBody {
    /// Not read, because the server gave something else than was requested.
    Unread,
    Whole(Vec<u8>),
    /// Longer than the limit, and not read to its end.
    TooLong,
}

#[derive(Debug)]
pub(super) enum RequestError {
    /// The host is not public and was not contacted.
    Private,
    /// With the reason.
    Unreachable(String),
}

impl HttpClient {
    /// A client with a timeout for each request.
    pub fn new(allowed: AllowedHosts, timeout: Duration) -> Self {
        let config = Config::builder()
            .user_agent(concat!("backgrounder/", env!("CARGO_PKG_VERSION"), " (check of links)"))
            .accept("text/html,application/xhtml+xml,*/*;q=0.8")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(timeout))
            .max_idle_connections_per_host(1)
            .build();
        let resolver = PublicResolver { allowed, inner: DefaultResolver::default() };
        let agent = Agent::with_parts(config, DefaultConnector::new(), resolver);
        HttpClient { agent, timeout }
    }

    pub(super) fn head(&self, url: &Url) -> Result<ResponseHead, RequestError> {
        Ok(response_head(&self.agent.head(url.as_str()).call().map_err(request_error)?))
    }

    /// GET; does not read the body.
    pub(super) fn get(&self, url: &Url) -> Result<ResponseHead, RequestError> {
        Ok(response_head(&self.agent.get(url.as_str()).call().map_err(request_error)?))
    }

    /// GET; reads the body of a successful response, of at most so many bytes. The formats that
    /// authors can edit are preferred.
    pub(super) fn download_picture(
        &self,
        url: &Url,
        most_bytes: u64,
    ) -> Result<(ResponseHead, ResponseBody), RequestError> {
        let request = self
            .agent
            .get(url.as_str())
            .header(
                "user-agent",
                concat!("backgrounder/", env!("CARGO_PKG_VERSION"), " (pictures)"),
            )
            .header(
                "accept",
                "image/jpeg,image/png,image/gif,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
            )
            .config()
            .timeout_resolve(Some(self.timeout))
            .timeout_connect(Some(self.timeout))
            .timeout_recv_response(Some(self.timeout))
            .timeout_global(Some(self.timeout * DOWNLOAD_TIMEOUT_FACTOR));
        let mut response = request.build().call().map_err(request_error)?;
        let head = response_head(&response);
        if !(200..300).contains(&head.status) {
            return Ok((head, ResponseBody::Unread));
        }
        let body = response.body_mut();
        if body.content_length().is_some_and(|length| length > most_bytes) {
            return Ok((head, ResponseBody::TooLong));
        }
        let mut bytes = Vec::new();
        let read = body.as_reader().take(most_bytes + 1).read_to_end(&mut bytes);
        read.map_err(|error| request_error(error.into()))?;
        let is_whole = bytes.len() as u64 <= most_bytes;
        Ok((head, if is_whole { ResponseBody::Whole(bytes) } else { ResponseBody::TooLong }))
    }
}

fn request_error(error: Error) -> RequestError {
    match error {
        Error::Other(inner) if inner.is::<NotPublicError>() => RequestError::Private,
        error => RequestError::Unreachable(describe_error(&error)),
    }
}

fn response_head(response: &Response<Body>) -> ResponseHead {
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    let retry_after = header("retry-after").and_then(|value| value.trim().parse().ok());
    ResponseHead {
        status: response.status().as_u16(),
        location: header("location").map(str::to_owned),
        retry_after: retry_after.map(Duration::from_secs),
    }
}

fn describe_error(error: &Error) -> String {
    let text = match error {
        Error::HostNotFound => "there is no such host",
        Error::Timeout(_) => "it did not answer in time",
        Error::ConnectionFailed => "it refuses connections",
        Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => {
            "it refuses connections"
        }
        // The standard library has no `ErrorKind` for this.
        Error::Io(error) if error.to_string().starts_with("failed to lookup address") => {
            "there is no such host"
        }
        Error::Io(error) => return error.to_string(),
        error => return error.to_string(),
    };
    text.to_owned()
}

/// Resolves host names to allowed addresses only. The connection is made to the addresses returned
/// here, so a later DNS answer cannot redirect it (DNS rebinding).
#[derive(Debug)]
struct PublicResolver {
    allowed: AllowedHosts,
    inner: DefaultResolver,
}

#[derive(Debug)]
struct NotPublicError;

impl std::fmt::Display for NotPublicError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the host has no public address")
    }
}

impl std::error::Error for NotPublicError {}

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let mut addresses = self.empty();
        for address in self.inner.resolve(uri, config, timeout)?.iter() {
            if self.allowed == AllowedHosts::Any || is_public_ip(address.ip()) {
                addresses.push(*address);
            }
        }
        if addresses.is_empty() {
            return Err(Error::Other(Box::new(NotPublicError)));
        }
        Ok(addresses)
    }
}
