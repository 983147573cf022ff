//! The list of shared sources, with the pages that use each, and all uses of one.

use super::list_pages::{ListPage, generated_link};
use super::site_data::SiteData;
use super::summaries::kind_name;
use super::view::{
    ContentView, MentionItem, PageView, SourceEntry, SourceUsesView, SourceView, SourcesView,
};
use crate::catalog::{PageIx, Resource, list_page_limits};
use crate::config::GeneratedPage;
use crate::document::Source;
use crate::link::{PageSource, cited_sentence};
use crate::text::{Route, Slug};

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
            total: uses.len(),
            all_uses: all_uses(data, id),
        }
    };
    let sources = shown.zip(first_number..).map(entry).collect();
    let content = ContentView::Sources(SourcesView { sources, pages });
    Some(PageView { content, ..page.generated_base(GeneratedPage::Sources) })
}

/// The page of all uses of a source; `None` if no slug can be made of its id.
pub(super) fn source_route(data: &SiteData<'_>, id: &str) -> Option<Route> {
    let sources = data.config.generated_route(GeneratedPage::Sources);
    Some(Route::for_page([sources.as_str(), Slug::from_text(id).ok()?.as_str()]))
}

/// The link to the page of all uses of a source, if it has one.
fn all_uses(data: &SiteData<'_>, id: &str) -> Option<String> {
    let route = source_route(data, id).filter(|_| page_count(data, id) > 0)?;
    let resource = data.later_routes().get(&route)?;
    let is_own = *resource == Resource::SourceUses(id.into(), 1);
    is_own.then(|| data.route_href(&route))
}

/// How many pages the uses of a source have of their own; 0 if the list of sources shows all.
pub(super) fn page_count(data: &SiteData<'_>, id: &str) -> usize {
    match data.source_uses(id).len() {
        uses if uses > MAX_USES => uses.div_ceil(list_page_limits::ITEMS_PER_PAGE),
        _ => 0,
    }
}

/// A page of all uses of a source.
pub(super) fn uses(page: ListPage<'_>, id: &str) -> Option<PageView> {
    let data = page.data;
    let source = data.catalog.shared_source(id)?;
    let uses = data.source_uses(id);
    let first = source_route(data, id)?;
    let (shown, pages) = page.paginate(uses, list_page_limits::ITEMS_PER_PAGE, &first)?;
    let used_in = shown
        .iter()
        .map(|(page, at)| use_item(data, *page, &data.linked(*page).sources[*at as usize]));
    let content = SourceUsesView {
        source: data.source_view(source),
        used_in: used_in.collect(),
        total: uses.len(),
        pages,
    };
    let mut base = page.base(None, "source", &source.title);
    base.breadcrumbs.push(generated_link(data, GeneratedPage::Sources));
    Some(PageView { content: ContentView::SourceUses(Box::new(content)), ..base })
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
