//! Marks: what the parser found, each in a few bytes. There are hundreds on a page, and all pages are kept.

use std::ops::Range;

use pulldown_cmark::{HeadingLevel, Tag, TagEnd};

use super::part::Part;
use crate::text::into_exact_box;

/// One thing that the parser found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) start: u32,
    pub(super) length: u32,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Text, letter for letter that of the piece. Lines of a paragraph outside of block quotes are one text, with their breaks.
    Text,
    SoftBreak,
    HardBreak,
    /// A citation, from bracket to bracket, that is read as it is written.
    Citation,
    /// The end of a link, whose start is one of the others.
    EndOfLink,
    /// The next of what no mark can say.
    Other,
    /// A sign that stands for another, as a curved apostrophe for a straight one; which of [`SIGNS`].
    Sign(u8),
    /// The start of one of [`ELEMENTS`].
    Start(u8),
    /// The end of one of them.
    End(u8),
}

/// What smart punctuation writes.
pub(super) const SIGNS: [&str; 7] = ["‘", "’", "“", "”", "–", "—", "…"];

/// What most elements are: no more is to be said of them.
pub(super) static ELEMENTS: [Tag<'static>; 12] = [
    Tag::Paragraph,
    heading(HeadingLevel::H2),
    heading(HeadingLevel::H3),
    heading(HeadingLevel::H4),
    Tag::BlockQuote(None),
    Tag::List(None),
    Tag::Item,
    Tag::TableRow,
    Tag::TableCell,
    Tag::Emphasis,
    Tag::Strong,
    Tag::Strikethrough,
];

/// Which of them ends so.
pub(super) fn element(end: TagEnd) -> Option<u8> {
    Some(match end {
        TagEnd::Paragraph => 0,
        TagEnd::Heading(HeadingLevel::H2) => 1,
        TagEnd::Heading(HeadingLevel::H3) => 2,
        TagEnd::Heading(HeadingLevel::H4) => 3,
        TagEnd::BlockQuote(None) => 4,
        TagEnd::List(false) => 5,
        TagEnd::Item => 6,
        TagEnd::TableRow => 7,
        TagEnd::TableCell => 8,
        TagEnd::Emphasis => 9,
        TagEnd::Strong => 10,
        TagEnd::Strikethrough => 11,
        _ => return None,
    })
}

const fn heading(level: HeadingLevel) -> Tag<'static> {
    Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }
}

impl Mark {
    /// What it says; `None` for one of the others.
    pub(super) fn part(self, source: &str) -> Option<Part<'_>> {
        Some(match self.what {
            What::Text => Part::Text(&source[self.range()]),
            What::Sign(which) => Part::Text(SIGNS[usize::from(which)]),
            What::SoftBreak => Part::SoftBreak,
            What::HardBreak => Part::HardBreak,
            What::Citation => Part::Citation(between_brackets(source, self.range())),
            What::Start(which) => Part::Start(&ELEMENTS[usize::from(which)]),
            What::End(which) => Part::End(ELEMENTS[usize::from(which)].to_end()),
            What::EndOfLink => Part::End(TagEnd::Link),
            What::Other => return None,
        })
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end() as usize
    }

    pub(super) fn end(self) -> u32 {
        self.start + self.length
    }
}

/// What a citation says, that stands there from bracket to bracket.
pub(super) fn between_brackets(source: &str, range: Range<usize>) -> &str {
    source.get(range.start + 1..range.end - 1).unwrap_or_default()
}

impl What {
    fn byte(self) -> u8 {
        match self {
            What::Text => 0,
            What::SoftBreak => 1,
            What::HardBreak => 2,
            What::Citation => 3,
            What::EndOfLink => 4,
            What::Other => 5,
            What::Sign(which) => 16 + which,
            What::Start(which) => 32 + which,
            What::End(which) => 48 + which,
        }
    }

