//! Citations, and the numbered sources of a page.

use std::cell::OnceCell;
use std::num::NonZeroU32;

use rustc_hash::FxHashMap;

use super::{PerText, messages};
use crate::catalog::Catalog;
use crate::data::Spanned;
use crate::diagnostics::{Diagnostic, NearestMatch};
use crate::document::{Citation, CitationItem, Document, FrontMatter, Source};
use crate::text::{Span, into_exact_box, nfc};

/// One source of a citation. A page keeps dozens of these, so they are small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CiteRef {
    /// The start of the citation in its text.
    pub start: u32,
    /// The number of the citation on the page, from 1; its anchor is `cite-<number>`.
    pub number: u32,
    /// From 1; `None` for an unknown source.
    pub(super) source_number: Option<NonZeroU32>,
}

impl CiteRef {
    /// The number of its source on the page, from 1; `None` for an unknown source.
    pub fn source(&self) -> Option<usize> {
        self.source_number.map(|number| number.get() as usize)
    }
}

/// The number of a citation on the page, and its sources: each by number, from 1, with its locator
/// (a page or paragraph). `refs` are those of its text. `None` if all its sources are unknown.
pub fn resolve_citation<'a>(
    refs: &'a [CiteRef],
    citation: Citation<'a>,
) -> Option<(u32, impl Iterator<Item = (u32, Option<&'a str>)>)> {
    let first = refs.partition_point(|cite| cite.start < citation.span.start);
    let own = refs[first..].iter().take_while(move |cite| cite.start == citation.span.start);
    let number = own.clone().find(|cite| cite.source_number.is_some())?.number;
    let sources = own
        .zip(citation.items())
        .filter_map(|(cite, item)| Some((cite.source_number?.get(), item.locator)));
    Some((number, sources))
}

/// A source of a page. Its number is its position in the list, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSource {
    pub origin: SourceOrigin,
    /// The citations of it, by [`CiteRef::number`].
    pub cited_at: Box<[u32]>,
}

/// Where a source is defined.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SourceOrigin {
    /// In the front matter, at this index of the list.
    Page(usize),
    /// In `sources.toml`, with this id.
    Shared(Box<str>),
    /// The citation itself is a web address.
    Url(Box<str>),
}

impl SourceOrigin {
    /// True if the page refers to this source by `id`.
    pub fn has_id(&self, id: &str, document: &Document) -> bool {
        match self {
            SourceOrigin::Page(at) => {
                document.common.sources.get(*at).is_some_and(|source| has_id(source, id))
            }
            SourceOrigin::Shared(own) | SourceOrigin::Url(own) => **own == *id,
        }
    }

    /// `None` for a web address.
    pub fn source<'a>(&self, document: &'a Document, catalog: &'a Catalog) -> Option<&'a Source> {
        match self {
            SourceOrigin::Page(at) => document.common.sources.get(*at),
            SourceOrigin::Shared(id) => catalog.shared_source(id),
            SourceOrigin::Url(_) => None,
        }
    }
}

fn has_id(source: &Source, id: &str) -> bool {
    source.id.as_ref().is_some_and(|own| *own.value == *id)
}

pub(super) fn resolve(
    document: &Document,
    catalog: &Catalog,
    problems: &mut Vec<Diagnostic>,
) -> (PerText<CiteRef>, Box<[PageSource]>) {
    let mut numbering = SourceNumbering {
        document,
        catalog,
        sources: Vec::new(),
        numbers: FxHashMap::default(),
        suggestions: OnceCell::new(),
    };
    let mut refs: Vec<Vec<CiteRef>> = vec![Vec::new(); document.outlines.len()];
    for ((text, citation), number) in document.citations_in_order().into_iter().zip(1..) {
        let span = document.file_span(text, citation.span);
        for CitationItem { id, .. } in citation.items() {
            let source = numbering.number_for_id(id, span, problems);
            if let Some(source) = source {
                let cited_at = &mut numbering.sources[source as usize - 1].1;
                if cited_at.last() != Some(&number) {
                    cited_at.push(number);
                }
            }
            if is_web_address(id) {
                problems.push(messages::url_as_source(&document.path, span, id));
            }
            let source_number = source.and_then(NonZeroU32::new);
            let start = citation.span.start;
            refs[usize::from(text.0)].push(CiteRef { start, number, source_number });
        }
    }
    for id in source_ids_in_keys(document) {
        numbering.number_for_id(&id.value, id.span, problems);
    }
    // Sources that are defined but not cited are listed too.
    for at in 0..document.common.sources.len() {
        numbering.number_for(SourceOrigin::Page(at));
    }
    let sources = numbering.sources.into_iter();
    let sources = sources
        .map(|(origin, cited_at)| PageSource { origin, cited_at: into_exact_box(cited_at) })
        .collect();
    let sources = into_exact_box(sources);
    check_sources(document, catalog, &sources, problems);
    (refs.into_iter().map(into_exact_box).collect(), sources)
}

