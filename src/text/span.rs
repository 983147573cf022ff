//! Byte ranges in a source file, and what a person calls that place.

use std::ops::Range;

/// A half-open range of bytes in one source text. Files are limited to 4 GiB, so `u32` is enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of a range of byte offsets. An offset past 4 GiB is held at that limit.
    pub fn new(range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// All of a text.
    pub fn whole(text: &str) -> Self {
        Span::new(0..text.len())
    }

    /// The range of byte offsets, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same span in a text that has `by` more bytes before it.
    pub fn shifted(self, by: usize) -> Self {
        Span::new(self.start as usize + by..self.end as usize + by)
    }

    /// True where the two have a byte in common.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True where the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A place as an editor shows it: both numbers count from one, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
}

/// Where byte `offset` of `text` stands. An offset past the end, or inside a character, is moved
/// back to the nearest one that exists.
pub fn position_of(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = line_range(before, offset).start;
    Position {
        line: before.bytes().filter(|b| *b == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// The bytes of the line in which a byte of `text` stands, without its end.
///
/// # Panics
/// For an offset inside a character.
pub fn line_range(text: &str, offset: usize) -> Range<usize> {
    let (before, after) = text.split_at(offset.min(text.len()));
    before.rfind('\n').map_or(0, |end| end + 1)
        ..after.find('\n').map_or(text.len(), |end| before.len() + end)
}

/// The lines of one text, for asking where many bytes of it stand: each question goes on from the
/// last.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// The byte that was asked for last, and its column.
    last_lookup: (usize, usize),
}

impl<'a> LineIndex<'a> {
    /// The lines of a text.
    pub fn new(text: &'a str) -> Self {
        let starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        LineIndex { text, line_starts: starts, last_lookup: (0, 1) }
    }

    /// The same as [`position`].
    pub fn position(&mut self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        let (from, column) = if (start..=offset).contains(&self.last_lookup.0) {
            self.last_lookup
        } else {
            (start, 1)
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
    fn lines_know_the_same_places_in_any_order_of_asking() {
        let text = "a\né x\n\n한국 y";
        let mut lines = LineIndex::new(text);
        for offset in (0..=text.len() + 2).chain((0..text.len()).rev()).chain([3, 9, 4, 4]) {
            assert_eq!(lines.position(offset), position_of(text, offset), "{offset}");
        }
    }

    #[test]
    fn spans_overlap_where_they_share_a_byte_and_not_where_they_touch() {
        let span = Span::new(3..6);
        assert!(!span.is_empty() && Span::new(3..3).is_empty());
        for (other, shared) in
            [(0..3, false), (0..4, true), (3..6, true), (4..5, true), (5..9, true), (6..9, false)]
        {
            assert_eq!(
                (span.overlaps(Span::new(other.clone())), Span::new(other.clone()).overlaps(span)),
                (shared, shared),
                "{other:?}"
            );
        }
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