    fn of(byte: u8) -> Self {
        match byte {
            0 => What::Text,
            1 => What::SoftBreak,
            2 => What::HardBreak,
            3 => What::Citation,
            4 => What::EndOfLink,
            16..32 => What::Sign(byte - 16),
            32..48 => What::Start(byte - 32),
            48..64 => What::End(byte - 48),
            _ => What::Other,
        }
    }
}

/// Marks in their order, three to nine bytes each: what it is, together with how wide the numbers are that follow; how far it begins from where the one before it began, which
/// may be backwards, for an element ends from where it began; and its length.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    bytes: Box<[u8]>,
    jumps: Box<[Jump]>,
}

/// A place among the bytes from which they can be read as well.
#[derive(Clone, Copy, Debug)]
struct Jump {
    /// No mark before it ends behind this.
    reach: u32,
    /// Where among the bytes the next mark is.
    at: u32,
    /// Where the mark before it begins.
    before: u32,
    /// How many of the others come before it.
    others: u32,
}

/// How many marks there are from one place to jump to on to the next.
const STRIDE: usize = 32;

/// How wide the numbers of a mark are, in the two highest bits of its first byte.
mod width {
    pub(super) const BYTES: u8 = 0;
    pub(super) const BYTE_AND_TWO: u8 = 1;
    pub(super) const TWO_BYTES: u8 = 2;
    pub(super) const FOUR_BYTES: u8 = 3;
}

impl Marks {
    pub(super) fn of(marks: &[Mark]) -> Self {
        // Most take four bytes, few more than five.
        let mut bytes = Vec::with_capacity(marks.len() * 5);
        let mut jumps = Vec::with_capacity(marks.len() / STRIDE);
        let mut jump = Jump { reach: 0, at: 0, before: 0, others: 0 };
        for (nth, mark) in marks.iter().enumerate() {
            if nth > 0 && nth % STRIDE == 0 {
                jumps.push(Jump { at: u32::try_from(bytes.len()).unwrap_or(u32::MAX), ..jump });
            }
            write(*mark, mark.start.wrapping_sub(jump.before).cast_signed(), &mut bytes);
            jump.before = mark.start;
            jump.reach = jump.reach.max(mark.end());
            jump.others += u32::from(mark.what == What::Other);
        }
        Marks { bytes: into_exact_box(bytes), jumps: into_exact_box(jumps) }
    }

    pub(super) fn iter(&self) -> Reading<'_> {
        Reading { bytes: &self.bytes, before: 0 }
    }

    /// The marks from the first that ends behind a place, and how many of the others there are before it.
    pub(super) fn reaching_past(&self, place: u32) -> (Reading<'_>, usize) {
        let jumps = self.jumps.partition_point(|jump| jump.reach <= place);
        let (mut reading, mut others) = match self.jumps[..jumps].last() {
            Some(jump) => (Reading { bytes: &self.bytes[jump.at as usize..], before: jump.before }, jump.others as usize),
            None => (self.iter(), 0),
        };
        loop {
            let here = reading.clone();
            match reading.next() {
                Some(mark) if mark.end() <= place => others += usize::from(mark.what == What::Other),
                _ => return (here, others),
            }
        }
    }
}

fn write(mark: Mark, further: i32, bytes: &mut Vec<u8>) {
    let mut head = |width: u8| bytes.push(width << 6 | mark.what.byte());
    match (i8::try_from(further), u8::try_from(mark.length), i16::try_from(further), u16::try_from(mark.length)) {
        (Ok(further), Ok(length), ..) => {
            head(width::BYTES);
            bytes.extend([further.cast_unsigned(), length]);
        }
        (Ok(further), _, _, Ok(length)) => {
            head(width::BYTE_AND_TWO);
            bytes.push(further.cast_unsigned());
            bytes.extend(length.to_le_bytes());
        }
        (_, _, Ok(further), Ok(length)) => {
            head(width::TWO_BYTES);
            bytes.extend(further.to_le_bytes());
            bytes.extend(length.to_le_bytes());
        }
        _ => {
            head(width::FOUR_BYTES);
            bytes.extend(further.to_le_bytes());
            bytes.extend(mark.length.to_le_bytes());
        }
    }
}

