//! Shards: files of terms with their postings, each with all terms that begin alike.

use super::index::{IndexedTerm, Posting, Weight};
use super::typing_errors::may_be_mistyped;

/// A shard is not longer, unless one term alone is.
const MOST_BYTES: usize = 24 * 1024;
/// Sizes are rounded up to this, so that a small change seldom moves a border between shards.
const SIZE_STEP: usize = 1024;

/// The terms from `key` up to the key of the next shard.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) key: String,
    pub(super) bytes: Vec<u8>,
}

/// A term with its encoded postings.
struct Entry<'a> {
    term: &'a str,
    postings: Vec<u8>,
}

/// Divides terms into shards.
///
/// Where borders are depends only on the sizes of the terms that begin alike.
pub(super) fn shards(terms: &[IndexedTerm]) -> Vec<Shard> {
    let entries: Vec<Entry<'_>> =
        terms.iter().map(|it| Entry { term: &it.term, postings: encode(&it.postings) }).collect();
    divide_and_encode(&entries)
}

/// The terms that a word with typing errors is compared with, without their pages: all shards of a
/// letter would be too many bytes for one query.
pub(super) fn spellings(terms: &[IndexedTerm]) -> Vec<Shard> {
    let terms = terms.iter().map(|it| &*it.term).filter(|term| may_be_mistyped(term));
    let entries: Vec<Entry<'_>> = terms.map(|term| Entry { term, postings: Vec::new() }).collect();
    divide_and_encode(&entries)
}

fn divide_and_encode(entries: &[Entry<'_>]) -> Vec<Shard> {
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

fn size(entries: &[Entry<'_>]) -> usize {
    let bytes: usize = entries.iter().map(|entry| entry.term.len() + entry.postings.len()).sum();
    bytes.next_multiple_of(SIZE_STEP)
}

/// Groups terms by their first `depth + 1` characters, joins small neighbours, and divides large groups
/// further.
fn divide<'e, 'a>(
    entries: &'e [Entry<'a>],
    depth: usize,
    parts: &mut Vec<(&'a str, &'e [Entry<'a>])>,
) {
    let prefix =
        |term: &'a str| term.char_indices().nth(depth + 1).map_or(term, |(end, _)| &term[..end]);
    let (mut start, mut open) = (0, 0);
    for group in entries.chunk_by(|a, b| prefix(a.term) == prefix(b.term)) {
        let bytes = size(group);
        let end = start + open + group.len();
        if open > 0 && size(&entries[start..start + open]) + bytes > MOST_BYTES {
            parts.push((prefix(entries[start].term), &entries[start..start + open]));
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
        parts.push((prefix(entries[start].term), &entries[start..start + open]));
    }
}

fn encode_shard(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    push_number(entries.len(), &mut bytes);
    let mut before = "";
    for Entry { term, postings } in entries {
        let shared = before.bytes().zip(term.bytes()).take_while(|(a, b)| a == b).count();
        let rest = &term.as_bytes()[shared..];
        push_number(shared, &mut bytes);
        push_number(rest.len(), &mut bytes);
        bytes.extend(rest);
        push_number(postings.len(), &mut bytes);
        before = term;
    }
    entries.iter().for_each(|entry| bytes.extend(&entry.postings));
    bytes
}

fn encode(postings: &[Posting]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut next = 0;
    for Posting { page, weight } in postings {
        let weight = match weight {
            Weight::Once => 0,
            Weight::Often => 1,
            Weight::Lead => 2,
            Weight::Name => 3,
        };
        push_number(((page - next) as usize) << 2 | weight, &mut bytes);
        next = page + 1;
    }
    bytes
}

/// A number as unsigned LEB128.
fn push_number(mut number: usize, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_number(bytes: &mut &[u8]) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let (byte, rest) = bytes.split_first().expect("a byte");
            *bytes = rest;
            number |= usize::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return number;
            }
        }
    }

    /// Reads a shard as the script does.
    fn decode(shard: &Shard) -> Vec<(String, Vec<Posting>)> {
        let mut bytes = &shard.bytes[..];
        let count = read_number(&mut bytes);
        let mut terms: Vec<(Vec<u8>, usize)> = Vec::new();
        for _ in 0..count {
            let (shared, length) = (read_number(&mut bytes), read_number(&mut bytes));
            let mut term = terms.last().map_or(Vec::new(), |(term, _)| term[..shared].to_vec());
            term.extend(&bytes[..length]);
            bytes = &bytes[length..];
            terms.push((term, read_number(&mut bytes)));
        }
        let mut decoded = Vec::new();
        for (term, length) in terms {
            let (mut postings, rest) = bytes.split_at(length);
            bytes = rest;
            let (mut next, mut list) = (0, Vec::new());
            while !postings.is_empty() {
                let number = read_number(&mut postings);
                let weight = [Weight::Once, Weight::Often, Weight::Lead, Weight::Name][number & 3];
                let page = next + (number >> 2) as u32;
                list.push(Posting { page, weight });
                next = page + 1;
            }
            decoded.push((String::from_utf8(term).expect("UTF-8"), list));
        }
        assert!(bytes.is_empty());
        decoded
    }

    fn index(terms: impl IntoIterator<Item = (String, Vec<u32>)>) -> Vec<IndexedTerm> {
        let postings = |pages: Vec<u32>| {
            let pages: std::collections::BTreeSet<u32> = pages.into_iter().collect();
            pages.into_iter().map(|page| Posting { page, weight: Weight::Lead }).collect()
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
            let shards = shards(&terms);
            let decoded: Vec<(String, Vec<Posting>)> = shards.iter().flat_map(decode).collect();
            let expected: Vec<(String, Vec<Posting>)> =
                terms.iter().map(|it| (it.term.to_string(), it.postings.clone())).collect();
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
        let (one, other) = (shards(&terms(1)), shards(&terms(9_000)));
        assert!(one.len() > 5);
        let changed = one.iter().filter(|shard| !other.contains(shard)).count();
        assert_eq!(changed, 1);
    }
}
