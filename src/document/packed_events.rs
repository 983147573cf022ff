//! Marks: what the parser found, each in a few bytes. There are hundreds on a page, and all pages
//! are kept.

use std::ops::Range;

use pulldown_cmark::{HeadingLevel, Tag, TagEnd};

use super::md_event::MdEvent;
use crate::text::into_exact_box;

/// One thing that the parser found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackedEvent {
    pub(super) start: u32,
    pub(super) length: u32,
    pub(super) kind: MdEventKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MdEventKind {
    /// Text, letter for letter that of the piece. Lines of a paragraph outside of block quotes are
    /// one text, with their breaks.
    Text,
    SoftBreak,
    HardBreak,
    /// A citation, from bracket to bracket, that is read as it is written.
    Citation,
    /// The end of a link, whose start is one of the others.
    LinkEnd,
    /// The next of what no mark can say.
    Full,
    /// A sign that stands for another, as a curved apostrophe for a straight one; which of
    /// [`SMART_PUNCTUATION`].
    Punctuation(u8),
    /// The start of one of [`COMMON_TAGS`].
    Start(u8),
    /// The end of one of them.
    End(u8),
}

/// What smart punctuation writes.
pub(super) const SMART_PUNCTUATION: [&str; 7] = ["‘", "’", "“", "”", "–", "—", "…"];

