//! Charts: the values of a table into shapes and labels with positions. No colours, markup or pages;
//! all texts are complete.

mod columns;
mod label_text;
mod lines;
mod row_bars;
mod row_dots;
mod row_labels;
mod scale;
mod time_axis;

use crate::storyline::LabelAnchor;
use crate::time::{Day, FuzzyDate};
use columns::draw_columns;
use lines::draw_lines;
use row_bars::draw_bars;
use row_dots::{draw_dots, draw_ranges};

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Horizontal bars, one below the other.
    Bar,
    /// Vertical bars from left to right.
    Column,
    Line,
    /// From one value to another, for each row.
    Range,
    /// Values as dots on a common scale, for each row.
    Dots,
}

impl ChartKind {
    pub const NAMES: &'static [&'static str] = &["bar", "column", "line", "range", "dots"];

    pub fn parse(name: &str) -> Option<Self> {
        use ChartKind::{Bar, Column, Dots, Line, Range};
        let at = Self::NAMES.iter().position(|known| *known == name)?;
        [Bar, Column, Line, Range, Dots].get(at).copied()
    }

    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// What is drawn.
pub struct Chart<'a> {
    pub kind: ChartKind,
    pub series: Vec<Series>,
    pub rows: Vec<Row>,
    pub axis_texts: &'a dyn AxisTexts,
}

/// A column of values.
#[derive(Clone, Debug)]
pub struct Series {
    pub name: String,
    pub is_lit: bool,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub label: String,
    /// What the label says, if all labels are dates.
    pub date: Option<FuzzyDate>,
    pub is_lit: bool,
    /// One for each series; `None` where it is missing.
    pub values: Vec<Option<Value>>,
}

#[derive(Clone, Debug)]
pub struct Value {
    pub number: f64,
    pub text: String,
}

/// The texts of axes, in the language of the page.
pub trait AxisTexts {
    fn number(&self, number: f64, decimals: usize) -> String;
    fn year(&self, year: i64) -> String;
    fn month(&self, day: Day) -> String;
}

/// A drawing, in pixels. Its origin is at the top left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    pub width: i32,
    pub height: i32,
    /// From back to front.
    pub shapes: Vec<Shape>,
    pub labels: Vec<Label>,
    /// False where the colours of the series need a key.
    pub names_series: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub form: Form,
    pub role: ShapeRole,
    /// The index of the series that it belongs to.
    pub series: Option<usize>,
    pub is_lit: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    Rect {
        x: i32,
        y: i32,
        width: i32,
        height: i32,
    },
    Dot {
        x: i32,
        y: i32,
    },
    /// The `d` of an SVG path.
    Path(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeRole {
    /// A line at a tick.
    Grid,
    /// The line from which bars grow.
    Zero,
    Bar,
    Line,
    Dot,
    /// From one end of a range to the other.
    Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub x: i32,
    /// The base line.
    pub y: i32,
    pub anchor: LabelAnchor,
    pub role: LabelRole,
    pub series: Option<usize>,
    pub is_lit: bool,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelRole {
    Row,
    Tick,
    Value,
    /// In place of a value that is missing.
    Missing,
    Series,
}

/// The font size of labels, in pixels.
const FONT_SIZE: f64 = 13.0;
/// From one base line to the next.
const LINE_HEIGHT: i32 = 16;
/// A drawing at least this wide is not for phones.
const WIDE: i32 = 500;

/// Draws a chart for a width in pixels.
pub fn draw(chart: &Chart<'_>, width: i32) -> Drawing {
    match chart.kind {
        ChartKind::Bar => draw_bars(chart, width),
        // Names that do not fit below columns fit beside bars.
        ChartKind::Column => draw_columns(chart, width).unwrap_or_else(|| draw_bars(chart, width)),
        ChartKind::Line => draw_lines(chart, width),
        ChartKind::Range => draw_ranges(chart, width),
        ChartKind::Dots => draw_dots(chart, width),
    }
}

impl Chart<'_> {
    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.rows.iter().flat_map(|row| row.values.iter().flatten()).map(|value| value.number)
    }

    /// The lowest and the highest value; 0 and 0 if there is none.
    fn extent(&self) -> (f64, f64) {
        let extent = self.numbers().fold(None, |ends: Option<(f64, f64)>, number| match ends {
            None => Some((number, number)),
            Some((low, high)) => Some((low.min(number), high.max(number))),
        });
        extent.unwrap_or_default()
    }

    fn has_only_whole_numbers(&self) -> bool {
        self.numbers().all(|number| number.fract() == 0.0)
    }
}

impl Shape {
    fn plain(form: Form, role: ShapeRole) -> Self {
        Shape { form, role, series: None, is_lit: false }
    }
}

fn pixels(position: f64) -> i32 {
    position.round() as i32
}

fn to_i32(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX / 1_000)
}
