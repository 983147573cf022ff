//! Shards: files of terms with their postings, each with all terms that begin alike.

use rayon::prelude::*;

use super::index::IndexedTerm;
use super::postings::{EncodedPostings, push_number};
use super::typing_errors::may_be_mistyped;

/// A shard is not longer, unless one term alone is.
const MOST_BYTES: usize = 18 * 1024;
/// Sizes are rounded up to this, so that a small change seldom moves a border between shards.
const SIZE_STEP: usize = 1024;

/// The terms from `key` up to the key of the next shard.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) key: String,
    pub(super) bytes: Vec<u8>,
}

/// A term with its encoded postings.
struct Entry {
    term: Box<str>,
    postings: EncodedPostings,
}

impl Entry {
    /// The first `depth + 1` characters of the term.
    fn prefix(&self, depth: usize) -> &str {
        let end = self.term.char_indices().nth(depth + 1);
        end.map_or(&*self.term, |(end, _)| &self.term[..end])
    }
}

/// Divides terms into shards.
///
/// Where borders are depends only on the sizes of the terms that begin alike.
pub(super) fn shards(terms: Vec<IndexedTerm>, pages: u32) -> Vec<Shard> {
    let encode = |IndexedTerm { term, postings }| Entry { term, postings: postings.encode(pages) };
    let entries: Vec<Entry> = terms.into_par_iter().map(encode).collect();
    divide_and_encode(&entries)
}

/// The terms that a word with typing errors is compared with, without their pages: all shards of a
/// letter would be too many bytes for one query.
pub(super) fn spellings(terms: &[IndexedTerm]) -> Vec<Shard> {
    let entry = |indexed: &IndexedTerm| Entry {
        term: indexed.term.clone(),
        postings: EncodedPostings { bytes: Vec::new(), is_dense: false },
    };
    let terms = terms.iter().filter(|indexed| may_be_mistyped(&indexed.term));
    divide_and_encode(&terms.map(entry).collect::<Vec<Entry>>())
}

fn divide_and_encode(entries: &[Entry]) -> Vec<Shard> {
    let mut parts = Vec::new();
    divide(entries, 0, &mut parts);
    let mut shards: Vec<Shard> = parts
        .into_iter()
        .map(|(key, entries)| Shard { key: key.to_owned(), bytes: encode_shard(entries) })
        .collect();
    if let Some(first) = shards.first_mut() {
        first.key.clear();
    }
    shards
}

fn size(entries: &[Entry]) -> usize {
    let bytes: usize =
        entries.iter().map(|entry| entry.term.len() + entry.postings.bytes.len()).sum();
    bytes.next_multiple_of(SIZE_STEP)
}

/// Groups terms by their first `depth + 1` characters, joins small neighbours, and divides large groups
/// further.
fn divide<'a>(entries: &'a [Entry], depth: usize, parts: &mut Vec<(&'a str, &'a [Entry])>) {
    let (mut start, mut open) = (0, 0);
    for group in entries.chunk_by(|a, b| a.prefix(depth) == b.prefix(depth)) {
        let bytes = size(group);
        let end = start + open + group.len();
        if open > 0 && size(&entries[start..start + open]) + bytes > MOST_BYTES {
            parts.push((entries[start].prefix(depth), &entries[start..start + open]));
            (start, open) = (start + open, 0);
        }
        open += group.len();
        let is_one_term = group.len() == 1;
        if bytes > MOST_BYTES && !is_one_term {
            divide(group, depth + 1, parts);
            (start, open) = (end, 0);
        }
    }
    if open > 0 {
        parts.push((entries[start].prefix(depth), &entries[start..start + open]));
    }
}

