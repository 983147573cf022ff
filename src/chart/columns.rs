//! Vertical bars from left to right: in time where the labels are years or months, else in the order
//! of the rows.

use super::label_text::{lines_height, text_width, widest, wrap};
use super::scale::{Scale, Ticks, ticks_around};
use super::time_axis::{Place, Places};
use super::{
    Chart, Drawing, Form, LINE_HEIGHT, Label, LabelRole, Row, Shape, ShapeRole, Value, WIDE,
    pixels, to_i32,
};
use crate::storyline::LabelAnchor;
use crate::time::{Day, FuzzyDate};

/// The height of the plot, from the highest tick to the lowest.
const PLOT: i32 = 240;
const PLOT_OF_PHONE: i32 = 190;
/// Above the plot, for the label of the highest tick or column.
const TOP: i32 = 18;
/// Between the labels of the values and the plot.
const TICK_GAP: f64 = 8.0;
/// Below the plot, to the base line of the labels.
const LABELS_GAP: i32 = 18;
/// The part of its place that a column, or a group of columns, takes, and how wide one is at most.
const COLUMN_PART: f64 = 0.72;
const WIDEST_COLUMN: f64 = 56.0;
/// Between two labels below columns.
const GAP: f64 = 6.0;
const MOST_TICKS: usize = 6;
const MOST_LINES: usize = 3;
/// From one label to the next.
const YEAR_STEPS: [i64; 6] = [1, 2, 5, 10, 20, 50];
const MONTH_STEPS: [i64; 6] = [1, 2, 3, 6, 12, 24];
/// Between a column and its value.
const VALUE_GAP: i32 = 5;

/// Where the columns are.
struct ColumnPlaces {
    /// The place of each row, from 0.
    of_rows: Vec<usize>,
    /// What is written below each place.
    labels: Vec<PlaceLabel>,
    /// The first year or month.
    first: Option<Place>,
}

struct PlaceLabel {
    text: String,
    is_lit: bool,
}

/// `None` where the labels do not fit below the columns.
pub(super) fn draw_columns(chart: &Chart<'_>, width: i32) -> Option<Drawing> {
    let places = column_places(chart);
    let (low, high) = chart.extent();
    let whole = chart.has_only_whole_numbers();
    let ticks = ticks_around(low.min(0.0), high.max(0.0), MOST_TICKS, whole);
    let names: Vec<String> =
        ticks.values.iter().map(|tick| chart.axis_texts.number(*tick, ticks.decimals)).collect();
    let count = to_i32(chart.series.len()).max(1);
    let place_width = |left: f64| (f64::from(width) - left) / places.labels.len().max(1) as f64;
    // With all values above the columns, an axis would say nothing more.
    let widest_value = widest(chart.rows.iter().flat_map(value_texts));
    let has_values = widest_value <= place_width(0.0) * column_part(count) / f64::from(count)
        || count == 1 && widest_value + GAP <= place_width(0.0);
    let left = if has_values { 0.0 } else { widest(names.iter().map(|it| &**it)) + TICK_GAP };
    let place = place_width(left);
    let below = labels_below(&places, place)?;
    let plot = if width >= WIDE { PLOT } else { PLOT_OF_PHONE };
    let ends = match has_values {
        true => (low.min(0.0), if high > 0.0 || low < 0.0 { high.max(0.0) } else { 1.0 }),
        false => ticks.ends(),
    };
    // A value below its column needs room.
    let bottom = TOP + plot + if low < 0.0 && has_values { LINE_HEIGHT } else { 0 };
    let scale = Scale::new(ends, (f64::from(TOP + plot), f64::from(TOP)));
    let mut drawing = Drawing { width, names_series: count < 2, ..Drawing::default() };
    if !has_values {
        add_axis(&mut drawing, &ticks, names, &scale, left);
    }
    let zero = pixels(scale.at(0.0));
    let column = (place * column_part(count)).min(WIDEST_COLUMN * f64::from(count));
    let one = column / f64::from(count);
    for (row, at) in chart.rows.iter().zip(&places.of_rows) {
        let start = left + place * (*at as f64 + 0.5) - column / 2.0;
        for (index, value) in row.values.iter().enumerate() {
            let Some(Value { number, text }) = value else { continue };
            let (from, until) =
                (pixels(start + one * index as f64), pixels(start + one * (index + 1) as f64));
            let end = pixels(scale.at(*number));
            let form = Form::Rect {
                x: from,
                y: zero.min(end),
                width: (until - from - i32::from(count > 1)).max(1),
                height: (end - zero).abs(),
            };
            let (series, is_lit) = ((count > 1).then_some(index), row.is_lit);
            drawing.shapes.push(Shape { form, role: ShapeRole::Bar, series, is_lit });
            let fits_alone = row.is_lit && count == 1;
            if has_values || fits_alone {
                let y = if *number < 0.0 { end + LINE_HEIGHT - 3 } else { end - VALUE_GAP };
                let half = text_width(text) / 2.0;
                let x = f64::from(from + until) / 2.0;
                let x = x.max(half).min((f64::from(width) - half).max(half));
                let (anchor, role) = (LabelAnchor::Middle, LabelRole::Value);
                let (x, text) = (pixels(x), text.clone());
                drawing.labels.push(Label { x, y, anchor, role, series: None, is_lit, text });
            }
        }
    }
    let axis = Form::Path(format!("M{} {zero}H{width}", pixels(left)));
    drawing.shapes.push(Shape::plain(axis, ShapeRole::Zero));
    let mut lines = 0;
    for (at, text) in below {
        lines = lines.max(text.len());
        let is_lit = places.labels[at].is_lit;
        let middle = left + place * (at as f64 + 0.5);
        for (number, text) in (0..).zip(text) {
            let half = text_width(&text) / 2.0;
            let x = pixels(middle.max(half).min((f64::from(width) - half).max(half)));
            let y = bottom + LABELS_GAP + number * LINE_HEIGHT;
            let (anchor, role) = (LabelAnchor::Middle, LabelRole::Row);
            drawing.labels.push(Label { x, y, anchor, role, series: None, is_lit, text });
        }
    }
    drawing.height = bottom + LABELS_GAP - LINE_HEIGHT + lines_height(lines) + 6;
    Some(drawing)
}

