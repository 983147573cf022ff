//! The shared sources, and what rests on them.

use super::list_pages::{intro_page, list_base, page_slice, pagination};
use super::site_data::SiteData;
use super::summaries::kind_name;
use super::view::{ContentView, MentionItem, PageView, SourceEntry, SourceView, SourcesView};
use crate::catalog::{PageIx, limits};
use crate::config::GeneratedPage;
use crate::link::{PageSource, cited_sentence};
use crate::text::Route;

/// How many pages are shown below a source.
const SHOWN: usize = 10;

/// A page of the sources of `content/sources.toml`, by title. What one page alone gives under
/// `sources` stands on that page.
pub(super) fn view(story: &SiteData<'_>, route: &Route, number: usize) -> Option<PageView> {
    let all = story.sources_by_title();
    let (count, first) =
        (all.len().div_ceil(limits::ITEMS_PER_PAGE), (number - 1) * limits::ITEMS_PER_PAGE);
    let shown = page_slice(all, number, limits::ITEMS_PER_PAGE)?
        .iter()
        .filter_map(|id| Some((id, story.catalog.shared_source(id)?)));
    let entries = shown.enumerate().map(|(at, (id, source))| {
        let uses = story.source_uses(id);
        SourceEntry {
            source: SourceView { number: first + at + 1, ..story.source_view(source) },
            id: format!("page-{id}"),
            used_in: uses
                .iter()
                .take(SHOWN)
                .map(|(page, at)| {
                    use_item(story, *page, &story.linked(*page).sources[*at as usize])
                })
                .collect(),
            more: uses.len().saturating_sub(SHOWN),
        }
    });
    let content = SourcesView {
        sources: entries.collect(),
        pages: pagination(
            story,
            &story.config.generated_route(GeneratedPage::Sources),
            number,
            count,
        ),
    };
    let base = list_base(
        story,
        route,
        intro_page(story, GeneratedPage::Sources),
        "sources",
        story.config.generated_title(GeneratedPage::Sources),
        number,
    );
    Some(PageView { content: ContentView::Sources(content), ..base })
}

/// What rests on a source on one page: the sentence of its first citation, where it is cited in a
/// text.
fn use_item(story: &SiteData<'_>, page: PageIx, used: &PageSource) -> MentionItem {
    let (document, linked, entry) =
        (story.document(page), story.linked(page), story.catalog.entry(page));
    let first = used.cited_at.first().copied();
    let first_mark = document.text_ids().zip(&linked.citations).find_map(|(piece, marks)| {
        Some((piece, marks.iter().find(|mark| Some(mark.number) == first)?))
    });
    let sentence = first_mark.and_then(|(piece, mark)| {
        let citation =
            document.citations(piece).find(|citation| citation.span.start == mark.start)?;
        Some(story.plain_text(page, piece, cited_sentence(document, piece, citation.span)?))
    });
    MentionItem {
        title: entry.title.clone().into(),
        href: first
            .map_or_else(|| story.href(page), |index| format!("{}#cite-{index}", story.href(page))),
        kind: kind_name(&entry.kind),
        sentence: sentence.filter(|sentence| !sentence.is_empty()),
        count: used.cited_at.len(),
    }
}
