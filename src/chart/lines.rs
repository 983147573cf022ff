//! Lines: in time where the labels are dates, else in equal steps. A missing value is a gap.

use std::fmt::Write;

use super::columns::add_axis;
use super::label_text::{text_width, widest};
use super::row_dots::DOT;
use super::scale::{Scale, ticks_around};
use super::time_axis::{days, year_ticks};
use super::{
    Chart, Drawing, Form, LINE_HEIGHT, Label, LabelRole, Shape, ShapeRole, Value, WIDE, pixels,
};
use crate::storyline::LabelAnchor;
use crate::time::{Day, FuzzyDate};

const PLOT: i32 = 260;
const PLOT_OF_PHONE: i32 = 210;
const TOP: i32 = 20;
/// Between the labels of the values and the plot, and between a line and its name.
const TICK_GAP: f64 = 8.0;
const LABELS_GAP: i32 = 20;
const GAP: f64 = 14.0;
const MOST_TICKS: usize = 6;
/// The names of lines take at most this part of the width.
const NAMES_PART: f64 = 0.34;
/// Values whose lowest is below this part of their highest are drawn from zero.
const FROM_ZERO: f64 = 0.4;

pub(super) fn draw_lines(chart: &Chart<'_>, width: i32) -> Drawing {
    let (order, positions) = positions(chart);
    let (low, high) = chart.extent();
    let ends = match (low, high) {
        (low, high) if low >= 0.0 && low <= FROM_ZERO * high => (0.0, high),
        (low, high) if high <= 0.0 && high >= FROM_ZERO * low => (low, 0.0),
        ends => ends,
    };
    let ticks = ticks_around(ends.0, ends.1, MOST_TICKS, chart.has_only_whole_numbers());
    let names: Vec<String> =
        ticks.values.iter().map(|tick| chart.axis_texts.number(*tick, ticks.decimals)).collect();
    let left = widest(names.iter().map(|it| &**it)) + TICK_GAP;
    let is_single = chart.series.len() < 2;
    let names_width = widest(chart.series.iter().map(|series| &*series.name)) + TICK_GAP;
    let are_named = !is_single && names_width <= f64::from(width) * NAMES_PART;
    let last_value = order.iter().rev().find_map(|row| chart.rows[*row].values.first()?.as_ref());
    let right_room = match (is_single, are_named) {
        (true, _) => last_value.map_or(0.0, |value| text_width(&value.text) + TICK_GAP),
        (false, true) => names_width,
        (false, false) => f64::from(DOT),
    };
    let right = (f64::from(width) - right_room).max(left + 1.0);
    let plot = if width >= WIDE { PLOT } else { PLOT_OF_PHONE };
    let scale = Scale::new(ticks.ends(), (f64::from(TOP + plot), f64::from(TOP)));
    let x_scale = Scale::new((positions.low, positions.high), (left + GAP / 2.0, right));
    let x_of = |row: usize| match positions.low < positions.high {
        true => x_scale.at(positions.of_rows[row]),
        false => (left + right) / 2.0,
    };
    let mut drawing = Drawing { width, names_series: is_single || are_named, ..Drawing::default() };
    add_axis(&mut drawing, &ticks, names, &scale, left);
    let mut line_ends: Vec<(usize, f64)> = Vec::new();
    for index in (0..chart.series.len()).rev() {
        let value = |row: usize| chart.rows[row].values.get(index).and_then(Option::as_ref);
        let point = |row: usize, value: &Value| (x_of(row), scale.at(value.number));
        let series = (!is_single).then_some(index);
        let is_lit = chart.series[index].is_lit;
        let points: Vec<Option<(f64, f64)>> =
            order.iter().map(|row| value(*row).map(|value| point(*row, value))).collect();
        let form = Form::Path(line_path(&points));
        drawing.shapes.push(Shape { form, role: ShapeRole::Line, series, is_lit });
        let last = points.iter().rposition(Option::is_some);
        for (at, row) in order.iter().enumerate() {
            let (Some((x, y)), Some(value)) = (points[at], value(*row)) else { continue };
            let is_gap = |at: Option<usize>| {
                at.and_then(|at| points.get(at)).is_none_or(|point| point.is_none())
            };
            let is_alone = is_gap(at.checked_sub(1)) && is_gap(Some(at + 1));
            let is_last = Some(at) == last;
            let is_row_lit = chart.rows[*row].is_lit;
            if is_last || is_alone || is_row_lit {
                let form = Form::Dot { x: pixels(x), y: pixels(y) };
                let is_lit = is_lit || is_row_lit;
                drawing.shapes.push(Shape { form, role: ShapeRole::Dot, series, is_lit });
            }
            // At the end of a single line, its value stands beside it.
            if is_last && is_single || is_row_lit {
                let beside = is_last && is_single;
                let half = text_width(&value.text) / 2.0;
                let middle = x.max(half).min((f64::from(width) - half).max(half));
                let (x, y, anchor) = match beside {
                    true => (pixels(x) + DOT + 3, pixels(y) + 4, LabelAnchor::Start),
                    false => (pixels(middle), pixels(y) - DOT - 4, LabelAnchor::Middle),
                };
                let (role, text, is_lit) = (LabelRole::Value, value.text.clone(), is_row_lit);
                drawing.labels.push(Label { x, y, anchor, role, series, is_lit, text });
            }
        }
        if let Some((_, y)) = last.and_then(|at| points[at]) {
            line_ends.push((index, y));
        }
    }
    if are_named {
        let bottom = f64::from(TOP + plot);
        for (index, y) in spread(line_ends, f64::from(LINE_HEIGHT), bottom) {
            let Some(series) = chart.series.get(index) else { continue };
            drawing.labels.push(Label {
                x: pixels(right + TICK_GAP),
                y: pixels(y) + 4,
                anchor: LabelAnchor::Start,
                role: LabelRole::Series,
                series: Some(index),
                is_lit: series.is_lit,
                text: series.name.clone(),
            });
        }
    }
    add_positions(&mut drawing, chart, (&order, &positions), x_of, &x_scale, TOP + plot);
    drawing.height = TOP + plot + LABELS_GAP + 6;
    drawing
}

