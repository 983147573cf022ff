//! Citations and the numbered sources of a page.

use std::cell::OnceCell;
use std::num::NonZeroU32;

use rustc_hash::FxHashMap;

use super::{PerText, messages};
use crate::catalog::Catalog;
use crate::data::Spanned;
use crate::diagnostics::{Diagnostic, NearestMatch};
use crate::document::{Citation, CitationItem, Document, FrontMatter, Source};
use crate::text::{Span, into_exact_box, nfc};

/// One source of a citation. There are dozens on a page, and all pages are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CiteRef {
    /// Where the citation begins in its piece.
    pub start: u32,
    /// Its number among the citations of the page, from 1: its anchor is `cite-<number>`.
    pub number: u32,
    /// The number of the source, from 1; `None` where nobody gives it.
    pub(super) source_number: Option<NonZeroU32>,
}

/// What a citation cites: its number on the page, and the numbers of its sources from 1, with page
/// or paragraph; `marks` are those of its piece. `None` where nobody gives any of its sources.
pub fn resolve_citation<'a>(
    marks: &'a [CiteRef],
    citation: Citation<'a>,
) -> Option<(u32, impl Iterator<Item = (u32, Option<&'a str>)>)> {
    let first = marks.partition_point(|mark| mark.start < citation.span.start);
    let further = marks[first..].partition_point(|mark| mark.start == citation.span.start);
    let own = &marks[first..first + further];
    let index = own.iter().find(|mark| mark.source_number.is_some())?.number;
    Some((
        index,
        own.iter()
            .zip(citation.items())
            .filter_map(|(mark, cited)| Some((mark.source_number?.get(), cited.locator))),
    ))
}

/// A source of a page. Its number is its place in the list, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSource {
    /// Where it is given.
    pub origin: SourceOrigin,
    /// The citations that cite it, by [`CiteRef::index`].
    pub cited_at: Box<[u32]>,
}

/// Where a source is given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SourceOrigin {
    /// By the page, at this place of its list.
    Page(usize),
    /// By `sources.toml`, under this id.
    Shared(Box<str>),
    /// By the citation itself: an address on the web.
    Url(Box<str>),
}

impl SourceOrigin {
    /// True for the source that an id names on the page.
    pub fn has_id(&self, id: &str, document: &Document) -> bool {
        match self {
            SourceOrigin::Page(at) => document
                .common
                .sources
                .get(*at)
                .and_then(|source| source.id.as_ref())
                .is_some_and(|own| *own.value == *id),
            SourceOrigin::Shared(name) | SourceOrigin::Url(name) => **name == *id,
        }
    }

    /// The source itself; `None` for one that is only an address.
    pub fn source<'a>(&self, document: &'a Document, catalog: &'a Catalog) -> Option<&'a Source> {
        match self {
            SourceOrigin::Page(at) => document.common.sources.get(*at),
            SourceOrigin::Shared(id) => catalog.shared_source(id),
            SourceOrigin::Url(_) => None,
        }
    }
}

pub(super) fn resolve(
    document: &Document,
    catalog: &Catalog,
    problems: &mut Vec<Diagnostic>,
) -> (PerText<CiteRef>, Box<[PageSource]>) {
    let mut list = SourceNumbering {
        document,
        catalog,
        sources: Vec::new(),
        numbers: FxHashMap::default(),
        suggestions: OnceCell::new(),
    };
    let mut index = 0;
    let mut cites = Vec::with_capacity(document.outlines.len());
    for piece in document.text_ids() {
        let mut marks = Vec::new();
        for citation in document.citations(piece) {
            index += 1;
            let place = document.file_span(piece, citation.span);
            for CitationItem { id, .. } in citation.items() {
                let number = list.number_for_id(id);
                match number {
                    Some(number) => list.record_citation(number, index),
                    None => list.report_unknown(place, id, problems),
                }
                if is_web_address(id) {
                    problems.push(messages::url_as_source(&document.path, place, id));
                }
                marks.push(CiteRef {
                    start: citation.span.start,
                    number: index,
                    source_number: number.and_then(NonZeroU32::new),
                });
            }
        }
        // Kept for as long as the site is.
        cites.push(into_exact_box(marks));
    }
    for id in source_ids_in_front_matter(document) {
        if list.number_for_id(&id.value).is_none() {
            list.report_unknown(id.span, &id.value, problems);
        }
    }
    // What the page gives and cites nowhere still belongs to what it rests on.
    for at in 0..document.common.sources.len() {
        list.number_for(SourceOrigin::Page(at));
    }
    let sources = into_exact_box(
        list.sources
            .into_iter()
            .map(|(source, cited_at)| PageSource {
                origin: source,
                cited_at: into_exact_box(cited_at),
            })
            .collect(),
    );
    check_sources(document, catalog, &sources, problems);
    (cites.into(), sources)
}

