//! References to fragments that many pages show alike. A view holds only these; `render::fragments`
//! makes each fragment once and adds it to the page's record.

use crate::catalog::PageIx;

/// A topic on a day. Templates see a [`CardView`](super::CardView).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardRef {
    pub topic: PageIx,
    /// The office of a figure.
    pub office: Option<OfficeRef>,
    /// The country that a figure stood for.
    pub country: Option<PageIx>,
}

/// An office of a figure, as an index into its roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfficeRef {
    /// Held on the day.
    Current(u32),
    /// Not held on the day, or the day is unknown. Shown with its dates.
    Former(u32),
}

/// An event in a list. Templates see an [`EventItem`](super::EventItem).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventRef {
    pub event: PageIx,
    /// The figure whose part in the event is shown.
    pub part_of: Option<PageIx>,
}

/// An article in a list. Templates see an [`ArticleItem`](super::ArticleItem).
pub type ArticleRef = PageIx;