fn value_texts(row: &Row) -> impl Iterator<Item = &str> {
    row.values.iter().flatten().map(|value| &*value.text)
}

/// Groups are closer to each other than single columns, so that they are wide enough.
fn column_part(count: i32) -> f64 {
    if count > 1 { 0.84 } else { COLUMN_PART }
}

/// The lines at the ticks, and their labels.
pub(super) fn add_axis(
    drawing: &mut Drawing,
    ticks: &Ticks,
    names: Vec<String>,
    scale: &Scale,
    left: f64,
) {
    for (tick, text) in ticks.values.iter().zip(names) {
        let y = pixels(scale.at(*tick));
        let form = Form::Path(format!("M{} {y}H{}", pixels(left), drawing.width));
        drawing.shapes.push(Shape::plain(form, ShapeRole::Grid));
        let (x, anchor) = (pixels(left - TICK_GAP), LabelAnchor::End);
        let (role, series, is_lit) = (LabelRole::Tick, None, false);
        drawing.labels.push(Label { x, y: y + 4, anchor, role, series, is_lit, text });
    }
}

/// Places in time if the rows are years or months, else one after the other.
fn column_places(chart: &Chart<'_>) -> ColumnPlaces {
    let dates: Option<Vec<FuzzyDate>> = chart.rows.iter().map(|row| row.date.clone()).collect();
    let Some(places) = dates.and_then(|dates| Places::of_dates(&dates)) else {
        let label = |row: &Row| PlaceLabel { text: row.label.clone(), is_lit: row.is_lit };
        return ColumnPlaces {
            of_rows: (0..chart.rows.len()).collect(),
            labels: chart.rows.iter().map(label).collect(),
            first: None,
        };
    };
    let row_at = |place: usize| {
        places.of_rows.iter().position(|of_row| *of_row == place).map(|row| &chart.rows[row])
    };
    let label = |place: usize| match row_at(place) {
        Some(row) => PlaceLabel { text: row.label.clone(), is_lit: row.is_lit },
        None => {
            let text = match places.first.plus(place) {
                Place::Year(year) => chart.axis_texts.year(year),
                Place::Month(month) => {
                    let day = i16::try_from(month.div_euclid(12)).ok().and_then(|year| {
                        Day::new(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1)
                    });
                    day.map_or_else(String::new, |day| chart.axis_texts.month(day))
                }
            };
            PlaceLabel { text, is_lit: false }
        }
    };
    let labels = (0..places.count).map(label).collect();
    ColumnPlaces { first: Some(places.first), of_rows: places.of_rows, labels }
}

/// The labels that are shown, each with its place and its lines. In time, those of round
/// years are enough; of other labels, all must fit: else `None`.
fn labels_below(places: &ColumnPlaces, place: f64) -> Option<Vec<(usize, Vec<String>)>> {
    let widest = widest(places.labels.iter().map(|label| &*label.text));
    let one_line = |label: &PlaceLabel| vec![label.text.clone()];
    if widest + GAP <= place {
        return Some(places.labels.iter().map(one_line).enumerate().collect());
    }
    if places.first.is_some() {
        return Some(round_labels(places, widest, place));
    }
    let is_word_too_wide = |label: &PlaceLabel| {
        label.text.split_whitespace().any(|word| text_width(word) + GAP > place)
    };
    let lines: Vec<(usize, Vec<String>)> =
        places.labels.iter().map(|label| wrap(&label.text, place - GAP)).enumerate().collect();
    let fits = !places.labels.iter().any(is_word_too_wide)
        && lines.iter().all(|(_, lines)| lines.len() <= MOST_LINES);
    fits.then_some(lines)
}

/// As many labels as fit, at round years or months. Those of lit rows come first.
fn round_labels(places: &ColumnPlaces, widest: f64, place: f64) -> Vec<(usize, Vec<String>)> {
    // The labels at the edges are moved inwards.
    let room = widest + 2.0 * GAP;
    let least = (room / place.max(1.0)).ceil().max(1.0) as i64;
    let steps = match places.first {
        Some(Place::Month(_)) => MONTH_STEPS,
        _ => YEAR_STEPS,
    };
    let step = steps.into_iter().find(|step| *step >= least).unwrap_or(least);
    let is_round = |at: &usize| match places.first.map(|first| first.plus(*at)) {
        Some(Place::Year(number) | Place::Month(number)) => number.rem_euclid(step) == 0,
        None => true,
    };
    let all = || 0..places.labels.len();
    let is_lit = |at: &usize| places.labels[*at].is_lit;
    let mut shown: Vec<usize> = Vec::new();
    for at in all().filter(is_lit).chain(all().filter(is_round)) {
        let is_free = |other: &usize| at.abs_diff(*other) as f64 * place >= room;
        if shown.iter().all(is_free) {
            shown.push(at);
        }
    }
    shown.sort_unstable();
    shown.into_iter().map(|at| (at, vec![places.labels[at].text.clone()])).collect()
}
