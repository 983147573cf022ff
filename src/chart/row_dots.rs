//! Ranges and dots: a line for each row.

use super::label_text::text_width;
use super::row_labels::{RowLayout, missing_label, room_for, value_label};
use super::scale::{Scale, ticks_around};
use super::{Chart, Drawing, Form, Label, LabelRole, Shape, ShapeRole, Value, WIDE, pixels};
use crate::storyline::LabelAnchor;

/// The height of a row of marks, and the distance between two.
const ROW: i32 = 18;
const ROW_GAP: i32 = 10;
/// The radius of a dot, with its outline.
pub(super) const DOT: i32 = 6;
/// Between a dot and its value.
const VALUE_GAP: i32 = DOT + 4;
/// Below the lowest row, for the labels of the axis.
const TICKS_HEIGHT: i32 = 24;

/// A line from the first value to the second.
pub(super) fn draw_ranges(chart: &Chart<'_>, width: i32) -> Drawing {
    let layout = RowLayout::new(chart, width, ROW, ROW_GAP);
    let texts = || {
        let values = chart.rows.iter().flat_map(|row| row.values.iter().flatten());
        values.map(|value| &*value.text)
    };
    // Either end may be the lower.
    let room = room_for(texts(), f64::from(VALUE_GAP) + 1.0);
    let scale = Scale::new(chart.extent(), (layout.left + room, f64::from(width) - room));
    let (mut shapes, mut labels) = (Vec::new(), layout.labels);
    for (row, middle) in chart.rows.iter().zip(&layout.middles) {
        let is_lit = row.is_lit;
        let mut ends: Vec<(i32, usize, &Value)> = row
            .values
            .iter()
            .enumerate()
            .filter_map(|(series, value)| value.as_ref().map(|value| (series, value)))
            .map(|(series, value)| (pixels(scale.at(value.number)), series, value))
            .collect();
        ends.sort_by(|one, other| one.2.number.total_cmp(&other.2.number));
        if let ([(from, ..), .., (until, ..)], role) = (&ends[..], ShapeRole::Span) {
            let form = Form::Path(format!("M{from} {middle}H{until}"));
            shapes.push(Shape { form, role, series: None, is_lit });
        }
        for (at, (x, series, value)) in ends.iter().enumerate() {
            let form = Form::Dot { x: *x, y: *middle };
            shapes.push(Shape { form, role: ShapeRole::Dot, series: Some(*series), is_lit });
            let (x, anchor) = match at == 0 && ends.len() > 1 {
                true => (x - VALUE_GAP, LabelAnchor::End),
                false => (x + VALUE_GAP, LabelAnchor::Start),
            };
            labels.push(value_label((x, *middle), anchor, value.text.clone(), None, is_lit));
        }
        if ends.is_empty() {
            labels.push(missing_label(pixels(layout.left + room), *middle));
        }
    }
    Drawing { width, height: layout.bottom, shapes, labels, names_series: false }
}

/// A dot for each value, on a scale with an axis below.
pub(super) fn draw_dots(chart: &Chart<'_>, width: i32) -> Drawing {
    let layout = RowLayout::new(chart, width, ROW, ROW_GAP);
    let (low, high) = chart.extent();
    let most = if width >= WIDE { 7 } else { 4 };
    let ticks = ticks_around(low, high, most, chart.has_only_whole_numbers());
    let names: Vec<String> =
        ticks.values.iter().map(|tick| chart.axis_texts.number(*tick, ticks.decimals)).collect();
    let half = |name: Option<&String>| name.map_or(0.0, |name| text_width(name) / 2.0);
    let is_single = chart.series.len() < 2;
    let texts = chart.rows.iter().flat_map(|row| row.values.iter().flatten());
    let room = match is_single {
        true => room_for(texts.map(|value| &*value.text), f64::from(VALUE_GAP) + 1.0),
        false => f64::from(DOT),
    };
    let left = layout.left + half(names.first()).max(f64::from(DOT));
    let right = f64::from(width) - room.max(half(names.last()));
    let scale = Scale::new(ticks.ends(), (left, right));
    let bottom = layout.bottom + TICKS_HEIGHT;
    let (mut shapes, mut labels) = (Vec::new(), layout.labels.clone());
    for (tick, text) in ticks.values.iter().zip(names) {
        let x = pixels(scale.at(*tick));
        let form = Form::Path(layout.vertical_path(x, 4));
        shapes.push(Shape::plain(form, ShapeRole::Grid));
        let (anchor, role) = (LabelAnchor::Middle, LabelRole::Tick);
        labels.push(Label { x, y: bottom - 4, anchor, role, series: None, is_lit: false, text });
    }
    for (row, middle) in chart.rows.iter().zip(&layout.middles) {
        let form = Form::Path(format!("M{} {middle}H{}", pixels(left), pixels(right)));
        shapes.push(Shape::plain(form, ShapeRole::Grid));
        for (index, value) in row.values.iter().enumerate() {
            let Some(Value { number, text }) = value else { continue };
            let x = pixels(scale.at(*number));
            let series = (!is_single).then_some(index);
            let form = Form::Dot { x, y: *middle };
            shapes.push(Shape { form, role: ShapeRole::Dot, series, is_lit: row.is_lit });
            if is_single {
                let (at, anchor) = ((x + VALUE_GAP, *middle), LabelAnchor::Start);
                labels.push(value_label(at, anchor, text.clone(), None, row.is_lit));
            }
        }
        if row.values.iter().all(Option::is_none) {
            labels.push(missing_label(pixels(left) + VALUE_GAP, *middle));
        }
    }
    Drawing { width, height: bottom, shapes, labels, names_series: is_single }
}
