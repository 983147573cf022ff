//! What many pages show in the same way. A view only names it; what templates see in its place is
//! made once for all pages (`render::FragmentCache`).

use std::num::NonZeroU32;

use serde::{Serialize, Serializer};

use crate::catalog::PageIx;

/// A topic in a few lines, as it stood on a day. Templates see a [`CardView`](super::CardView).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardRef {
    /// The topic.
    pub topic: PageIx,
    /// Of a figure: the office.
    pub office: Option<OfficeRef>,
    /// Of a figure: the one country she or he stood for.
    pub country: Option<PageIx>,
}

/// An office of a figure, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfficeRef {
    /// Held on the day.
    Current(u32),
    /// Not held any more, or on a day that nobody knows: shown with its dates.
    Former(u32),
}

/// An event of a list. Templates see an [`EventItem`](super::EventItem).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventRef {
    /// The event.
    pub event: PageIx,
    /// The figure whose part in it is told.
    pub part_of: Option<PageIx>,
}

/// An article of a list. Templates see an [`ArticleItem`](super::ArticleItem).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ArticleRef(pub PageIx);

/// Any of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FragmentRef {
    /// A topic.
    Card(CardRef),
    /// An event.
    Event(EventRef),
    /// An article.
    Article(ArticleRef),
}

/// In a view that is handed to templates these are bytes: no other value of a view is, so they can
/// be found and replaced.
const REF_BYTES: usize = 13;
const NO_OFFICE: u32 = u32::MAX;
const FORMER_FLAG: u32 = 1 << 31;

impl FragmentRef {
    fn to_bytes(self) -> [u8; REF_BYTES] {
        let page = |page: Option<PageIx>| page.map_or(0, |page| page.0.get());
        let (kind, parts) = match self {
            FragmentRef::Card(card) => {
                let office = match card.office {
                    None => NO_OFFICE,
                    Some(OfficeRef::Current(at)) => at,
                    Some(OfficeRef::Former(at)) => at | FORMER_FLAG,
                };
                (0, [card.topic.0.get(), office, page(card.country)])
            }
            FragmentRef::Event(of) => (1, [of.event.0.get(), page(of.part_of), 0]),
            FragmentRef::Article(ArticleRef(article)) => (2, [article.0.get(), 0, 0]),
        };
        let mut bytes = [0; REF_BYTES];
        bytes[0] = kind;
        for (at, part) in parts.into_iter().enumerate() {
            bytes[1 + 4 * at..5 + 4 * at].copy_from_slice(&part.to_le_bytes());
        }
        bytes
    }

    /// What a value of a view names; `None` for bytes that name nothing.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; REF_BYTES] = bytes.try_into().ok()?;
        let part = |at: usize| {
            u32::from_le_bytes([
                bytes[1 + 4 * at],
                bytes[2 + 4 * at],
                bytes[3 + 4 * at],
                bytes[4 + 4 * at],
            ])
        };
        let page = |at: usize| NonZeroU32::new(part(at)).map(PageIx);
        Some(match bytes[0] {
            0 => {
                let office = match part(1) {
                    NO_OFFICE => None,
                    at if at & FORMER_FLAG != 0 => Some(OfficeRef::Former(at & !FORMER_FLAG)),
                    at => Some(OfficeRef::Current(at)),
                };
                FragmentRef::Card(CardRef { topic: page(0)?, office, country: page(2) })
            }
            1 => FragmentRef::Event(EventRef { event: page(0)?, part_of: page(1) }),
            2 => FragmentRef::Article(ArticleRef(page(0)?)),
            _ => return None,
        })
    }
}

impl Serialize for CardRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&FragmentRef::Card(*self).to_bytes())
    }
}

impl Serialize for EventRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&FragmentRef::Event(*self).to_bytes())
    }
}

impl Serialize for ArticleRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&FragmentRef::Article(*self).to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_can_be_read_again() {
        let page = PageIx::new(7);
        for shown in [
            FragmentRef::Card(CardRef { topic: page, office: None, country: None }),
            FragmentRef::Card(CardRef {
                topic: page,
                office: Some(OfficeRef::Current(0)),
                country: Some(PageIx::new(0)),
            }),
            FragmentRef::Card(CardRef {
                topic: page,
                office: Some(OfficeRef::Former(3)),
                country: None,
            }),
            FragmentRef::Event(EventRef { event: page, part_of: None }),
            FragmentRef::Event(EventRef { event: page, part_of: Some(PageIx::new(9)) }),
            FragmentRef::Article(ArticleRef(page)),
        ] {
            assert_eq!(FragmentRef::from_bytes(&shown.to_bytes()), Some(shown));
        }
        assert_eq!(FragmentRef::from_bytes(b"an author's own bytes"), None);
        assert_eq!(FragmentRef::from_bytes(b""), None);
    }
}
