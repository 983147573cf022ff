//! The shared sources, and what rests on them.

use std::collections::BTreeMap;

use super::item::kind_name;
use super::list::{intro_of, introduced, pages};
use super::story::Story;
use super::view::{ContentView, MentionItem, PageView, SourceEntry, SourceView, SourcesView};
use crate::catalog::{PageIx, limits};
use crate::config::Generated;
use crate::document::{PageKind, Source};
use crate::link::{SourceUse, Used, cited_sentence};
use crate::text::Route;

/// How many pages are shown below a source.
const SHOWN: usize = 10;

/// A page of the sources of `content/sources.toml`, by title. What one page alone gives under `sources` stands on that page.
pub(super) fn view(story: &Story<'_>, route: &Route, number: usize) -> PageView {
    let mut all: Vec<(&str, &Source)> = story.catalog.shared_source_ids().filter_map(|id| Some((id, story.catalog.shared_source(id)?))).collect();
    all.sort_by_cached_key(|(id, source)| (story.config.locale.sort_key(source.title.trim_start_matches(|c: char| !c.is_alphanumeric())), *id));
    let count = all.len().div_ceil(limits::PER_PAGE);
    let first = (number - 1) * limits::PER_PAGE;
    let shown: Vec<(&str, &Source)> = all.into_iter().skip(first).take(limits::PER_PAGE).collect();
    let uses = uses(story, &shown);
    let entries = shown.iter().enumerate().map(|(at, (id, source))| {
        let pages = uses.get(id).map_or(&[][..], Vec::as_slice);
        SourceEntry {
            source: SourceView { number: first + at + 1, ..story.source_view(source) },
            id: format!("page-{id}"),
            used_in: pages.iter().take(SHOWN).map(|(page, used)| use_item(story, *page, used)).collect(),
            more: pages.len().saturating_sub(SHOWN),
        }
    });
    let content = SourcesView { sources: entries.collect(), pages: pages(story, &story.config.generated(Generated::Sources), number, count) };
    let base = introduced(story, route, intro_of(story, Generated::Sources), "sources", story.config.generated_title(Generated::Sources), number);
    PageView { content: ContentView::Sources(content), ..base }
}

/// The pages that use each of some sources: articles first, in the order of reading, then the others by address.
fn uses<'a>(story: &Story<'a>, shown: &[(&'a str, &Source)]) -> BTreeMap<&'a str, Vec<(PageIx, &'a SourceUse)>> {
    let mut uses: BTreeMap<&str, Vec<(PageIx, &SourceUse)>> = shown.iter().map(|(id, _)| (*id, Vec::new())).collect();
    let articles = story.graph.reading.iter().copied();
    let others = story.catalog.pages().filter(|entry| entry.kind != PageKind::Article).map(|entry| entry.page);
    for page in articles.chain(others) {
        for used in &story.linked(page).sources {
            if let Used::Shared(id) = &used.source
                && let Some(pages) = uses.get_mut(&**id)
            {
                pages.push((page, used));
            }
        }
    }
    uses
}

/// What rests on a source on one page: the sentence of its first citation, where it is cited in a text.
fn use_item(story: &Story<'_>, page: PageIx, used: &SourceUse) -> MentionItem {
    let (document, linked, entry) = (story.document(page), story.linked(page), story.catalog.entry(page));
    let first = used.cited_at.first().copied();
    let first_mark = document.pieces().zip(&linked.cites).find_map(|(piece, marks)| Some((piece, marks.iter().find(|mark| Some(mark.index) == first)?)));
    let sentence = first_mark.and_then(|(piece, mark)| {
        let citation = document.citations(piece).find(|citation| citation.span.start == mark.start)?;
        Some(story.words(page, piece, cited_sentence(document, piece, citation.span)?))
    });
    MentionItem {
        title: entry.title.clone().into(),
        href: first.map_or_else(|| story.href(page), |index| format!("{}#cite-{index}", story.href(page))),
        kind: kind_name(&entry.kind),
        sentence: sentence.filter(|sentence| !sentence.is_empty()),
        count: used.cited_at.len(),
    }
}
