//! Byte ranges in a source file, and their lines and columns.

use std::ops::Range;

/// A half-open range of bytes in one source text. Files are limited to 4 GiB, so `u32` is enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub start: u32,
    /// Exclusive.
    pub end: u32,
}

impl Span {
    /// Offsets beyond 4 GiB are clamped.
    pub fn new(range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    pub fn whole(text: &str) -> Self {
        Span::new(0..text.len())
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The span moved by `by` bytes.
    pub fn shifted(self, by: usize) -> Self {
        Span::new(self.start as usize + by..self.end as usize + by)
    }

    /// True if the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Where a part stands in this range of a text, if it stands there exactly once.
    pub fn find_once(self, text: &str, part: &str) -> Option<Span> {
        let mut found = text.get(self.range())?.match_indices(part);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => {
                Some(Span::new(at..at + part.len()).shifted(self.start as usize))
            }
            _ => None,
        }
    }
}

/// A place as editors show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// In characters (Unicode scalar values), from 1.
    pub column: usize,
}

/// The position of byte `offset`. An offset past the end or inside a character is moved back to the
/// nearest valid one.
pub fn position_of(text: &str, offset: usize) -> Position {
    LineIndex::new(text).position(offset)
}

/// The range of the line around byte `offset`, without its line end.
///
/// # Panics
/// If the offset is inside a character.
pub fn line_range(text: &str, offset: usize) -> Range<usize> {
    let (before, after) = text.split_at(offset.min(text.len()));
    before.rfind('\n').map_or(0, |end| end + 1)
        ..after.find('\n').map_or(text.len(), |end| before.len() + end)
}

/// The line starts of a text, for many lookups. A lookup on the line of the last one continues from
/// its column, so that ascending lookups in a long line take linear time together.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// Offset and column.
    last_lookup: (usize, usize),
}

impl<'a> LineIndex<'a> {
    pub fn new(text: &'a str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(starts).collect();
        LineIndex { text, line_starts, last_lookup: (0, 1) }
    }

    /// Like [`position_of`].
    pub fn position(&mut self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        let (from, column) = match self.last_lookup {
            last if (start..=offset).contains(&last.0) => last,
            _ => (start, 1),
        };
        let column = column + self.text[from..offset].chars().count();
        self.last_lookup = (offset, column);
        Position { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_do_not_depend_on_the_order_of_lookups() {
        let text = "a\né x\n\n한국 y";
        let mut lines = LineIndex::new(text);
        for offset in (0..=text.len() + 2).chain((0..text.len()).rev()).chain([3, 9, 4, 4]) {
            assert_eq!(lines.position(offset), position_of(text, offset), "{offset}");
        }
    }

    #[test]
    fn spans_overlap_if_they_share_a_byte_and_not_if_they_touch() {
        let span = Span::new(3..6);
        assert!(!span.is_empty() && Span::new(3..3).is_empty());
        for (other, shared) in
            [(0..3, false), (0..4, true), (3..6, true), (4..5, true), (5..9, true), (6..9, false)]
        {
            let other = Span::new(other);
            assert_eq!([span.overlaps(other), other.overlaps(span)], [shared; 2], "{other:?}");
        }
    }

    #[test]
    fn a_part_is_found_in_a_span_only_if_it_stands_there_once() {
        let (text, span) = ("a b: b, c", Span::new(4..9));
        assert_eq!(span.find_once(text, "b"), Some(Span::new(5..6)));
        assert_eq!(span.find_once(text, "a"), None);
        assert_eq!(Span::whole(text).find_once(text, "b"), None);
    }

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let text = "ab\ncé한x\n";
        assert_eq!(position_of(text, 0), Position { line: 1, column: 1 });
        assert_eq!(position_of(text, 3), Position { line: 2, column: 1 });
        assert_eq!(position_of(text, text.find('x').unwrap()), Position { line: 2, column: 4 });
        assert_eq!(position_of(text, 999), Position { line: 3, column: 1 });
    }

    #[test]
    fn an_offset_inside_a_character_is_moved_back_to_it() {
        assert_eq!(position_of("é", 1), Position { line: 1, column: 1 });
    }
}