/// Where the rows are on the axis below.
struct Positions {
    of_rows: Vec<f64>,
    low: f64,
    high: f64,
    /// The first and the last day, if the rows are in time.
    days: Option<(Day, Day)>,
}

/// The rows in the order in which the line passes them, and their positions.
fn positions(chart: &Chart<'_>) -> (Vec<usize>, Positions) {
    let dates: Option<Vec<FuzzyDate>> = chart.rows.iter().map(|row| row.date.clone()).collect();
    let mut order: Vec<usize> = (0..chart.rows.len()).collect();
    let days = dates.and_then(|dates| days(&dates));
    let ends = days.as_ref().and_then(|days| Some((*days.iter().min()?, *days.iter().max()?)));
    let of_rows: Vec<f64> = match (&days, ends) {
        (Some(days), Some((first, _))) => {
            order.sort_by_key(|row| days[*row]);
            days.iter().map(|day| day.days_since(first) as f64).collect()
        }
        _ => order.iter().map(|row| *row as f64).collect(),
    };
    let (low, high) = (0.0, of_rows.iter().copied().fold(0.0, f64::max));
    (order, Positions { of_rows, low, high, days: ends })
}

/// The path of a line with gaps.
fn line_path(points: &[Option<(f64, f64)>]) -> String {
    let (mut path, mut is_drawing) = (String::new(), false);
    for point in points {
        let Some((x, y)) = point else {
            is_drawing = false;
            continue;
        };
        // To a tenth of a pixel.
        let [x, y] = [x, y].map(|at| (at * 10.0).round() / 10.0);
        let _ = write!(path, "{}{x} {y}", if is_drawing { "L" } else { "M" });
        is_drawing = true;
    }
    path
}