fn encode_shard(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    push_number(entries.len(), &mut bytes);
    let mut before = "";
    for Entry { term, postings } in entries {
        let shared = before.bytes().zip(term.bytes()).take_while(|(a, b)| a == b).count();
        let rest = &term.as_bytes()[shared..];
        push_number(shared, &mut bytes);
        push_number(rest.len(), &mut bytes);
        bytes.extend(rest);
        push_number(postings.bytes.len() << 1 | usize::from(postings.is_dense), &mut bytes);
        before = term;
    }
    entries.iter().for_each(|entry| bytes.extend(&entry.postings.bytes));
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::search::postings::{Posting, Postings, Weight};

    const PAGES: u32 = 9_000;

    /// Why bytes are no shard.
    type Damage = &'static str;

    fn read_number(bytes: &mut &[u8]) -> Result<usize, Damage> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let (byte, rest) = bytes.split_first().ok_or("a number ends early")?;
            *bytes = rest;
            number |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err("a number is too long")
    }

    fn take<'b>(bytes: &mut &'b [u8], count: usize) -> Result<&'b [u8], Damage> {
        let (taken, rest) = bytes.split_at_checked(count).ok_or("a part is missing")?;
        *bytes = rest;
        Ok(taken)
    }

    /// Reads a shard as the script does; with an error if it is none.
    fn try_decode(mut bytes: &[u8]) -> Result<Vec<(String, Vec<Posting>)>, Damage> {
        let count = read_number(&mut bytes)?;
        let mut terms: Vec<(String, usize)> = Vec::new();
        for _ in 0..count {
            let (shared, length) = (read_number(&mut bytes)?, read_number(&mut bytes)?);
            let before = terms.last().map_or(&[][..], |(term, _)| term.as_bytes());
            let mut term = before.get(..shared).ok_or("a term is shorter")?.to_vec();
            term.extend(take(&mut bytes, length)?);
            let term = String::from_utf8(term).map_err(|_| "a term is no text")?;
            if terms.last().is_some_and(|(before, _)| *before >= term) {
                return Err("the terms are not in order");
            }
            terms.push((term, read_number(&mut bytes)?));
        }
        let mut decoded = Vec::new();
        for (term, size) in terms {
            let mut list = take(&mut bytes, size >> 1)?;
            let mut weights: BTreeMap<u32, Weight> = BTreeMap::new();
            if size & 1 == 1 {
                let bitmap = take(&mut list, PAGES.div_ceil(8) as usize)?;
                let has = |page: &u32| bitmap[*page as usize / 8] >> (page % 8) & 1 == 1;
                weights.extend((0..PAGES).filter(has).map(|page| (page, Weight::Once)));
            }
            let mut next = 0_u32;
            while !list.is_empty() {
                let number = read_number(&mut list)?;
                let weight = [Weight::Once, Weight::Often, Weight::Lead, Weight::Name][number & 3];
                let gap = u32::try_from(number >> 2).map_err(|_| "a page is too far")?;
                let page = next.checked_add(gap).ok_or("a page is too far")?;
                weights.insert(page, weight);
                next = page.checked_add(1).ok_or("a page is too far")?;
            }
            let posting = |(page, weight)| Posting { page, weight };
            decoded.push((term, weights.into_iter().map(posting).collect()));
        }
        if bytes.is_empty() { Ok(decoded) } else { Err("something follows") }
    }

    fn decode(shard: &Shard) -> Vec<(String, Vec<Posting>)> {
        try_decode(&shard.bytes).expect("a shard")
    }

    fn some_terms() -> impl Strategy<Value = Vec<(String, Vec<u32>)>> {
        let pages = proptest::collection::vec(0..PAGES, 1..20);
        proptest::collection::btree_map("[a-cé김が]{1,5}", pages, 1..40)
            .prop_map(|terms| terms.into_iter().collect())
    }

    fn index(terms: impl IntoIterator<Item = (String, Vec<u32>)>) -> Vec<IndexedTerm> {
        let postings = |pages: Vec<u32>| {
            let pages: std::collections::BTreeSet<u32> = pages.into_iter().collect();
            let weights = [Weight::Once, Weight::Often, Weight::Lead, Weight::Name];
            let mut postings = Postings::default();
            for page in pages {
                postings.push(Posting { page, weight: weights[page as usize % 4] });
            }
            postings
        };
        let term = |(term, pages): (String, _)| IndexedTerm {
            term: term.into(),
            postings: postings(pages),
        };
        let mut terms: Vec<IndexedTerm> = terms.into_iter().map(term).collect();
        terms.sort_by(|a, b| a.term.cmp(&b.term));
        terms
    }

    proptest! {
        #[test]
        fn each_term_is_in_the_shard_of_its_key(
            terms in proptest::collection::btree_map("[a-cé김]{1,6}", proptest::collection::vec(0u32..9_000, 1..800), 0..200)
        ) {
            let terms = index(terms);
            let expected: Vec<(String, Vec<Posting>)> =
                terms.iter().map(|it| (it.term.to_string(), it.postings.iter().collect())).collect();
            let shards = shards(terms, PAGES);
            let decoded: Vec<(String, Vec<Posting>)> = shards.iter().flat_map(decode).collect();
            prop_assert_eq!(decoded, expected);
            for (at, shard) in shards.iter().enumerate() {
                let next = shards.get(at + 1).map(|next| &*next.key);
                for (term, _) in decode(shard) {
                    prop_assert!(*term >= *shard.key && next.is_none_or(|next| *term < *next), "{term}");
                }
                prop_assert!(shard.bytes.len() <= MOST_BYTES + 8 * 1024 || decode(shard).len() == 1);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn damaged_bytes_are_an_error_or_other_terms(
            terms in some_terms(),
            damage in proptest::collection::vec((0usize..10_000, any::<u8>()), 1..4),
            length in proptest::option::of(0usize..10_000),
        ) {
            for shard in shards(index(terms), PAGES) {
                let mut bytes = shard.bytes.clone();
                for (at, byte) in &damage {
                    let at = at % bytes.len();
                    bytes[at] = *byte;
                }
                if let Some(length) = length {
                    bytes.truncate(length % bytes.len());
                    prop_assert!(bytes == shard.bytes || try_decode(&bytes) != Ok(decode(&shard)));
                }
                // What can still be read has no more postings than there are bits.
                let read = try_decode(&bytes).unwrap_or_default();
                let count: usize = read.iter().map(|(_, list)| list.len()).sum();
                prop_assert!(count <= 8 * bytes.len());
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let read = try_decode(&bytes).unwrap_or_default();
            prop_assert!(read.len() <= bytes.len());
        }
    }

    #[test]
    fn bytes_that_are_no_shard_are_refused() {
        let shard =
            shards(index([("kim".to_owned(), vec![1, 200]), ("moon".to_owned(), vec![7])]), PAGES);
        let bytes = &shard[0].bytes;
        assert!(try_decode(bytes).is_ok());
        for end in 0..bytes.len() {
            assert!(try_decode(&bytes[..end]).is_err(), "{end}");
        }
        assert!(try_decode(&[&bytes[..], b"x"].concat()).is_err());
        assert!(try_decode(b"<!doctype html><title>404</title>").is_err());
        assert!(try_decode(&[0xFF; 64]).is_err());
        // Twice the same term.
        assert_eq!(try_decode(&[2, 0, 1, b'a', 0, 1, 0, 0]), Err("the terms are not in order"));
    }

    #[test]
    fn another_posting_changes_one_shard() {
        let term = |at: usize| format!("{}{}", char::from(b'a' + (at % 26) as u8), at);
        let terms = |extra: u32| {
            index((0..3_000).map(|at| {
                let mut pages: Vec<u32> = (0..40).map(|page| page * 7 + (at % 5) as u32).collect();
                pages.extend((at == 1_234).then_some(extra));
                (term(at), pages)
            }))
        };
        let (one, other) = (shards(terms(1), PAGES), shards(terms(8_999), PAGES));
        assert!(one.len() > 5);
        let changed = one.iter().filter(|shard| !other.contains(shard)).count();
        assert_eq!(changed, 1);
    }
}
