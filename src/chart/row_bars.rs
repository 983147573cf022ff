//! Horizontal bars.

use super::row_labels::{RowLayout, missing_label, room_for, value_label};
use super::scale::Scale;
use super::{Chart, Drawing, Form, Shape, ShapeRole, Value, pixels, to_i32};
use crate::storyline::LabelAnchor;

/// The height of a bar that is alone in its row, and of one of several.
const BAR: i32 = 22;
const BAR_OF_SEVERAL: i32 = 16;
const ROW_GAP: i32 = 8;
const GAP_OF_SEVERAL: i32 = 14;
/// Between a bar and its value.
const VALUE_GAP: i32 = 5;

pub(super) fn draw_bars(chart: &Chart<'_>, width: i32) -> Drawing {
    let count = to_i32(chart.series.len());
    let (bar, gap) = if count > 1 { (BAR_OF_SEVERAL, GAP_OF_SEVERAL) } else { (BAR, ROW_GAP) };
    let layout = RowLayout::new(chart, width, bar * count, gap);
    let (low, high) = chart.extent();
    let values = || chart.rows.iter().flat_map(|row| row.values.iter().flatten());
    let texts_of = |is_negative: bool| {
        let of_sign = values().filter(move |value| (value.number < 0.0) == is_negative);
        room_for(of_sign.map(|value| &*value.text), f64::from(VALUE_GAP) + 1.0)
    };
    let (left, right) = (layout.left + texts_of(true), f64::from(width) - texts_of(false));
    let scale = Scale::new((low.min(0.0), high.max(0.0)), (left, right));
    let zero = pixels(scale.at(0.0));
    let (mut shapes, mut labels) = (Vec::new(), layout.labels.clone());
    for (row, middle) in chart.rows.iter().zip(&layout.middles) {
        let first = middle - bar * count / 2;
        for (index, value) in row.values.iter().enumerate() {
            let (top, series) = (first + bar * to_i32(index), (count > 1).then_some(index));
            let middle = top + bar / 2;
            let Some(Value { number, text }) = value else {
                labels.push(missing_label(zero + VALUE_GAP, middle));
                continue;
            };
            let end = pixels(scale.at(*number));
            let form = Form::Rect {
                x: zero.min(end),
                y: top,
                width: (end - zero).abs(),
                height: if count > 1 { bar - 1 } else { bar },
            };
            shapes.push(Shape { form, role: ShapeRole::Bar, series, is_lit: row.is_lit });
            let (x, anchor) = match *number < 0.0 {
                true => (end - VALUE_GAP, LabelAnchor::End),
                false => (end + VALUE_GAP, LabelAnchor::Start),
            };
            labels.push(value_label((x, middle), anchor, text.clone(), None, row.is_lit));
        }
    }
    let axis = Form::Path(layout.vertical_path(zero, 0));
    shapes.push(Shape::plain(axis, ShapeRole::Zero));
    Drawing { width, height: layout.bottom, shapes, labels, names_series: count < 2 }
}
