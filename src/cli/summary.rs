//! What a build says of itself at the end.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::build::{format_duration, format_problem_counts};
use super::report::format_count;
use crate::catalog::Resource;
use crate::check;
use crate::config::TopicKind;
use crate::diagnostics::Diagnostic;
use crate::document::PageKind;
use crate::engine::Site;
use crate::link::LinkDecision;
use crate::publish::PublishReport;

/// Sites of more pages than this are not searched for names without a topic at every build: it
/// takes about as long as linking them.
const MAX_PAGES_FOR_SUGGESTIONS: usize = 1_000;
/// How many names without a topic are named.
const NAMES_SHOWN: usize = 3;

/// What was made, and what would help most.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct BuildSummary {
    pages: usize,
    /// Articles, countries, figures, events.
    pages_by_kind: [usize; 4],
    links: usize,
    has_origin: bool,
    /// How many names have no topic.
    unlinked_names: usize,
    /// The first of them, each with how often it stands there.
    top_unlinked_names: Vec<(String, usize)>,
    stubs: usize,
}

impl BuildSummary {
    pub(super) fn from_site(site: &Site) -> Self {
        let topics = |kind: TopicKind| site.catalog().topics(kind).count();
        let articles =
            site.catalog().pages().filter(|entry| entry.kind == PageKind::Article).count();
        let searched = site.documents().len() <= MAX_PAGES_FOR_SUGGESTIONS;
        let mut open: Vec<check::Suggestion> =
            if searched { check::suggestions(&site.data()) } else { Vec::new() };
        open.retain(|suggestion| suggestion.pages > 1);
        BuildSummary {
            pages: site
                .resources()
                .into_iter()
                .filter(|(route, address)| {
                    route.is_page() && !matches!(address, Resource::Redirect(_))
                })
                .count(),
            pages_by_kind: [
                articles,
                topics(TopicKind::Country),
                topics(TopicKind::Figure),
                topics(TopicKind::Event),
            ],
            links: site
                .linked()
                .iter()
                .flat_map(|linked| &linked.names)
                .flatten()
                .filter(|name| name.decision == LinkDecision::Linked)
                .count(),
            has_origin: site.config().base.has_origin(),
            unlinked_names: open.len(),
            top_unlinked_names: open
                .into_iter()
                .take(NAMES_SHOWN)
                .map(|suggestion| (suggestion.phrase, suggestion.times))
                .collect(),
            stubs: site
                .catalog()
                .pages()
                .filter(|entry| entry.topic_kind().is_some() && entry.is_stub)
                .count(),
        }
    }

    /// Says it to standard error.
    pub(super) fn print(
        &self,
        published: &PublishReport,
        folder: &Path,
        problems: &[Diagnostic],
        time: Duration,
    ) {
        let made = self
            .pages_by_kind
            .iter()
            .zip(["article", "country", "figure", "event"])
            .filter(|(number, _)| **number > 0);
        let made: Vec<String> = made.map(|(number, what)| format_count(*number, what)).collect();
        let of_what =
            if made.is_empty() { String::new() } else { format!(" of {}", made.join(", ")) };
        anstream::eprintln!(
            "Published {}{of_what} to {} in {}",
            format_count(self.pages, "page"),
            relative_to_current_dir(folder).display(),
            format_duration(time)
        );
        let PublishReport { written, unchanged: kept, removed, .. } = published;
        anstream::eprintln!(
            "  {} to topics; {written} written, {kept} unchanged, {removed} removed",
            format_count(self.links, "link")
        );
        if !published.skipped.is_empty() {
            anstream::eprintln!(
                "  left out, because the folder has a file of that name that this program did not write: {}",
                published.skipped.join(", ")
            );
        }
        if !self.has_origin {
            anstream::eprintln!(
                "  no feed and no sitemap: they need the site's address; set `base_url` in site.toml or pass `--base-url`"
            );
        }
        if !problems.is_empty() {
            anstream::eprintln!("  {}", format_problem_counts(problems));
        }
        if self.unlinked_names > 0 {
            let first: Vec<String> = self
                .top_unlinked_names
                .iter()
                .map(|(phrase, times)| format!("{phrase} {times}×"))
                .collect();
            let have = if self.unlinked_names == 1 { "name has" } else { "names have" };
            let more = if self.unlinked_names > NAMES_SHOWN { ", …" } else { ";" };
            anstream::eprintln!(
                "  {} {have} no topic: {}{more} `backgrounder suggest`",
                self.unlinked_names,
                first.join(", ")
            );
        }
        if self.stubs > 0 {
            anstream::eprintln!(
                "  {} without a description: `backgrounder check` lists them",
                format_count(self.stubs, "topic")
            );
        }
    }
}

/// A folder as it is seen from here.
fn relative_to_current_dir(folder: &Path) -> &Path {
    std::env::current_dir()
        .ok()
        .and_then(|here| folder.strip_prefix(here.canonicalize().unwrap_or(here)).ok())
        .filter(|path| !path.as_os_str().is_empty())
        .unwrap_or(folder)
}
