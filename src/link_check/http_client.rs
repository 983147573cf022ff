//! One request to another machine.

use std::io::ErrorKind;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};
use url::Url;

use super::public_ip::is_public_ip;

/// Of one request of `check --external`.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

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
}

#[derive(Debug)]
pub(super) struct ResponseHead {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    /// If given in seconds (RFC 9110 §10.2.3).
    pub(super) retry_after: Option<Duration>,
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
        HttpClient { agent: Agent::with_parts(config, DefaultConnector::new(), resolver) }
    }

    pub(super) fn head(&self, url: &Url) -> Result<ResponseHead, RequestError> {
        response_head(self.agent.head(url.as_str()).call())
    }

    /// GET; does not read the body.
    pub(super) fn get(&self, url: &Url) -> Result<ResponseHead, RequestError> {
        response_head(self.agent.get(url.as_str()).call())
    }
}

fn response_head(response: Result<Response<Body>, Error>) -> Result<ResponseHead, RequestError> {
    let response = response.map_err(|error| match error {
        Error::Other(inner) if inner.is::<NotPublicError>() => RequestError::Private,
        error => RequestError::Unreachable(describe_error(&error)),
    })?;
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    let retry_after = header("retry-after").and_then(|value| value.trim().parse().ok());
    Ok(ResponseHead {
        status: response.status().as_u16(),
        location: header("location").map(str::to_owned),
        retry_after: retry_after.map(Duration::from_secs),
    })
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
