//! What many pages show in the same way. A view only names it; what templates see in its place is made once for all pages (`render::Shelf`).

use std::num::NonZeroU32;

use serde::{Serialize, Serializer};

use crate::catalog::PageIx;

/// A topic in a few lines, as it stood on a day. Templates see a [`CardView`](super::CardView).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Card {
    /// The topic.
    pub topic: PageIx,
    /// Of a figure: the office.
    pub office: Option<Office>,
    /// Of a figure: the one country she or he stood for.
    pub country: Option<PageIx>,
}

/// An office of a figure, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Office {
    /// Held on the day.
    Held(u32),
    /// Not held any more, or on a day that nobody knows: shown with its dates.
    Once(u32),
}

/// An event of a list. Templates see an [`EventItem`](super::EventItem).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventOf {
    /// The event.
    pub event: PageIx,
    /// The figure whose part in it is told.
    pub part_of: Option<PageIx>,
}

/// An article of a list. Templates see an [`ArticleItem`](super::ArticleItem).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Article(pub PageIx);

/// Any of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shown {
    /// A topic.
    Card(Card),
    /// An event.
    Event(EventOf),
    /// An article.
    Article(Article),
}

/// In a view that is handed to templates these are bytes: no other value of a view is, so they can be found and replaced.
const LENGTH: usize = 13;
const NONE: u32 = u32::MAX;
const ONCE: u32 = 1 << 31;

impl Shown {
    fn bytes(self) -> [u8; LENGTH] {
        let page = |page: Option<PageIx>| page.map_or(0, |page| page.0.get());
        let (kind, parts) = match self {
            Shown::Card(card) => {
                let office = match card.office {
                    None => NONE,
                    Some(Office::Held(at)) => at,
                    Some(Office::Once(at)) => at | ONCE,
                };
                (0, [card.topic.0.get(), office, page(card.country)])
            }
            Shown::Event(of) => (1, [of.event.0.get(), page(of.part_of), 0]),
            Shown::Article(Article(article)) => (2, [article.0.get(), 0, 0]),
        };
        let mut bytes = [0; LENGTH];
        bytes[0] = kind;
        for (at, part) in parts.into_iter().enumerate() {
            bytes[1 + 4 * at..5 + 4 * at].copy_from_slice(&part.to_le_bytes());
        }
        bytes
    }

    /// What a value of a view names; `None` for bytes that name nothing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; LENGTH] = bytes.try_into().ok()?;
        let part = |at: usize| u32::from_le_bytes([bytes[1 + 4 * at], bytes[2 + 4 * at], bytes[3 + 4 * at], bytes[4 + 4 * at]]);
        let page = |at: usize| NonZeroU32::new(part(at)).map(PageIx);
        Some(match bytes[0] {
            0 => {
                let office = match part(1) {
                    NONE => None,
                    at if at & ONCE != 0 => Some(Office::Once(at & !ONCE)),
                    at => Some(Office::Held(at)),
                };
                Shown::Card(Card { topic: page(0)?, office, country: page(2) })
            }
            1 => Shown::Event(EventOf { event: page(0)?, part_of: page(1) }),
            2 => Shown::Article(Article(page(0)?)),
            _ => return None,
        })
    }
}

impl Serialize for Card {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&Shown::Card(*self).bytes())
    }
}

impl Serialize for EventOf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&Shown::Event(*self).bytes())
    }
}

impl Serialize for Article {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&Shown::Article(*self).bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_can_be_read_again() {
        let page = PageIx::new(7);
        for shown in [
            Shown::Card(Card { topic: page, office: None, country: None }),
            Shown::Card(Card { topic: page, office: Some(Office::Held(0)), country: Some(PageIx::new(0)) }),
            Shown::Card(Card { topic: page, office: Some(Office::Once(3)), country: None }),
            Shown::Event(EventOf { event: page, part_of: None }),
            Shown::Event(EventOf { event: page, part_of: Some(PageIx::new(9)) }),
            Shown::Article(Article(page)),
        ] {
            assert_eq!(Shown::read(&shown.bytes()), Some(shown));
        }
        assert_eq!(Shown::read(b"an author's own bytes"), None);
        assert_eq!(Shown::read(b""), None);
    }
}
