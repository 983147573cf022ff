//! What a build says of itself at the end.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::build::{in_words, problems_in_words};
use super::report::count;
use crate::catalog::Resource;
use crate::check;
use crate::config::TopicKind;
use crate::diagnostics::Diagnostic;
use crate::document::PageKind;
use crate::engine::Site;
use crate::link::LinkDecision;
use crate::publish::Published;

/// Sites of more pages than this are not searched for names without a topic at every build: it takes about as long as linking them.
const SUGGESTED_UP_TO: usize = 1_000;
/// How many names without a topic are named.
const NAMED: usize = 3;

/// What was made, and what would help most.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Summary {
    pages: usize,
    /// Articles, countries, figures, events.
    made: [usize; 4],
    links: usize,
    has_origin: bool,
    /// How many names have no topic.
    nameless: usize,
    /// The first of them, each with how often it stands there.
    first: Vec<(String, usize)>,
    stubs: usize,
}

impl Summary {
    pub(super) fn of(site: &Site) -> Self {
        let topics = |kind: TopicKind| site.catalog().topics(kind).count();
        let articles = site.catalog().pages().filter(|entry| entry.kind == PageKind::Article).count();
        let searched = site.documents().len() <= SUGGESTED_UP_TO;
        let mut open: Vec<check::Suggestion> = if searched { check::suggestions(&site.story()) } else { Vec::new() };
        open.retain(|suggestion| suggestion.pages > 1);
        Summary {
            pages: site.addresses().into_iter().filter(|(route, address)| route.is_page() && !matches!(address, Resource::Redirect(_))).count(),
            made: [articles, topics(TopicKind::Country), topics(TopicKind::Figure), topics(TopicKind::Event)],
            links: site.linked().iter().flat_map(|linked| &linked.names).flatten().filter(|name| name.decision == LinkDecision::Linked).count(),
            has_origin: site.config().base.has_origin(),
            nameless: open.len(),
            first: open.into_iter().take(NAMED).map(|suggestion| (suggestion.phrase, suggestion.times)).collect(),
            stubs: site.catalog().pages().filter(|entry| entry.topic_kind().is_some() && entry.is_stub).count(),
        }
    }

    /// Says it to standard error.
    pub(super) fn say(&self, published: &Published, folder: &Path, problems: &[Diagnostic], time: Duration) {
        let made = self.made.iter().zip(["article", "country", "figure", "event"]).filter(|(number, _)| **number > 0);
        let made: Vec<String> = made.map(|(number, what)| count(*number, what)).collect();
        let of_what = if made.is_empty() { String::new() } else { format!(" of {}", made.join(", ")) };
        anstream::eprintln!("Published {}{of_what} to {} in {}", count(self.pages, "page"), shown(folder).display(), in_words(time));
        let Published { written, kept, removed, .. } = published;
        anstream::eprintln!("  {} to topics; {written} written, {kept} unchanged, {removed} removed", count(self.links, "link"));
        if !published.left_out.is_empty() {
            anstream::eprintln!("  left out, because the folder has a file of that name that this program did not write: {}", published.left_out.join(", "));
        }
        if !self.has_origin {
            anstream::eprintln!("  no feed and no sitemap: they need the site's address; set `base_url` in site.toml or pass `--base-url`");
        }
        if !problems.is_empty() {
            anstream::eprintln!("  {}", problems_in_words(problems));
        }
        if self.nameless > 0 {
            let first: Vec<String> = self.first.iter().map(|(phrase, times)| format!("{phrase} {times}×")).collect();
            let have = if self.nameless == 1 { "name has" } else { "names have" };
            let more = if self.nameless > NAMED { ", …" } else { ";" };
            anstream::eprintln!("  {} {have} no topic: {}{more} `backgrounder suggest`", self.nameless, first.join(", "));
        }
        if self.stubs > 0 {
            anstream::eprintln!("  {} without a description: `backgrounder check` lists them", count(self.stubs, "topic"));
        }
    }
}

/// A folder as it is seen from here.
fn shown(folder: &Path) -> &Path {
    std::env::current_dir()
        .ok()
        .and_then(|here| folder.strip_prefix(here.canonicalize().unwrap_or(here)).ok())
        .filter(|path| !path.as_os_str().is_empty())
        .unwrap_or(folder)
}
