//! References to fragments that many pages show alike. A view holds only a reference; the fragment
//! cache (`render::FragmentCache`) makes each fragment once.

use std::num::NonZeroU32;

use serde::{Serialize, Serializer};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ArticleRef(pub PageIx);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FragmentRef {
    Card(CardRef),
    Event(EventRef),
    Article(ArticleRef),
}

// References are serialised as bytes: a tag and three little-endian u32. Nothing else in a view is
// bytes, so the fragment cache can find and replace them.
const REF_BYTES: usize = 13;
const NO_OFFICE: u32 = u32::MAX;
const FORMER_FLAG: u32 = 1 << 31;

impl FragmentRef {
    fn to_bytes(self) -> [u8; REF_BYTES] {
        let page = |page: Option<PageIx>| page.map_or(0, |page| page.0.get());
        let (tag, parts) = match self {
            FragmentRef::Card(card) => {
                let office = match card.office {
                    None => NO_OFFICE,
                    Some(OfficeRef::Current(at)) => at,
                    Some(OfficeRef::Former(at)) => at | FORMER_FLAG,
                };
                (0, [page(Some(card.topic)), office, page(card.country)])
            }
            FragmentRef::Event(of) => (1, [page(Some(of.event)), page(of.part_of), 0]),
            FragmentRef::Article(ArticleRef(article)) => (2, [page(Some(article)), 0, 0]),
        };
        let mut bytes = [0; REF_BYTES];
        bytes[0] = tag;
        for (to, part) in bytes[1..].chunks_exact_mut(4).zip(parts) {
            to.copy_from_slice(&part.to_le_bytes());
        }
        bytes
    }

    /// `None` for bytes that are no reference.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (tag, rest) = bytes.split_first()?;
        let (parts, []) = rest.as_chunks::<4>() else { return None };
        let &[a, b, c] = parts else { return None };
        let [a, b, c] = [a, b, c].map(u32::from_le_bytes);
        let page = |number: u32| NonZeroU32::new(number).map(PageIx);
        Some(match tag {
            0 => {
                let office = match b {
                    NO_OFFICE => None,
                    at if at & FORMER_FLAG != 0 => Some(OfficeRef::Former(at & !FORMER_FLAG)),
                    at => Some(OfficeRef::Current(at)),
                };
                FragmentRef::Card(CardRef { topic: page(a)?, office, country: page(c) })
            }
            1 => FragmentRef::Event(EventRef { event: page(a)?, part_of: page(b) }),
            2 => FragmentRef::Article(ArticleRef(page(a)?)),
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
    fn references_survive_serialisation() {
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
