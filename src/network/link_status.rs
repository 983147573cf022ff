//! The status of one link.

use std::time::Duration;

use url::Url;

use super::http_client::{HttpClient, RequestError, ResponseHead};

/// Whether a link works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkStatus {
    /// It works.
    Working,
    /// It works, and redirects permanently to this URL.
    Moved(String),
    /// The server says that it does not exist, with this status.
    Gone(u16),
    /// The server refuses programs, but perhaps not people, with this status.
    Refused(u16),
    /// The server could not be reached or failed, for this reason.
    Unreachable(String),
    /// The host is not public and was not contacted.
    Private,
}

pub(super) enum Attempt<T> {
    Final(T),
    /// A failure that may be temporary, and the server's `Retry-After`.
    Retry(T, Option<Duration>),
}

const MAX_REDIRECTS: usize = 10;

/// Asks for a URL without its content. `before_request` is called with each URL requested.
pub(super) fn probe(
    client: &HttpClient,
    url: &Url,
    before_request: &dyn Fn(&Url),
) -> Attempt<LinkStatus> {
    let request = |url: &Url| Ok((head_or_get(client, url, before_request)?, ()));
    match follow(url, request) {
        Attempt::Final((status, _)) => Attempt::Final(status),
        Attempt::Retry((status, _), retry_after) => Attempt::Retry(status, retry_after),
    }
}

/// Requests a URL and follows redirects. Returns what `request` returned with the last response, if
/// that is successful.
pub(super) fn follow<T>(
    url: &Url,
    request: impl Fn(&Url) -> Result<(ResponseHead, T), RequestError>,
) -> Attempt<(LinkStatus, Option<T>)> {
    let unreachable = |why: String| Attempt::Final((LinkStatus::Unreachable(why), None));
    let mut current = url.clone();
    // The target of the redirects as long as all of them are permanent.
    let (mut moved, mut all_permanent) = (None, true);
    for _ in 0..=MAX_REDIRECTS {
        let (response, content) = match request(&current) {
            Ok(response) => response,
            Err(RequestError::Private) => return Attempt::Final((LinkStatus::Private, None)),
            Err(RequestError::Unreachable(why)) => {
                return Attempt::Retry((LinkStatus::Unreachable(why), None), None);
            }
        };
        let status = response.status;
        match status {
            200..=299 => {
                let status = moved.map_or(LinkStatus::Working, LinkStatus::Moved);
                return Attempt::Final((status, Some(content)));
            }
            301 | 302 | 303 | 307 | 308 => {
                let next = response.location.and_then(|location| current.join(&location).ok());
                let Some(next) = next.filter(|next| matches!(next.scheme(), "http" | "https"))
                else {
                    return unreachable(format!(
                        "it redirects to no web address (status {status})"
                    ));
                };
                all_permanent &= matches!(status, 301 | 308);
                if all_permanent {
                    moved = Some(next.to_string());
                }
                current = next;
            }
            // Login, rate limit or legal reasons: a person may well see the page.
            401 | 403 | 407 | 451 => return Attempt::Final((LinkStatus::Refused(status), None)),
            429 => return Attempt::Retry((LinkStatus::Refused(429), None), response.retry_after),
            400..=499 => return Attempt::Final((LinkStatus::Gone(status), None)),
            _ => {
                let status = LinkStatus::Unreachable(format!("server error (status {status})"));
                return Attempt::Retry((status, None), response.retry_after);
            }
        }
    }
    unreachable("too many redirects".to_owned())
}

/// HEAD; if that fails, GET, because not every server supports HEAD.
fn head_or_get(
    client: &HttpClient,
    url: &Url,
    before_request: &dyn Fn(&Url),
) -> Result<ResponseHead, RequestError> {
    before_request(url);
    match client.head(url) {
        Ok(response) if response.status < 400 || response.status == 429 => Ok(response),
        Err(RequestError::Private) => Err(RequestError::Private),
        _ => {
            before_request(url);
            client.get(url)
        }
    }
}
