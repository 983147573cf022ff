//! Which tables become blocks on narrow screens, and what is known of a table while it is written.

use pulldown_cmark::{Alignment, Tag, TagEnd};

use crate::document::{Citation, MdEvent};
use crate::text::{Span, is_han_or_kana, is_hangul};

/// A table that is being written.
pub(super) struct Table {
    alignments: Vec<Alignment>,
    /// The text above each column, if rows become blocks on narrow screens.
    labels: Option<Vec<String>>,
    /// The index of the next cell in its row.
    next_cell: usize,
    in_head: bool,
    /// The end tag of the open cell.
    pub(super) cell_end: &'static str,
}

impl Table {
    pub(super) fn new(alignments: &[Alignment], labels: Option<Vec<String>>) -> Self {
        let alignments = alignments.to_vec();
        Table { alignments, labels, next_cell: 0, in_head: false, cell_end: "" }
    }

    pub(super) fn start_row(&mut self, in_head: bool) {
        (self.in_head, self.next_cell) = (in_head, 0);
    }

    /// The start tag of the next cell, `<td`, and its attributes. A cell of the head that is empty
    /// heads nothing.
    pub(super) fn next_cell(&mut self, is_empty: bool) -> (&'static str, CellAttributes<'_>) {
        let class = match self.alignments.get(self.next_cell) {
            None | Some(Alignment::None) => None,
            Some(Alignment::Left) => Some("left"),
            Some(Alignment::Center) => Some("center"),
            Some(Alignment::Right) => Some("right"),
        };
        let column = self.next_cell;
        self.next_cell += 1;
        if self.in_head && !is_empty {
            self.cell_end = "</th>";
            let role = self.role("columnheader");
            return ("<th", [("class", class), ("scope", Some("col")), ("role", role)]);
        }
        self.cell_end = "</td>";
        let labels = self.labels.as_ref().filter(|_| !self.in_head);
        let label = labels.and_then(|labels| labels.get(column)).map(String::as_str);
        let label = label.filter(|label| !label.is_empty());
        ("<td", [("class", class), ("role", self.role("cell")), ("data-label", label)])
    }

    /// The class of a table whose rows become blocks.
    pub(super) fn class(&self) -> Option<&'static str> {
        self.labels.is_some().then_some("stacked")
    }

    /// The role of one of its parts, if it is shown as a block: some browsers then forget it.
    pub(super) fn role(&self, role: &'static str) -> Option<&'static str> {
        self.labels.is_some().then_some(role)
    }
}

/// Attributes, of which some have no value.
pub(super) type CellAttributes<'a> = [(&'static str, Option<&'a str>); 3];

/// How wide a table may be to fit on a screen of 320 px, in letters.
pub(super) const MAX_WIDTH: usize = 36;

/// The space between two columns, in letters.
const GAP: usize = 3;

/// A guess at a picture in a cell, in letters.
const PICTURE_WIDTH: usize = 20;

/// How wide a table is if only the cells of its head are broken into lines, in letters.
pub(super) fn width(events: &[(MdEvent<'_>, Span)], columns: usize) -> usize {
    let mut widths = vec![0; columns];
    let (mut in_head, mut column, mut line) = (false, 0, 0);
    for (event, span) in events {
        match event {
            MdEvent::Start(Tag::TableHead) => (in_head, column) = (true, 0),
            MdEvent::Start(Tag::TableRow) => (in_head, column) = (false, 0),
            MdEvent::Start(Tag::TableCell) | MdEvent::HardBreak => line = 0,
            MdEvent::End(TagEnd::TableCell) => (column, line) = (column + 1, 0),
            MdEvent::Start(Tag::Image { .. }) => line += PICTURE_WIDTH,
            MdEvent::Citation(inner) => {
                line += Citation { span: *span, inner }.items().count() * "[10]".len();
            }
            MdEvent::Text(text) | MdEvent::Code(text) if in_head => {
                line = text.split_whitespace().map(text_width).max().unwrap_or(0);
            }
            MdEvent::Text(text) | MdEvent::Code(text) => line += text_width(text),
            _ => {}
        }
        if let Some(width) = widths.get_mut(column) {
            *width = line.max(*width);
        }
    }
    widths.iter().sum::<usize>() + GAP * (columns - 1)
}

/// The width of a text in Latin letters.
fn text_width(text: &str) -> usize {
    let is_wide = |letter: char| is_han_or_kana(letter) || is_hangul(letter);
    text.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}
