//! What decided about a short name: the earlier mention that introduced its topic, or another bearer.

use crate::catalog::PageIx;
use crate::document::TextId;
use crate::text::Span;

/// A range of a text of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) text: TextId,
    pub(super) span: Span,
}

/// Why readers of a page know a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Introduction {
    /// It is the topic of the page.
    OwnPage,
    /// The page is about it.
    About,
    /// It takes part in the event of the page.
    Participant,
    /// It was mentioned here.
    Mention(Place),
}

/// Why a short name was taken for a topic, or for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// This topic of that name is known.
    Introduced(PageIx, Introduction),
    /// Only one topic of that name has the title next to it.
    Title,
    /// This is the name of somebody or something else.
    OtherBearer(Place),
    /// Here it was used before any topic of that name was known.
    UsedBefore(Place),
}

/// The evidence for the short names of a page, by the place of the name.
pub(super) type EvidenceList = Vec<(Place, Evidence)>;
