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

/// An office of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OfficeRef {
    /// Index into the figure's roles.
    pub role: usize,
    /// Held on the day. Otherwise, or if the day is unknown, it is shown with its dates.
    pub is_current: bool,
}

/// An event in a list. Templates see an [`EventItem`](super::EventItem).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventRef {
    pub event: PageIx,
    /// The figure whose part in the event is shown.
    pub part_of: Option<PageIx>,
}
