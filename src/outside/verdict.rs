//! What one address says of itself.

use url::Url;

use super::web::{Method, Reply, Silence, Web};

/// Whether somebody still answers at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It answers.
    Good,
    /// It answers, and says that it has moved there for good.
    Moved(String),
    /// It says that there is nothing, with this status.
    Gone(u16),
    /// It answers people perhaps, but not programs, with this status.
    Refused(u16),
    /// It could not be reached, or had trouble of its own; why.
    Unreached(String),
    /// It lies in a private network, and was not asked.
    Private,
}

/// What came of one try.
pub(super) enum Try {
    Settled(Verdict),
    /// Trouble that may pass; after how long, where the other side says so.
    Again(Verdict, Option<std::time::Duration>),
}

/// How often an address may send on to another.
const HOPS: usize = 10;

/// Asks an address, following where it sends on to. `ready` is called before each question with the address it goes to.
pub(super) fn ask(web: &Web, url: &Url, ready: &dyn Fn(&Url)) -> Try {
    let mut at = url.clone();
    // Where it has moved to for good: as far as every step from the first on is permanent.
    let (mut moved, mut all_permanent) = (None, true);
    for _ in 0..=HOPS {
        let reply = match head_or_get(web, &at, ready) {
            Ok(reply) => reply,
            Err(Silence::Private) => return Try::Settled(Verdict::Private),
            Err(Silence::Unreached(why)) => return Try::Again(Verdict::Unreached(why), None),
        };
        match reply.status {
            200..=299 => return Try::Settled(moved.map_or(Verdict::Good, Verdict::Moved)),
            301 | 302 | 303 | 307 | 308 => {
                let next = reply.location.and_then(|location| at.join(&location).ok()).filter(|next| matches!(next.scheme(), "http" | "https"));
                let Some(next) = next else { return Try::Settled(Verdict::Unreached(format!("it sends on to no address (status {})", reply.status))) };
                all_permanent &= matches!(reply.status, 301 | 308);
                if all_permanent {
                    moved = Some(next.to_string());
                }
                at = next;
            }
            // It wants to know who asks, or has had too many questions, or will not say for legal reasons: a person may well see it.
            status @ (401 | 403 | 407 | 451) => return Try::Settled(Verdict::Refused(status)),
            429 => return Try::Again(Verdict::Refused(429), reply.retry_after),
            status @ 400..=499 => return Try::Settled(Verdict::Gone(status)),
            status => return Try::Again(Verdict::Unreached(format!("it answers with trouble of its own (status {status})")), reply.retry_after),
        }
    }
    Try::Settled(Verdict::Unreached("it sends on and on".to_owned()))
}

/// Asks for the head alone; where that is answered with an error, for all: not every server knows the first question.
fn head_or_get(web: &Web, url: &Url, ready: &dyn Fn(&Url)) -> Result<Reply, Silence> {
    ready(url);
    match web.ask(Method::Head, url) {
        Ok(reply) if reply.status < 400 || reply.status == 429 => Ok(reply),
        Err(Silence::Private) => Err(Silence::Private),
        _ => {
            ready(url);
            web.ask(Method::Get, url)
        }
    }
}
