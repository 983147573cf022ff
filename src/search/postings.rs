//! Postings: the pages that have a term, with its weight on each.

/// How much a term says about a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    #[default]
    Once,
    /// Several times in the texts.
    Often,
    /// In a heading, the description or another phrase that says what the page is about.
    Lead,
    /// In the title or a name.
    Name,
}

const WEIGHTS: [Weight; 4] = [Weight::Once, Weight::Often, Weight::Lead, Weight::Name];

/// A page that has a term, by its place in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) page: u32,
    pub(super) weight: Weight,
}

/// A list of postings, in the order of the pages.
///
/// Of each posting it has `gap << 2 | weight` as a number ([`push_number`]), where the gap is the
/// number of pages since the one before: most take one byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Postings {
    bytes: Vec<u8>,
    /// The page after the last one.
    next: u32,
}

impl Postings {
    /// Adds a page after the last one.
    pub(super) fn push(&mut self, Posting { page, weight }: Posting) {
        push_number(((page - self.next) as usize) << 2 | weight as usize, &mut self.bytes);
        self.next = page + 1;
    }

    /// How many pages it has.
    pub(super) fn len(&self) -> usize {
        self.iter().count()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Posting> {
        let (mut rest, mut next) = (&self.bytes[..], 0);
        std::iter::from_fn(move || {
            let number = take_number(&mut rest)?;
            let page = next + (number >> 2) as u32;
            next = page + 1;
            Some(Posting { page, weight: WEIGHTS[number & 3] })
        })
    }

    /// The list as it is in a shard of a site with this many pages.
    pub(super) fn encode(self, pages: u32) -> EncodedPostings {
        let bitmap_length = pages.div_ceil(8) as usize;
        if self.bytes.len() <= bitmap_length {
            return EncodedPostings { bytes: self.bytes, is_dense: false };
        }
        let mut bytes = vec![0; bitmap_length];
        let mut weighty = Postings::default();
        for posting in self.iter() {
            bytes[posting.page as usize / 8] |= 1 << (posting.page % 8);
            if posting.weight > Weight::Once {
                weighty.push(posting);
            }
        }
        bytes.extend(weighty.bytes);
        match bytes.len() < self.bytes.len() {
            true => EncodedPostings { bytes, is_dense: true },
            false => EncodedPostings { bytes: self.bytes, is_dense: false },
        }
    }
}

/// Postings as they are in a shard.
///
/// Those of a term that many pages have are dense: a bit for each page of the site, the lowest first,
/// then those of more weight than [`Weight::Once`], like any other list.
pub(super) struct EncodedPostings {
    pub(super) bytes: Vec<u8>,
    pub(super) is_dense: bool,
}

/// Adds a number as unsigned LEB128.
pub(super) fn push_number(mut number: usize, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number off the beginning; `None` at the end.
pub(super) fn take_number(bytes: &mut &[u8]) -> Option<usize> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const PAGES: u32 = 900;

    /// Reads postings of a shard as the script does.
    fn decode(encoded: &EncodedPostings) -> BTreeMap<u32, usize> {
        let (bitmap, list) =
            encoded.bytes.split_at(if encoded.is_dense { PAGES.div_ceil(8) as usize } else { 0 });
        let has = |page: &u32| {
            bitmap.get(*page as usize / 8).is_some_and(|byte| byte >> (page % 8) & 1 == 1)
        };
        let mut decoded: BTreeMap<u32, usize> =
            (0..PAGES).filter(has).map(|page| (page, 0)).collect();
        let list = Postings { bytes: list.to_vec(), next: 0 };
        decoded.extend(list.iter().map(|posting| (posting.page, posting.weight as usize)));
        decoded
    }

    proptest! {
        #[test]
        fn postings_are_read_as_they_were_written(
            list in proptest::collection::btree_map(0..PAGES, 0..4usize, 0..PAGES as usize)
        ) {
            let mut postings = Postings::default();
            for (page, weight) in &list {
                postings.push(Posting { page: *page, weight: WEIGHTS[*weight] });
            }
            let read: BTreeMap<u32, usize> =
                postings.iter().map(|it| (it.page, it.weight as usize)).collect();
            prop_assert_eq!(&read, &list);
            let length = postings.bytes.len();
            let encoded = postings.encode(PAGES);
            prop_assert!(encoded.bytes.len() <= length);
            prop_assert_eq!(decode(&encoded), list);
        }
    }

    #[test]
    fn a_term_of_most_pages_is_dense() {
        let mut postings = Postings::default();
        (0..PAGES).for_each(|page| postings.push(Posting { page, weight: Weight::Once }));
        let encoded = postings.encode(PAGES);
        assert!(encoded.is_dense);
        assert_eq!(encoded.bytes.len(), 113);
    }
}
