//! `check --external`: whether links out of the site still lead somewhere.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use etcetera::{BaseStrategy, choose_base_strategy};

use super::progress;
use super::report::format_count;
use crate::diagnostics::Diagnostic;
use crate::engine::Site;
use crate::link_check::{self, AllowedHosts, HttpClient, LinkCache, LinkStatus, RetryPolicy};

/// How long one question may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// Asks every address that the site links to, but not what answered within the last week, unless
/// all is to be asked afresh.
pub(super) fn check(site: &Site, fresh: bool) -> Vec<Diagnostic> {
    let links = link_check::external_links(&site.data());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let cache = LinkCache::load(cache_file(), now);
    let urls: Vec<&str> = links
        .iter()
        .map(|link| link.url.as_str())
        .filter(|url| fresh || !cache.is_fresh(url))
        .collect();
    let web = HttpClient::new(AllowedHosts::Public, REQUEST_TIMEOUT);
    let verdicts = progress::with_progress("Asking", urls.len(), |done| {
        link_check::check_all(&urls, &web, RetryPolicy::default(), done)
    });
    let known = links.len() - urls.len();
    let lately = if known == 0 {
        String::new()
    } else {
        format!("; {} answered within the last week", format_count(known, "more link"))
    };
    anstream::eprintln!(
        "{} to other sites asked{lately}{}",
        format_count(urls.len(), "link"),
        offline_hint(&verdicts)
    );
    if let Err(error) = cache.save(verdicts.iter()) {
        anstream::eprintln!("What was found is not remembered: {error}");
    }
    link_check::diagnostics(&links, &verdicts)
}

/// Where nothing at all was reached, the fault is likely nearer.
fn offline_hint(verdicts: &BTreeMap<String, LinkStatus>) -> &'static str {
    let mut asked = verdicts.values().filter(|verdict| **verdict != LinkStatus::Private).peekable();
    let none = asked.peek().is_some()
        && asked.all(|verdict| matches!(verdict, LinkStatus::Unreachable(_)));
    if none { "; none could be reached: is this machine connected to the internet?" } else { "" }
}

/// The user's own folder for what can be made again; without one nothing is remembered.
fn cache_file() -> Option<PathBuf> {
    Some(choose_base_strategy().ok()?.cache_dir().join("backgrounder").join("outside-links.json"))
}
