//! One question to another machine.

use std::net::SocketAddr;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

use super::public_ip::is_public_ip;

/// Which machines are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowedHosts {
    /// Those of the public internet.
    Public,
    /// Any, this one too: for tests.
    Any,
}

/// The web, asked directly: proxies are not used, for behind one nobody could say which machine is
/// asked.
#[derive(Debug)]
pub struct HttpClient {
    agent: Agent,
}

/// How a question is put (RFC 9110 §9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// For the head of the answer alone.
    Head,
    /// For all of it, of which no more than the head is read.
    Get,
}

/// The head of an answer.
#[derive(Debug)]
pub(super) struct ResponseHead {
    pub(super) status: u16,
    /// Where it sends on to.
    pub(super) location: Option<String>,
    /// How long it asks to be left alone, where it says so in seconds (RFC 9110 §10.2.3).
    pub(super) retry_after: Option<Duration>,
}

/// Why there was no answer.
#[derive(Debug)]
pub(super) enum RequestError {
    /// It lies in no public network, so it was not asked.
    Private,
    /// It could not be reached, and why.
    Unreachable(String),
}

impl HttpClient {
    /// The web, with so much patience for each question.
    pub fn new(reach: AllowedHosts, patience: Duration) -> Self {
        let config = Config::builder()
            .user_agent(concat!("backgrounder/", env!("CARGO_PKG_VERSION"), " (check of links)"))
            .accept("text/html,application/xhtml+xml,*/*;q=0.8")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(patience))
            .max_idle_connections_per_host(1)
            .build();
        HttpClient {
            agent: Agent::with_parts(
                config,
                DefaultConnector::new(),
                PublicResolver { reach, inner: DefaultResolver::default() },
            ),
        }
    }

    pub(super) fn request(&self, method: Method, url: &Url) -> Result<ResponseHead, RequestError> {
        let sent = match method {
            Method::Head => self.agent.head(url.as_str()).call(),
            Method::Get => self.agent.get(url.as_str()).call(),
        };
        let answer = sent.map_err(|error| match error {
            Error::Other(inner) if inner.is::<NotPublicError>() => RequestError::Private,
            error => RequestError::Unreachable(describe_error(&error)),
        })?;
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        Ok(ResponseHead {
            status: answer.status().as_u16(),
            location: header("location").map(str::to_owned),
            retry_after: header("retry-after")
                .and_then(|value| value.trim().parse().ok())
                .map(Duration::from_secs),
        })
    }
}

/// What a person makes of an error.
fn describe_error(error: &Error) -> String {
    match error {
        Error::HostNotFound => "no machine has this name".to_owned(),
        Error::Timeout(_) => "it did not answer in time".to_owned(),
        Error::ConnectionFailed => "it accepts no connection".to_owned(),
        Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            "it accepts no connection".to_owned()
        }
        // The standard library has no kind of its own for this.
        Error::Io(error) if error.to_string().starts_with("failed to lookup address") => {
            "no machine has this name".to_owned()
        }
        Error::Io(error) => error.to_string(),
        error => error.to_string(),
    }
}

/// Finds the machines of a name, and keeps to those that may be asked. The connection is made to
/// what is found here, so that no later answer of the name service counts.
#[derive(Debug)]
struct PublicResolver {
    reach: AllowedHosts,
    inner: DefaultResolver,
}

/// None of the machines of a name may be asked.
#[derive(Debug)]
struct NotPublicError;

impl std::fmt::Display for NotPublicError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it lies in no public network")
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
        let found = self.inner.resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        let may_be_asked =
            |address: &&SocketAddr| self.reach == AllowedHosts::Any || is_public_ip(address.ip());
        for address in found.iter().filter(may_be_asked) {
            allowed.push(*address);
        }
        if allowed.is_empty() { Err(Error::Other(Box::new(NotPublicError))) } else { Ok(allowed) }
    }
}