/// Sources that are given and not cited, and such as are cited and no longer stand.
fn check_sources(
    document: &Document,
    catalog: &Catalog,
    sources: &[PageSource],
    problems: &mut Vec<Diagnostic>,
) {
    let cites = sources.iter().any(|used| !used.cited_at.is_empty());
    for used in sources {
        let Some(source) = used.origin.source(document, catalog) else { continue };
        let own = matches!(used.origin, SourceOrigin::Page(_));
        let span = if own { source.span } else { Span::default() };
        let by_key = |id: &Spanned<Box<str>>| {
            source_ids_in_front_matter(document).any(|written| written.value == id.value)
        };
        let is_cited = !used.cited_at.is_empty() || source.id.as_ref().is_some_and(by_key);
        if let Some(withdrawal) = source.withdrawn.as_ref().filter(|_| is_cited) {
            let of_key = source
                .id
                .as_ref()
                .and_then(|id| {
                    source_ids_in_front_matter(document).find(|written| written.value == id.value)
                })
                .map(|id| id.span);
            let place = used
                .cited_at
                .first()
                .and_then(|index| citation_span(document, *index))
                .or(of_key)
                .unwrap_or(span);
            problems.push(messages::withdrawn_source(
                &document.path,
                place,
                &source.title,
                withdrawal.date,
            ));
        }
        // A page that cites nothing gives its sources for all it says.
        if own && cites && !is_cited && source.id.is_some() {
            problems.push(messages::uncited_source(&document.path, span, &source.title));
        }
    }
}

/// Where the citation of a number stands in the file.
fn citation_span(document: &Document, index: u32) -> Option<Span> {
    let all = document.text_ids().flat_map(|piece| {
        document.citations(piece).map(move |citation| document.file_span(piece, citation.span))
    });
    all.into_iter().nth(usize::try_from(index).ok()?.checked_sub(1)?)
}

/// The ids of sources in roles, relations, stance and accounts, as they are written.
pub fn source_ids_in_front_matter(document: &Document) -> impl Iterator<Item = &Spanned<Box<str>>> {
    let relations = document
        .front
        .topic()
        .into_iter()
        .flat_map(|topic| topic.relations.iter().flat_map(|relation| &relation.sources));
    let (roles, stance, accounts) = match &document.front {
        FrontMatter::Figure(_, figure) => (&figure.roles[..], None, &[][..]),
        FrontMatter::Country(_, country) => (&[][..], country.stance.as_ref(), &[][..]),
        FrontMatter::Event(_, event) => (&[][..], None, &event.accounts[..]),
        _ => (&[][..], None, &[][..]),
    };
    let roles = roles.iter().flat_map(|role| &role.sources);
    let stance = stance.into_iter().flat_map(|stance| &stance.sources);
    let accounts = accounts.iter().flat_map(|account| &account.sources);
    relations.chain(roles).chain(stance).chain(accounts)
}

struct SourceNumbering<'a> {
    document: &'a Document,
    catalog: &'a Catalog,
    sources: Vec<(SourceOrigin, Vec<u32>)>,
    numbers: FxHashMap<SourceOrigin, u32>,
    /// What an unknown id may have meant on this page.
    suggestions: OnceCell<NearestMatch<&'a str>>,
}

impl SourceNumbering<'_> {
    /// The number of the source of an id, given now if it has none; `None` for an id that nobody
    /// gives.
    fn number_for_id(&mut self, id: &str) -> Option<u32> {
        let used = find_source(self.document, self.catalog, id)?;
        Some(self.number_for(used))
    }

    fn number_for(&mut self, used: SourceOrigin) -> u32 {
        let next = u32::try_from(self.sources.len() + 1).unwrap_or(u32::MAX);
        *self.numbers.entry(used.clone()).or_insert_with(|| {
            self.sources.push((used, Vec::new()));
            next
        })
    }

    fn record_citation(&mut self, number: u32, index: u32) {
        let (_, places) = &mut self.sources[number as usize - 1];
        if places.last() != Some(&index) {
            places.push(index);
        }
    }

    /// Reports a source that nobody gives, unless it may be among those that could not be read.
    fn report_unknown(&self, place: Span, id: &str, problems: &mut Vec<Diagnostic>) {
        if self.document.common.sources.is_complete && self.catalog.has_all_shared_sources() {
            let own = self
                .document
                .common
                .sources
                .iter()
                .filter_map(|source| source.id.as_ref())
                .map(|id| (&*id.value, &*id.value));
            let meant = self.suggestions.get_or_init(|| NearestMatch::new(own));
            let near =
                meant.find(id, |_| true).copied().or_else(|| self.catalog.suggest_source(id));
            problems.push(messages::unknown_source(&self.document.path, place, id, near));
        }
    }
}

/// Where the source of an id is given: in the page, then in `sources.toml`; a web address gives
/// itself.
pub(crate) fn find_source(
    document: &Document,
    catalog: &Catalog,
    id: &str,
) -> Option<SourceOrigin> {
    let id = &*nfc(id);
    if let Some(at) = document
        .common
        .sources
        .iter()
        .position(|source| source.id.as_ref().is_some_and(|own| *own.value == *id))
    {
        return Some(SourceOrigin::Page(at));
    }
    if catalog.shared_source(id).is_some() {
        return Some(SourceOrigin::Shared(id.into()));
    }
    is_web_address(id).then(|| SourceOrigin::Url(id.into()))
}

fn is_web_address(id: &str) -> bool {
    (id.starts_with("https://") || id.starts_with("http://"))
        && !id.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>'))
}
