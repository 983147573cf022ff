//! What one address says of itself.

use url::Url;

use super::http_client::{HttpClient, Method, RequestError, ResponseHead};

/// Whether somebody still answers at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkStatus {
    /// It answers.
    Working,
    /// It answers, and says that it has moved there for good.
    Moved(String),
    /// It says that there is nothing, with this status.
    Gone(u16),
    /// It answers people perhaps, but not programs, with this status.
    Refused(u16),
    /// It could not be reached, or had trouble of its own; why.
    Unreachable(String),
    /// It lies in a private network, and was not asked.
    Private,
}

/// What came of one try.
pub(super) enum Attempt {
    Final(LinkStatus),
    /// Trouble that may pass; after how long, where the other side says so.
    Retry(LinkStatus, Option<std::time::Duration>),
}

/// How often an address may send on to another.
const MAX_REDIRECTS: usize = 10;

/// Asks an address, following where it sends on to. `ready` is called before each question with the
/// address it goes to.
pub(super) fn probe(web: &HttpClient, url: &Url, ready: &dyn Fn(&Url)) -> Attempt {
    let mut at = url.clone();
    // Where it has moved to for good: as far as every step from the first on is permanent.
    let (mut moved, mut all_permanent) = (None, true);
    for _ in 0..=MAX_REDIRECTS {
        let reply = match head_or_get(web, &at, ready) {
            Ok(reply) => reply,
            Err(RequestError::Private) => return Attempt::Final(LinkStatus::Private),
            Err(RequestError::Unreachable(why)) => {
                return Attempt::Retry(LinkStatus::Unreachable(why), None);
            }
        };
        match reply.status {
            200..=299 => {
                return Attempt::Final(moved.map_or(LinkStatus::Working, LinkStatus::Moved));
            }
            301 | 302 | 303 | 307 | 308 => {
                let next = reply
                    .location
                    .and_then(|location| at.join(&location).ok())
                    .filter(|next| matches!(next.scheme(), "http" | "https"));
                let Some(next) = next else {
                    return Attempt::Final(LinkStatus::Unreachable(format!(
                        "it sends on to no address (status {})",
                        reply.status
                    )));
                };
                all_permanent &= matches!(reply.status, 301 | 308);
                if all_permanent {
                    moved = Some(next.to_string());
                }
                at = next;
            }
            // It wants to know who asks, or has had too many questions, or will not say for legal
            // reasons: a person may well see it.
            status @ (401 | 403 | 407 | 451) => return Attempt::Final(LinkStatus::Refused(status)),
            429 => return Attempt::Retry(LinkStatus::Refused(429), reply.retry_after),
            status @ 400..=499 => return Attempt::Final(LinkStatus::Gone(status)),
            status => {
                return Attempt::Retry(
                    LinkStatus::Unreachable(format!(
                        "it answers with trouble of its own (status {status})"
                    )),
                    reply.retry_after,
                );
            }
        }
    }
    Attempt::Final(LinkStatus::Unreachable("it sends on and on".to_owned()))
}

/// Asks for the head alone; where that is answered with an error, for all: not every server knows
/// the first question.
fn head_or_get(
    web: &HttpClient,
    url: &Url,
    ready: &dyn Fn(&Url),
) -> Result<ResponseHead, RequestError> {
    ready(url);
    match web.request(Method::Head, url) {
        Ok(reply) if reply.status < 400 || reply.status == 429 => Ok(reply),
        Err(RequestError::Private) => Err(RequestError::Private),
        _ => {
            ready(url);
            web.request(Method::Get, url)
        }
    }
}
