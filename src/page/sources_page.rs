//! The list of shared sources, with the pages that use each.

use super::list_pages::ListPage;
use super::site_data::SiteData;
use super::summaries::kind_name;
use super::view::{ContentView, MentionItem, PageView, SourceEntry, SourceView, SourcesView};
use crate::catalog::{PageIx, list_page_limits};
use crate::config::GeneratedPage;
use crate::document::Source;
use crate::link::{PageSource, cited_sentence};

/// How many pages are listed below a source.
const MAX_USES: usize = 10;

/// A page of the sources in `content/sources.toml`, by title. Sources in a page's front matter are
/// listed on that page only.
pub(super) fn view(page: ListPage<'_>) -> Option<PageView> {
    let data = page.data;
    let first = data.config.generated_route(GeneratedPage::Sources);
    let all = data.sources_by_title();
    let (shown, pages) = page.paginate(all, list_page_limits::ITEMS_PER_PAGE, &first)?;
    let first_number = (page.number - 1) * list_page_limits::ITEMS_PER_PAGE + 1;
    let shown = shown.iter().filter_map(|id| Some((&**id, data.catalog.shared_source(id)?)));
    let entry = |((id, source), number): ((&str, &Source), usize)| {
        let uses = data.source_uses(id);
        let used_in = uses
            .iter()
            .take(MAX_USES)
            .map(|(page, at)| use_item(data, *page, &data.linked(*page).sources[*at as usize]));
        SourceEntry {
            source: SourceView { number, ..data.source_view(source) },
            id: format!("page-{id}"),
            used_in: used_in.collect(),
            more: uses.len().saturating_sub(MAX_USES),
        }
    };
    let sources = shown.zip(first_number..).map(entry).collect();
    let content = ContentView::Sources(SourcesView { sources, pages });
    Some(PageView { content, ..page.generated_base(GeneratedPage::Sources) })
}

/// A page that uses a source, with the sentence of its first citation in a text.
fn use_item(data: &SiteData<'_>, page: PageIx, used: &PageSource) -> MentionItem {
    let (document, linked) = (data.document(page), data.linked(page));
    let first = used.cited_at.first().copied();
    let sentence = || {
        let mut marks = document.text_ids().zip(&linked.citations);
        let (text, mark) = marks.find_map(|(text, marks)| {
            Some((text, marks.iter().find(|mark| Some(mark.number) == first)?))
        })?;
        let citation = document.citations(text).find(|it| it.span.start == mark.start)?;
        let span = cited_sentence(document, text, citation.span)?;
        Some(data.prose(page).plain_text(text, span)).filter(|sentence| !sentence.is_empty())
    };
    let href = data.href(page);
    MentionItem {
        title: data.title(page),
        lang: data.lang(page),
        sentence: sentence(),
        href: first.map_or_else(|| href.clone(), |number| format!("{href}#cite-{number}")),
        kind: kind_name(&data.entry(page).kind),
        count: used.cited_at.len(),
    }
}
