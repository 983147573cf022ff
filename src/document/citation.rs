//! Citations as they are written.

use crate::text::Span;

/// A citation: `[@a, p. 3; @b]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation<'a> {
    /// Where it stands in its piece, with its brackets.
    pub span: Span,
    /// What stands between the brackets.
    pub inner: &'a str,
}

impl<'a> Citation<'a> {
    /// What it cites, in its order.
    pub fn cited(self) -> impl Iterator<Item = Cited<'a>> {
        parts(self.inner).filter_map(Cited::read)
    }
}

/// The parts of what stands between the brackets of a citation, one for each source.
pub(super) fn parts(inner: &str) -> impl Iterator<Item = &str> {
    inner.split(';').map(str::trim)
}

/// One source of a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cited<'a> {
    /// The id, or a web address.
    pub id: &'a str,
    /// Page, paragraph or the like.
    pub locator: Option<&'a str>,
}

impl<'a> Cited<'a> {
    /// `@a, p. 3`; `None` for what does not begin so.
    pub(super) fn read(part: &'a str) -> Option<Self> {
        let rest = part.strip_prefix('@')?;
        let (id, locator) = rest.split_once(',').map_or((rest, None), |(id, locator)| (id, Some(locator.trim())));
        Some(Cited { id: id.trim(), locator: locator.filter(|locator| !locator.is_empty()) })
    }
}
