//! Charts with a row of marks for each row of the table: where the labels are, and how high each row
//! is.

use std::fmt::Write;

use super::label_text::{lines_height, text_width, widest, wrap};
use super::{Chart, LINE_HEIGHT, Label, LabelRole, WIDE, pixels};
use crate::storyline::LabelAnchor;

/// Labels beside the marks take at most this part of the width.
const SIDE_PART: f64 = 0.36;
/// On a phone, where longer labels are above the marks.
const SIDE_PART_OF_PHONE: f64 = 0.3;
/// Between a label and the marks beside or below it.
const SIDE_GAP: f64 = 10.0;
const BELOW_GAP: i32 = 5;
/// From the base line of a label to the middle of its letters.
const TO_MIDDLE: i32 = 4;
/// From the top of a line to its base line.
const TO_BASE: i32 = 12;

/// The rows of a chart from the top.
pub(super) struct RowLayout {
    /// Where the marks begin.
    pub(super) left: f64,
    /// The middle of the marks of each row.
    pub(super) middles: Vec<i32>,
    pub(super) bottom: i32,
    pub(super) labels: Vec<Label>,
    /// The height of the marks of a row.
    marks_height: i32,
    /// False where the labels are above the marks.
    is_beside: bool,
}

impl RowLayout {
    /// The rows, each with marks of the height `marks_height`, and `gap` pixels between two.
    pub(super) fn new(chart: &Chart<'_>, width: i32, marks_height: i32, gap: i32) -> Self {
        let widest = widest(chart.rows.iter().map(|row| &*row.label));
        let part = if width >= WIDE { SIDE_PART } else { SIDE_PART_OF_PHONE };
        let side = f64::from(width) * part;
        let is_beside = widest <= side || width >= WIDE;
        let lines_width = if is_beside { side } else { f64::from(width) };
        let mut layout = RowLayout {
            left: if is_beside && widest > 0.0 { widest.min(side) + SIDE_GAP } else { 0.0 },
            middles: Vec::with_capacity(chart.rows.len()),
            bottom: 0,
            labels: Vec::new(),
            marks_height,
            is_beside,
        };
        for (index, row) in chart.rows.iter().enumerate() {
            let lines = match row.label.is_empty() {
                true => Vec::new(),
                false => wrap(&row.label, lines_width),
            };
            let top = layout.bottom + if index == 0 { 0 } else { gap };
            let text_height = lines_height(lines.len());
            let (middle, first_base, bottom) = if is_beside {
                let height = marks_height.max(text_height);
                let middle = top + height / 2;
                (middle, middle - text_height / 2 + TO_BASE, top + height)
            } else {
                let marks_top = top + text_height + if lines.is_empty() { 0 } else { BELOW_GAP };
                (marks_top + marks_height / 2, top + TO_BASE, marks_top + marks_height)
            };
            let is_single = is_beside && lines.len() == 1;
            for (number, text) in (0..).zip(lines) {
                let y =
                    if is_single { middle + TO_MIDDLE } else { first_base + number * LINE_HEIGHT };
                // Beside the marks, labels end where these begin.
                let x = if is_beside { pixels(layout.left - SIDE_GAP) } else { 0 };
                let anchor = if is_beside { LabelAnchor::End } else { LabelAnchor::Start };
                let (role, is_lit) = (LabelRole::Row, row.is_lit);
                layout.labels.push(Label { x, y, anchor, role, series: None, is_lit, text });
            }
            layout.middles.push(middle);
            layout.bottom = bottom;
        }
        layout
    }
}

impl RowLayout {
    /// The path of a line from the first row to the last and `below`, which leaves out the labels
    /// between them.
    pub(super) fn vertical_path(&self, x: i32, below: i32) -> String {
        if self.is_beside {
            return format!("M{x} 0V{}", self.bottom + below);
        }
        let (mut path, half) = (String::new(), self.marks_height / 2);
        for (number, middle) in (1..).zip(&self.middles) {
            let end = if number == self.middles.len() { half + below } else { half };
            let _ = write!(path, "M{x} {}V{}", middle - half, middle + end);
        }
        path
    }
}

/// The label of a value beside its mark, centred on `middle`.
pub(super) fn value_label(
    (x, middle): (i32, i32),
    anchor: LabelAnchor,
    text: String,
    series: Option<usize>,
    is_lit: bool,
) -> Label {
    let role = LabelRole::Value;
    Label { x, y: middle + TO_MIDDLE, anchor, role, series, is_lit, text }
}

/// In place of a value that is missing.
pub(super) fn missing_label(x: i32, middle: i32) -> Label {
    let text = MISSING.to_owned();
    let label = value_label((x, middle), LabelAnchor::Start, text, None, false);
    Label { role: LabelRole::Missing, ..label }
}

/// Stands for a value that is missing.
pub(super) const MISSING: &str = "–";

/// The width of the widest of some texts, with a gap; 0 if there is none.
pub(super) fn room_for<'a>(texts: impl Iterator<Item = &'a str>, gap: f64) -> f64 {
    texts.map(|text| text_width(text) + gap).fold(0.0, f64::max)
}
