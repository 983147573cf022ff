//! `check --external`: whether external links still work.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use etcetera::{BaseStrategy, choose_base_strategy};

use super::progress::with_count;
use super::report_formats::format_count;
use crate::diagnostics::Diagnostic;
use crate::engine::Site;
use crate::network::{
    self, AllowedHosts, HttpClient, LinkCache, LinkStatus, REQUEST_TIMEOUT, RetryPolicy,
};

/// Requests every external link; those that worked within the last week only if `fresh`.
pub(super) fn check_external(site: &Site, fresh: bool) -> Vec<Diagnostic> {
    let links = network::external_links(&site.data());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    // In the user's cache folder; without one, nothing is remembered.
    let cache_file = choose_base_strategy()
        .ok()
        .map(|folders| folders.cache_dir().join("backgrounder").join("outside-links.json"));
    let cache = LinkCache::load(cache_file, now);
    let urls: Vec<&str> = links
        .iter()
        .map(|link| link.url.as_str())
        .filter(|url| fresh || !cache.is_fresh(url))
        .collect();
    let client = HttpClient::new(AllowedHosts::Public, REQUEST_TIMEOUT);
    let statuses = with_count("Checking links:", urls.len(), |done| {
        network::check_all(&urls, &client, RetryPolicy::default(), done)
    });
    let skipped = match links.len() - urls.len() {
        0 => String::new(),
        count => format!("; {} worked within the last week", format_count(count, "more link")),
    };
    let offline = if are_all_unreachable(&statuses) {
        "; none could be reached: is this computer online?"
    } else {
        ""
    };
    let checked = format_count(urls.len(), "external link");
    anstream::eprintln!("Checked {checked}{skipped}{offline}");
    if let Err(error) = cache.save(statuses.iter()) {
        anstream::eprintln!("warning: the results could not be saved for next time: {error}");
    }
    network::diagnostics(&links, &statuses)
}

fn are_all_unreachable(statuses: &BTreeMap<String, LinkStatus>) -> bool {
    let mut public = statuses.values().filter(|status| **status != LinkStatus::Private).peekable();
    public.peek().is_some() && public.all(|status| matches!(status, LinkStatus::Unreachable(_)))
}
