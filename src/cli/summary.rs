//! Summary at the end of a build.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::report_formats::{format_count, format_counts, format_duration, format_problem_counts};
use crate::check::{Suggestion, suggestions};
use crate::config::TopicKind;
use crate::diagnostics::Diagnostic;
use crate::document::PageKind;
use crate::engine::{PictureQuality, Site};
use crate::link::LinkDecision;
use crate::publish::PublishReport;

/// Larger sites are not searched for names without a topic at every build: it takes about as long
/// as linking.
const MAX_PAGES_FOR_SUGGESTIONS: usize = 1_000;
/// How many drafts are listed.
const DRAFTS_SHOWN: usize = 3;
/// How many names without a topic are listed.
const NAMES_SHOWN: usize = 3;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct BuildSummary {
    pages: usize,
    /// Articles, countries, figures, events.
    pages_by_kind: [usize; 4],
    links: usize,
    /// The files of drafts, and of articles after `--now`, that are not published.
    drafts: Vec<String>,
    later_articles: Vec<String>,
    has_origin: bool,
    /// Number of names without a topic that appear on several pages.
    unlinked_names: usize,
    /// The first of them, each with how often it appears: "Jane Doe (3×)".
    top_unlinked_names: Vec<String>,
    stubs: usize,
    /// Pictures were made in one small size.
    has_quick_pictures: bool,
}

impl BuildSummary {
    pub(super) fn from_site(site: &Site, pictures: PictureQuality) -> Self {
        let catalog = site.catalog();
        let topics = |kind: TopicKind| catalog.topics(kind).count();
        let mut unlinked: Vec<Suggestion> = Vec::new();
        if site.documents().len() <= MAX_PAGES_FOR_SUGGESTIONS {
            unlinked = suggestions(&site.data());
            unlinked.retain(|suggestion| suggestion.pages > 1);
        }
        let left_out = |is_draft: bool| {
            let hidden =
                catalog.all_pages().filter(|entry| entry.hidden && entry.draft == is_draft);
            hidden.map(|entry| catalog.head(entry.page).path.to_string()).collect()
        };
        let names = site.linked().iter().flat_map(|linked| &linked.names).flatten();
        BuildSummary {
            pages: site.page_count(),
            pages_by_kind: [
                catalog.pages().filter(|entry| entry.kind == PageKind::Article).count(),
                topics(TopicKind::Country),
                topics(TopicKind::Figure),
                topics(TopicKind::Event),
            ],
            links: names.filter(|name| name.decision == LinkDecision::Linked).count(),
            drafts: left_out(true),
            later_articles: left_out(false),
            has_origin: site.config().base.has_origin(),
            unlinked_names: unlinked.len(),
            top_unlinked_names: unlinked
                .into_iter()
                .take(NAMES_SHOWN)
                .map(|suggestion| format!("{} ({}×)", suggestion.phrase, suggestion.times))
                .collect(),
            stubs: catalog
                .pages()
                .filter(|entry| entry.topic_kind().is_some() && entry.is_stub)
                .count(),
            has_quick_pictures: pictures == PictureQuality::Quick
                && !site.derived_pictures().is_empty(),
        }
    }

    /// Prints the summary to standard error.
    pub(super) fn print(
        &self,
        published: &PublishReport,
        folder: &Path,
        problems: &[Diagnostic],
        time: Duration,
    ) {
        let kinds = ["article", "country", "figure", "event"];
        let kinds = format_counts(self.pages_by_kind.into_iter().zip(kinds));
        let kinds = if kinds.is_empty() { kinds } else { format!(" ({kinds})") };
        let pages = format_count(self.pages, "page");
        let links = format_count(self.links, "link");
        let folder = relative_to_current_dir(folder).display();
        let PublishReport { written, unchanged, removed, skipped, .. } = published;
        anstream::eprintln!("Published {pages}{kinds} to {folder} in {}", format_duration(time));
        anstream::eprintln!(
            "  {links} to topics; {written} written, {unchanged} unchanged, {removed} removed"
        );
        for (pages, what) in [(&self.drafts, "draft"), (&self.later_articles, "later article")] {
            if pages.is_empty() {
                continue;
            }
            let more = if pages.len() > DRAFTS_SHOWN { ", …" } else { "" };
            let shown = pages.iter().take(DRAFTS_SHOWN).map(String::as_str).collect::<Vec<_>>();
            let count = format_count(pages.len(), what);
            anstream::eprintln!("  {count} left out: {}{more}", shown.join(", "));
        }
        if !skipped.is_empty() {
            anstream::eprintln!(
                "  not written, because a file that this program did not write is there: {}",
                skipped.join(", ")
            );
        }
        if self.has_quick_pictures {
            anstream::eprintln!(
                "  pictures in one small size: run `build` without `--no-images` before publishing"
            );
        }
        if !self.has_origin {
            anstream::eprintln!(
                "  no feed, no sitemap and no share cards, because they need the site's address: \
                 set `base_url` in site.toml or pass `--base-url`"
            );
        }
        if !problems.is_empty() {
            anstream::eprintln!("  {}", format_problem_counts(problems));
        }
        if self.unlinked_names > 0 {
            let more = if self.unlinked_names > NAMES_SHOWN { ", …" } else { "" };
            anstream::eprintln!(
                "  {} without a topic: {}{more}; `backgrounder suggest` lists them",
                format_count(self.unlinked_names, "name"),
                self.top_unlinked_names.join(", ")
            );
        }
        if self.stubs > 0 {
            anstream::eprintln!(
                "  {} without a description; `backgrounder check` lists them",
                format_count(self.stubs, "topic")
            );
        }
    }
}

fn relative_to_current_dir(folder: &Path) -> &Path {
    std::env::current_dir()
        .ok()
        .and_then(|here| folder.strip_prefix(here.canonicalize().unwrap_or(here)).ok())
        .filter(|path| !path.as_os_str().is_empty())
        .unwrap_or(folder)
}
