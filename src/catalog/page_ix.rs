//! Page indexes, and the choice of pages to publish.

use std::fmt;
use std::num::NonZeroU32;

use crate::time::Day;

/// Index of a page among all source paths in order. Counts from one internally, so that
/// `Option<PageIx>`, kept for every link, takes four bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageIx(pub(crate) NonZeroU32);

impl fmt::Debug for PageIx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageIx({})", self.index())
    }
}

impl PageIx {
    pub fn new(at: usize) -> Self {
        PageIx(u32::try_from(at).map_or(NonZeroU32::MAX, |at| NonZeroU32::MIN.saturating_add(at)))
    }

    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Which pages are published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PageFilter {
    /// Publish drafts and future articles too, marked as such.
    pub include_drafts: bool,
    /// Articles dated after this day are future; with `None`, no article is.
    pub today: Option<Day>,
}