/// Marks that have not been read yet.
#[derive(Clone, Debug)]
pub(super) struct Reading<'a> {
    bytes: &'a [u8],
    before: u32,
}

impl Iterator for Reading<'_> {
    type Item = Mark;

    #[inline]
    fn next(&mut self) -> Option<Mark> {
        let (head, rest) = self.bytes.split_first()?;
        let (further, length, rest) = match (head >> 6, rest) {
            (width::BYTES, [further, length, rest @ ..]) => (i32::from(further.cast_signed()), u32::from(*length), rest),
            (width::BYTE_AND_TWO, [further, a, b, rest @ ..]) => (i32::from(further.cast_signed()), u32::from(u16::from_le_bytes([*a, *b])), rest),
            (width::TWO_BYTES, [a, b, c, d, rest @ ..]) => (i32::from(i16::from_le_bytes([*a, *b])), u32::from(u16::from_le_bytes([*c, *d])), rest),
            (_, [a, b, c, d, e, f, g, h, rest @ ..]) => (i32::from_le_bytes([*a, *b, *c, *d]), u32::from_le_bytes([*e, *f, *g, *h]), rest),
            _ => return None,
        };
        self.bytes = rest;
        self.before = self.before.wrapping_add_signed(further);
        Some(Mark { start: self.before, length, what: What::of(head & 0x3F) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn elements_are_known_by_their_ends() {
        for (at, tag) in ELEMENTS.iter().enumerate() {
            assert_eq!(element(tag.to_end()).map(usize::from), Some(at), "{tag:?}");
        }
    }

    fn text(start: u32, length: u32) -> Mark {
        Mark { start, length, what: What::Text }
    }

    #[test]
    fn marks_take_as_many_bytes_as_their_numbers_need() {
        for (bytes, mark) in [(3, text(9, 100)), (4, text(9, 300)), (5, text(300, 3)), (9, text(40_000, 3)), (9, text(0, 70_000))] {
            assert_eq!(Marks::of(&[mark]).bytes.len(), bytes, "{mark:?}");
        }
    }

    /// Numbers on both sides of what one byte and two can hold, signed or not.
    fn number() -> impl Strategy<Value = u32> + Clone {
        let edge = prop::sample::select(vec![0, 1 << 7, 1 << 8, 1 << 15, 1 << 16, 1 << 20]);
        (edge, 0..3_u32).prop_map(|(edge, above)| (edge + above).saturating_sub(1))
    }

    fn marks(number: impl Strategy<Value = u32> + Clone, most: usize) -> impl Strategy<Value = Vec<Mark>> {
        let mark = (number.clone(), number, 0_u8..64).prop_map(|(start, length, what)| Mark { start, length, what: What::of(what) });
        prop::collection::vec(mark, 0..most)
    }

    proptest! {
        #[test]
        fn marks_are_read_as_they_were_written(marks in prop_oneof![marks(number(), 20), marks(0..u32::MAX >> 1, 20)]) {
            prop_assert_eq!(Marks::of(&marks).iter().collect::<Vec<_>>(), marks);
        }

        #[test]
        fn the_marks_that_reach_past_a_place_are_found(marks in marks(0..200_u32, 200), place in 0..450_u32) {
            let first = marks.iter().position(|mark| mark.end() > place).unwrap_or(marks.len());
            let others = marks[..first].iter().filter(|mark| mark.what == What::Other).count();
            let kept = Marks::of(&marks);
            let (from_there, others_before) = kept.reaching_past(place);
            prop_assert_eq!((from_there.collect::<Vec<_>>(), others_before), (marks[first..].to_vec(), others));
        }
    }
}