/// Reports sources of the page that are not cited, and cited sources that were withdrawn.
fn check_sources(
    document: &Document,
    catalog: &Catalog,
    sources: &[PageSource],
    problems: &mut Vec<Diagnostic>,
) {
    let page_has_citations = sources.iter().any(|source| !source.cited_at.is_empty());
    for PageSource { origin, cited_at } in sources {
        let Some(source) = origin.source(document, catalog) else { continue };
        let is_own = matches!(origin, SourceOrigin::Page(_));
        let own_span = if is_own { source.span } else { Span::default() };
        let mut ids = source_ids_in_keys(document);
        let in_keys = ids.find(|id| has_id(source, &id.value));
        let is_cited = !cited_at.is_empty() || in_keys.is_some();
        if let Some(withdrawal) = source.withdrawn.as_ref().filter(|_| is_cited) {
            let in_text = cited_at.first().and_then(|number| citation_span(document, *number));
            let span = in_text.or(in_keys.map(|id| id.span)).unwrap_or(own_span);
            problems.push(messages::withdrawn_source(
                &document.path,
                span,
                &source.title,
                withdrawal.date,
            ));
        }
        // On a page without citations, the sources support the page as a whole.
        if is_own && page_has_citations && !is_cited && source.id.is_some() {
            problems.push(messages::uncited_source(&document.path, own_span, &source.title));
        }
    }
}

/// The span in the file of the citation with a number.
fn citation_span(document: &Document, number: u32) -> Option<Span> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    let (text, citation) = *document.citations_in_order().get(at)?;
    Some(document.file_span(text, citation.span))
}

/// The source ids in roles, relations, stance and accounts, and in blocks.
pub fn source_ids_in_keys(document: &Document) -> impl Iterator<Item = &Spanned<Box<str>>> {
    let topic = document.front.topic().into_iter();
    let relations = topic.flat_map(|topic| &topic.relations);
    let (roles, stance, accounts) = match &document.front {
        FrontMatter::Figure(_, figure) => (&figure.roles[..], None, &[][..]),
        FrontMatter::Country(_, country) => (&[][..], country.stance.as_ref(), &[][..]),
        FrontMatter::Event(_, event) => (&[][..], None, &event.accounts[..]),
        _ => (&[][..], None, &[][..]),
    };
    relations
        .flat_map(|relation| &relation.sources)
        .chain(roles.iter().flat_map(|role| &role.sources))
        .chain(stance.into_iter().flat_map(|stance| &stance.sources))
        .chain(accounts.iter().flat_map(|account| &account.sources))
        .chain(document.blocks.iter().flat_map(|block| block.data.source_ids()))
}

/// Numbers the sources of a page in the order in which they are cited.
struct SourceNumbering<'a> {
    document: &'a Document,
    catalog: &'a Catalog,
    /// Each with the citations of it.
    sources: Vec<(SourceOrigin, Vec<u32>)>,
    numbers: FxHashMap<SourceOrigin, u32>,
    suggestions: OnceCell<NearestMatch<&'a str>>,
}

impl SourceNumbering<'_> {
    /// The number of the source with an id. Reports an unknown id, unless it may be one of the
    /// sources that could not be read.
    fn number_for_id(
        &mut self,
        id: &str,
        span: Span,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<u32> {
        if let Some(origin) = find_source(self.document, self.catalog, id) {
            return Some(self.number_for(origin));
        }
        let common = &self.document.common;
        if common.sources.is_complete && self.catalog.has_all_shared_sources() {
            let own = common.sources.iter().filter_map(|source| source.id.as_ref());
            let suggestions = self
                .suggestions
                .get_or_init(|| NearestMatch::new(own.map(|id| (&*id.value, &*id.value))));
            let near = suggestions.find(id, |_| true).copied();
            let near = near.or_else(|| self.catalog.suggest_source(id));
            problems.push(messages::unknown_source(self.document, span, id, near));
        }
        None
    }

    fn number_for(&mut self, origin: SourceOrigin) -> u32 {
        let next = u32::try_from(self.sources.len() + 1).unwrap_or(u32::MAX);
        *self.numbers.entry(origin.clone()).or_insert_with(|| {
            self.sources.push((origin, Vec::new()));
            next
        })
    }
}

/// The source with an id: in the page, then in `sources.toml`, else a web address.
pub(crate) fn find_source(
    document: &Document,
    catalog: &Catalog,
    id: &str,
) -> Option<SourceOrigin> {
    let id = &*nfc(id);
    let own = document.common.sources.iter().position(|source| has_id(source, id));
    own.map(SourceOrigin::Page)
        .or_else(|| catalog.shared_source(id).map(|_| SourceOrigin::Shared(id.into())))
        .or_else(|| is_web_address(id).then(|| SourceOrigin::Url(id.into())))
}

fn is_web_address(id: &str) -> bool {
    (id.starts_with("https://") || id.starts_with("http://"))
        && !id.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>'))
}
