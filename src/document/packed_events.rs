//! Markdown events in a few bytes each. A page has hundreds of them, and all pages are kept.

use std::ops::Range;

use pulldown_cmark::{HeadingLevel, Tag, TagEnd};

use super::md_event::MdEvent;
use crate::text::into_exact_box;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PackedEvent {
    pub(super) start: u32,
    pub(super) length: u32,
    pub(super) kind: MdEventKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MdEventKind {
    /// Text that is verbatim in the source. Lines of a paragraph outside of block quotes are one
    /// text, including their line breaks.
    Text,
    SoftBreak,
    HardBreak,
    /// A citation that is verbatim in the source, with its brackets.
    Citation,
    /// The end of a link. Its start is a full event.
    LinkEnd,
    /// The next event that is kept in full.
    Full,
    /// An index in [`SMART_PUNCTUATION`].
    Punctuation(u8),
    /// The start of an element of [`COMMON_TAGS`].
    Start(u8),
    /// The end of an element of [`COMMON_TAGS`].
    End(u8),
}

/// The replacements of smart punctuation.
pub(super) const SMART_PUNCTUATION: [&str; 7] = ["‘", "’", "“", "”", "–", "—", "…"];

/// Tags that need no attributes.
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

/// The index of the tag in [`COMMON_TAGS`].
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
    /// `None` for a full event.
    pub(super) fn to_md_event(self, source: &str) -> Option<MdEvent<'_>> {
        Some(match self.kind {
            MdEventKind::Text => MdEvent::Text(&source[self.range()]),
            MdEventKind::Punctuation(index) => MdEvent::Text(SMART_PUNCTUATION[usize::from(index)]),
            MdEventKind::SoftBreak => MdEvent::SoftBreak,
            MdEventKind::HardBreak => MdEvent::HardBreak,
            MdEventKind::Citation => MdEvent::Citation(between_brackets(source, self.range())),
            MdEventKind::Start(index) => MdEvent::Start(&COMMON_TAGS[usize::from(index)]),
            MdEventKind::End(index) => MdEvent::End(COMMON_TAGS[usize::from(index)].to_end()),
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

/// The source of a citation without its brackets.
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
            MdEventKind::Punctuation(index) => 16 + index,
            MdEventKind::Start(index) => 32 + index,
            MdEventKind::End(index) => 48 + index,
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

/// Packed events in order, 3 to 9 bytes each: kind and width of the numbers; start, relative to the
/// start of the event before it (negative for ends of elements, index have the span of the whole
/// element); and length.
#[derive(Clone, Debug)]
pub(super) struct PackedEvents {
    bytes: Box<[u8]>,
    seek_points: Box<[SeekPoint]>,
}

/// A position from index events can be unpacked.
#[derive(Clone, Copy, Debug)]
struct SeekPoint {
    /// The largest end of the events before it.
    max_end: u32,
    /// Of the next event.
    byte_offset: u32,
    /// The start of the event before it.
    before: u32,
    full_events_before: u32,
}

/// The number of events between seek points.
const SEEK_INTERVAL: usize = 32;

/// Widths of start and length, in the two highest bits of the first byte.
mod width {
    pub(super) const U8_START_U8_LENGTH: u8 = 0;
    pub(super) const U8_START_U16_LENGTH: u8 = 1;
    pub(super) const U16: u8 = 2;
    pub(super) const U32: u8 = 3;
}

impl PackedEvents {
    pub(super) fn from_events(events: &[PackedEvent]) -> Self {
        // Most events take 4 bytes, few more than 5.
        let mut bytes = Vec::with_capacity(events.len() * 5);
        let mut seek_points = Vec::with_capacity(events.len() / SEEK_INTERVAL);
        let mut seek_point =
            SeekPoint { max_end: 0, byte_offset: 0, before: 0, full_events_before: 0 };
        for (nth, event) in events.iter().enumerate() {
            if nth > 0 && nth % SEEK_INTERVAL == 0 {
                seek_points.push(SeekPoint {
                    byte_offset: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
                    ..seek_point
                });
            }
            write(*event, event.start.wrapping_sub(seek_point.before).cast_signed(), &mut bytes);
            seek_point.before = event.start;
            seek_point.max_end = seek_point.max_end.max(event.end());
            seek_point.full_events_before += u32::from(event.kind == MdEventKind::Full);
        }
        PackedEvents { bytes: into_exact_box(bytes), seek_points: into_exact_box(seek_points) }
    }

    pub(super) fn iter(&self) -> PackedEventIter<'_> {
        PackedEventIter { bytes: &self.bytes, before: 0 }
    }

    /// The events from the first that ends after a position, and the number of full events before
    /// it.
    pub(super) fn seek_past(&self, place: u32) -> (PackedEventIter<'_>, usize) {
        let seek_points =
            self.seek_points.partition_point(|seek_point| seek_point.max_end <= place);
        let (mut iter, mut full) = match self.seek_points[..seek_points].last() {
            Some(seek_point) => (
                PackedEventIter {
                    bytes: &self.bytes[seek_point.byte_offset as usize..],
                    before: seek_point.before,
                },
                seek_point.full_events_before as usize,
            ),
            None => (self.iter(), 0),
        };
        loop {
            let here = iter.clone();
            match iter.next() {
                Some(event) if event.end() <= place => {
                    full += usize::from(event.kind == MdEventKind::Full)
                }
                _ => return (here, full),
            }
        }
    }
}

fn write(event: PackedEvent, further: i32, bytes: &mut Vec<u8>) {
    let mut head = |width: u8| bytes.push(width << 6 | event.kind.to_byte());
    match (
        i8::try_from(further),
        u8::try_from(event.length),
        i16::try_from(further),
        u16::try_from(event.length),
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
            bytes.extend(event.length.to_le_bytes());
        }
    }
}

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
    fn common_tags_are_found_by_their_ends() {
        for (at, tag) in COMMON_TAGS.iter().enumerate() {
            assert_eq!(common_tag_index(tag.to_end()).map(usize::from), Some(at), "{tag:?}");
        }
    }

    fn text(start: u32, length: u32) -> PackedEvent {
        PackedEvent { start, length, kind: MdEventKind::Text }
    }

    #[test]
    fn events_take_as_few_bytes_as_their_numbers_allow() {
        for (bytes, event) in [
            (3, text(9, 100)),
            (4, text(9, 300)),
            (5, text(300, 3)),
            (9, text(40_000, 3)),
            (9, text(0, 70_000)),
        ] {
            assert_eq!(PackedEvents::from_events(&[event]).bytes.len(), bytes, "{event:?}");
        }
    }

    /// Numbers around the limits of signed and unsigned widths.
    fn number() -> impl Strategy<Value = u32> + Clone {
        let edge = prop::sample::select(vec![0, 1 << 7, 1 << 8, 1 << 15, 1 << 16, 1 << 20]);
        (edge, 0..3_u32).prop_map(|(edge, above)| (edge + above).saturating_sub(1))
    }

    fn events(
        number: impl Strategy<Value = u32> + Clone,
        most: usize,
    ) -> impl Strategy<Value = Vec<PackedEvent>> {
        let event = (number.clone(), number, 0_u8..64).prop_map(|(start, length, kind)| {
            PackedEvent { start, length, kind: MdEventKind::from_byte(kind) }
        });
        prop::collection::vec(event, 0..most)
    }

    proptest! {
        #[test]
        fn packed_events_are_unpacked_unchanged(events in prop_oneof![events(number(), 20), events(0..u32::MAX >> 1, 20)]) {
            prop_assert_eq!(PackedEvents::from_events(&events).iter().collect::<Vec<_>>(), events);
        }

        #[test]
        fn seeking_finds_the_first_event_that_ends_after_a_position(events in events(0..200_u32, 200), place in 0..450_u32) {
            let first = events.iter().position(|event| event.end() > place).unwrap_or(events.len());
            let full = events[..first].iter().filter(|event| event.kind == MdEventKind::Full).count();
            let kept = PackedEvents::from_events(&events);
            let (from_there, full_before) = kept.seek_past(place);
            prop_assert_eq!((from_there.collect::<Vec<_>>(), full_before), (events[first..].to_vec(), full));
        }
    }
}