/// The labels of the axis below: round years, else as many rows as fit.
fn add_positions(
    drawing: &mut Drawing,
    chart: &Chart<'_>,
    (order, positions): (&[usize], &Positions),
    x_of: impl Fn(usize) -> f64,
    x_scale: &Scale,
    bottom: i32,
) {
    let width = f64::from(drawing.width);
    let mut ticks: Vec<(f64, String)> = Vec::new();
    if let Some((first, last)) = positions.days {
        let year = widest([&*chart.axis_texts.year(i64::from(last.year()))]) + GAP;
        let most = ((x_scale.at(positions.high) - x_scale.at(0.0)) / year).floor().max(0.0);
        let years = year_ticks(first, last, most as usize).into_iter();
        ticks = years
            .map(|(year, day)| {
                (x_scale.at(day.days_since(first) as f64), chart.axis_texts.year(year))
            })
            .collect();
    }
    if ticks.is_empty() {
        ticks = order.iter().map(|row| (x_of(*row), chart.rows[*row].label.clone())).collect();
    }
    let y = bottom + LABELS_GAP;
    let inside = |x: f64, text: &str| {
        let half = text_width(text) / 2.0;
        x.max(half).min((width - half).max(half))
    };
    // From both ends inwards: the first and the last say how far the axis goes.
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let last = ticks.len().saturating_sub(1);
    let indexes = [0, last].into_iter().chain(1..last.max(1)).take(ticks.len());
    let mut shown: Vec<usize> = Vec::new();
    for index in indexes {
        let (x, text) = &ticks[index];
        let (middle, half) = (inside(*x, text), text_width(text) / 2.0 + GAP / 2.0);
        let (from, until) = (middle - half, middle + half);
        if taken.iter().all(|(start, end)| until <= *start || from >= *end) {
            taken.push((from, until));
            shown.push(index);
        }
    }
    shown.sort_unstable();
    for index in shown {
        let (x, text) = ticks[index].clone();
        let form = Form::Path(format!("M{} {bottom}v5", pixels(x)));
        drawing.shapes.push(Shape::plain(form, ShapeRole::Grid));
        let (x, anchor) = (pixels(inside(x, &text)), LabelAnchor::Middle);
        let (role, series, is_lit) = (LabelRole::Tick, None, false);
        drawing.labels.push(Label { x, y, anchor, role, series, is_lit, text });
    }
}

/// Moves the heights of labels as little as it takes so that none overlaps another or is below
/// `bottom`. In the order of the indexes.
fn spread(mut labels: Vec<(usize, f64)>, gap: f64, bottom: f64) -> Vec<(usize, f64)> {
    labels.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
    // Groups of labels that touch: their first height, wished for on average, and their number.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for (_, y) in &labels {
        let mut group = (*y, 1);
        while let Some((start, count)) =
            groups.pop_if(|(start, count)| *start + gap * *count as f64 > group.0)
        {
            let all = (count + group.1) as f64;
            // The later labels of a group are lower than its first by a gap each.
            let later = group.0 - gap * count as f64;
            group = ((start * count as f64 + later * group.1 as f64) / all, count + group.1);
        }
        groups.push(group);
    }
    let heights = groups.into_iter().flat_map(|(start, count)| {
        let start = start.min(bottom - gap * (count - 1) as f64);
        (0..count).map(move |number| start + gap * number as f64)
    });
    let mut placed: Vec<(usize, f64)> =
        labels.iter().zip(heights).map(|((index, _), y)| (*index, y)).collect();
    // The lowest group may have been moved up into the one above it.
    for at in (1..placed.len()).rev() {
        placed[at - 1].1 = placed[at - 1].1.min(placed[at].1 - gap);
    }
    placed.sort_by_key(|(index, _)| *index);
    placed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_missing_value_is_a_gap() {
        let points = [Some((0.0, 1.0)), Some((10.04, 2.26)), None, Some((30.0, 4.0))];
        assert_eq!(line_path(&points), "M0 1L10 2.3M30 4");
    }

    #[test]
    fn names_of_lines_that_end_together_are_moved_apart() {
        let labels = vec![(0, 100.0), (1, 20.0), (2, 100.0)];
        assert_eq!(spread(labels, 16.0, 300.0), [(0, 92.0), (1, 20.0), (2, 108.0)]);
    }

    proptest! {
        #[test]
        fn names_of_lines_do_not_overlap(heights in prop::collection::vec(0.0..200.0f64, 0..9)) {
            let labels: Vec<(usize, f64)> = heights.iter().copied().enumerate().collect();
            let mut placed: Vec<f64> =
                spread(labels, 16.0, 200.0).into_iter().map(|(_, y)| y).collect();
            prop_assert_eq!(placed.len(), heights.len());
            placed.sort_by(f64::total_cmp);
            prop_assert!(placed.windows(2).all(|pair| pair[1] - pair[0] > 15.99), "{placed:?}");
            prop_assert!(placed.last().is_none_or(|last| *last < 200.01), "{placed:?}");
        }
    }
}