/// What most elements are: no more is to be said of them.
pub(super) static COMMON_TAGS: [Tag<'static>; 12] = [
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
pub(super) fn common_tag_index(end: TagEnd) -> Option<u8> {
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

impl PackedEvent {
    /// What it says; `None` for one of the others.
    pub(super) fn to_md_event(self, source: &str) -> Option<MdEvent<'_>> {
        Some(match self.kind {
            MdEventKind::Text => MdEvent::Text(&source[self.range()]),
            MdEventKind::Punctuation(which) => MdEvent::Text(SMART_PUNCTUATION[usize::from(which)]),
            MdEventKind::SoftBreak => MdEvent::SoftBreak,
            MdEventKind::HardBreak => MdEvent::HardBreak,
            MdEventKind::Citation => MdEvent::Citation(between_brackets(source, self.range())),
            MdEventKind::Start(which) => MdEvent::Start(&COMMON_TAGS[usize::from(which)]),
            MdEventKind::End(which) => MdEvent::End(COMMON_TAGS[usize::from(which)].to_end()),
            MdEventKind::LinkEnd => MdEvent::End(TagEnd::Link),
            MdEventKind::Full => return None,
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

impl MdEventKind {
    fn to_byte(self) -> u8 {
        match self {
            MdEventKind::Text => 0,
            MdEventKind::SoftBreak => 1,
            MdEventKind::HardBreak => 2,
            MdEventKind::Citation => 3,
            MdEventKind::LinkEnd => 4,
            MdEventKind::Full => 5,
            MdEventKind::Punctuation(which) => 16 + which,
            MdEventKind::Start(which) => 32 + which,
            MdEventKind::End(which) => 48 + which,
        }
    }

    fn from_byte(byte: u8) -> Self {
        match byte {
            0 => MdEventKind::Text,
            1 => MdEventKind::SoftBreak,
            2 => MdEventKind::HardBreak,
            3 => MdEventKind::Citation,
            4 => MdEventKind::LinkEnd,
            16..32 => MdEventKind::Punctuation(byte - 16),
            32..48 => MdEventKind::Start(byte - 32),
            48..64 => MdEventKind::End(byte - 48),
            _ => MdEventKind::Full,
        }
    }
}

/// Marks in their order, three to nine bytes each: what it is, together with how wide the numbers
/// are that follow; how far it begins from where the one before it began, which may be backwards,
/// for an element ends from where it began; and its length.
#[derive(Clone, Debug)]
pub(super) struct PackedEvents {
    bytes: Box<[u8]>,
    seek_points: Box<[SeekPoint]>,
}

/// A place among the bytes from which they can be read as well.
#[derive(Clone, Copy, Debug)]
struct SeekPoint {
    /// No mark before it ends behind this.
    max_end: u32,
    /// Where among the bytes the next mark is.
    byte_offset: u32,
    /// Where the mark before it begins.
    before: u32,
    /// How many of the others come before it.
    full_events_before: u32,
}

/// How many marks there are from one place to jump to on to the next.
const SEEK_INTERVAL: usize = 32;

/// How wide the numbers of a mark are, in the two highest bits of its first byte.
mod width {
    pub(super) const U8_START_U8_LENGTH: u8 = 0;
    pub(super) const U8_START_U16_LENGTH: u8 = 1;
    pub(super) const U16: u8 = 2;
    pub(super) const U32: u8 = 3;
}

impl PackedEvents {
    pub(super) fn from_events(marks: &[PackedEvent]) -> Self {
        // Most take four bytes, few more than five.
        let mut bytes = Vec::with_capacity(marks.len() * 5);
        let mut jumps = Vec::with_capacity(marks.len() / SEEK_INTERVAL);
        let mut jump = SeekPoint { max_end: 0, byte_offset: 0, before: 0, full_events_before: 0 };
        for (nth, mark) in marks.iter().enumerate() {
            if nth > 0 && nth % SEEK_INTERVAL == 0 {
                jumps.push(SeekPoint {
                    byte_offset: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
                    ..jump
                });
            }
            write(*mark, mark.start.wrapping_sub(jump.before).cast_signed(), &mut bytes);
            jump.before = mark.start;
            jump.max_end = jump.max_end.max(mark.end());
            jump.full_events_before += u32::from(mark.kind == MdEventKind::Full);
        }
        PackedEvents { bytes: into_exact_box(bytes), seek_points: into_exact_box(jumps) }
    }

    pub(super) fn iter(&self) -> PackedEventIter<'_> {
        PackedEventIter { bytes: &self.bytes, before: 0 }
    }

    /// The marks from the first that ends behind a place, and how many of the others there are
    /// before it.
    pub(super) fn seek_past(&self, place: u32) -> (PackedEventIter<'_>, usize) {
        let jumps = self.seek_points.partition_point(|jump| jump.max_end <= place);
        let (mut reading, mut others) = match self.seek_points[..jumps].last() {
            Some(jump) => (
                PackedEventIter {
                    bytes: &self.bytes[jump.byte_offset as usize..],
                    before: jump.before,
                },
                jump.full_events_before as usize,
            ),
            None => (self.iter(), 0),
        };
        loop {
            let here = reading.clone();
            match reading.next() {
                Some(mark) if mark.end() <= place => {
                    others += usize::from(mark.kind == MdEventKind::Full)
                }
                _ => return (here, others),
            }
        }
    }
}

fn write(mark: PackedEvent, further: i32, bytes: &mut Vec<u8>) {
    let mut head = |width: u8| bytes.push(width << 6 | mark.kind.to_byte());
    match (
        i8::try_from(further),
        u8::try_from(mark.length),
        i16::try_from(further),
        u16::try_from(mark.length),
    ) {
        (Ok(further), Ok(length), ..) => {
            head(width::U8_START_U8_LENGTH);
            bytes.extend([further.cast_unsigned(), length]);
        }
        (Ok(further), _, _, Ok(length)) => {
            head(width::U8_START_U16_LENGTH);
            bytes.push(further.cast_unsigned());
            bytes.extend(length.to_le_bytes());
        }
        (_, _, Ok(further), Ok(length)) => {
            head(width::U16);
            bytes.extend(further.to_le_bytes());
            bytes.extend(length.to_le_bytes());
        }
        _ => {
            head(width::U32);
            bytes.extend(further.to_le_bytes());
            bytes.extend(mark.length.to_le_bytes());
        }
    }
}

/// Marks that have not been read yet.
#[derive(Clone, Debug)]
pub(super) struct PackedEventIter<'a> {
    bytes: &'a [u8],
    before: u32,
}

impl Iterator for PackedEventIter<'_> {
    type Item = PackedEvent;

    #[inline]
    fn next(&mut self) -> Option<PackedEvent> {
        let (head, rest) = self.bytes.split_first()?;
        let (further, length, rest) = match (head >> 6, rest) {
            (width::U8_START_U8_LENGTH, [further, length, rest @ ..]) => {
                (i32::from(further.cast_signed()), u32::from(*length), rest)
            }
            (width::U8_START_U16_LENGTH, [further, a, b, rest @ ..]) => {
                (i32::from(further.cast_signed()), u32::from(u16::from_le_bytes([*a, *b])), rest)
            }
            (width::U16, [a, b, c, d, rest @ ..]) => (
                i32::from(i16::from_le_bytes([*a, *b])),
                u32::from(u16::from_le_bytes([*c, *d])),
                rest,
            ),
            (_, [a, b, c, d, e, f, g, h, rest @ ..]) => {
                (i32::from_le_bytes([*a, *b, *c, *d]), u32::from_le_bytes([*e, *f, *g, *h]), rest)
            }
            _ => return None,
        };
        self.bytes = rest;
        self.before = self.before.wrapping_add_signed(further);
        Some(PackedEvent { start: self.before, length, kind: MdEventKind::from_byte(head & 0x3F) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn elements_are_known_by_their_ends() {
        for (at, tag) in COMMON_TAGS.iter().enumerate() {
            assert_eq!(common_tag_index(tag.to_end()).map(usize::from), Some(at), "{tag:?}");
        }
    }

    fn text(start: u32, length: u32) -> PackedEvent {
        PackedEvent { start, length, kind: MdEventKind::Text }
    }

    #[test]
    fn marks_take_as_many_bytes_as_their_numbers_need() {
        for (bytes, mark) in [
            (3, text(9, 100)),
            (4, text(9, 300)),
            (5, text(300, 3)),
            (9, text(40_000, 3)),
            (9, text(0, 70_000)),
        ] {
            assert_eq!(PackedEvents::from_events(&[mark]).bytes.len(), bytes, "{mark:?}");
        }
    }

    /// Numbers on both sides of what one byte and two can hold, signed or not.
    fn number() -> impl Strategy<Value = u32> + Clone {
        let edge = prop::sample::select(vec![0, 1 << 7, 1 << 8, 1 << 15, 1 << 16, 1 << 20]);
        (edge, 0..3_u32).prop_map(|(edge, above)| (edge + above).saturating_sub(1))
    }

    fn marks(
        number: impl Strategy<Value = u32> + Clone,
        most: usize,
    ) -> impl Strategy<Value = Vec<PackedEvent>> {
        let mark = (number.clone(), number, 0_u8..64).prop_map(|(start, length, what)| {
            PackedEvent { start, length, kind: MdEventKind::from_byte(what) }
        });
        prop::collection::vec(mark, 0..most)
    }

    proptest! {
        #[test]
        fn marks_are_read_as_they_were_written(marks in prop_oneof![marks(number(), 20), marks(0..u32::MAX >> 1, 20)]) {
            prop_assert_eq!(PackedEvents::from_events(&marks).iter().collect::<Vec<_>>(), marks);
        }

        #[test]
        fn the_marks_that_reach_past_a_place_are_found(marks in marks(0..200_u32, 200), place in 0..450_u32) {
            let first = marks.iter().position(|mark| mark.end() > place).unwrap_or(marks.len());
            let others = marks[..first].iter().filter(|mark| mark.kind == MdEventKind::Full).count();
            let kept = PackedEvents::from_events(&marks);
            let (from_there, others_before) = kept.seek_past(place);
            prop_assert_eq!((from_there.collect::<Vec<_>>(), others_before), (marks[first..].to_vec(), others));
        }
    }
}
