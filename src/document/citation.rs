//! Citations as written.

use crate::text::Span;

/// A citation: `[@a, p. 3; @b]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation<'a> {
    /// In its text, with the brackets.
    pub span: Span,
    pub inner: &'a str,
}

impl<'a> Citation<'a> {
    /// The valid items, in order.
    pub fn items(self) -> impl Iterator<Item = CitationItem<'a>> {
        split_items(self.inner).filter_map(CitationItem::parse)
    }
}

/// The items between the brackets of a citation, one for each source.
pub(super) fn split_items(inner: &str) -> impl Iterator<Item = &str> {
    inner.split(';').map(str::trim)
}

/// One source of a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CitationItem<'a> {
    /// The id of the source, or a web address.
    pub id: &'a str,
    /// Page, paragraph or the like.
    pub locator: Option<&'a str>,
}

impl<'a> CitationItem<'a> {
    /// Parses `@a, p. 3`; `None` without `@`.
    pub(super) fn parse(part: &'a str) -> Option<Self> {
        let rest = part.strip_prefix('@')?;
        let (id, locator) =
            rest.split_once(',').map_or((rest, None), |(id, locator)| (id, Some(locator.trim())));
        Some(CitationItem { id: id.trim(), locator: locator.filter(|locator| !locator.is_empty()) })
    }
}
