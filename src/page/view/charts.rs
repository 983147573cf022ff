//! Charts.

use serde::Serialize;

/// A chart of a text: two drawings of the same, and its table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ChartView {
    /// `bar`, `column`, `line`, `range` or `dots`.
    pub kind: &'static str,
    pub unit: Option<String>,
    pub note_html: Option<String>,
    pub source_html: Option<String>,
    /// Some rows or lines are highlighted.
    pub has_lit: bool,
    /// Of at least 36 rem.
    pub wide: ChartDrawingView,
    /// Of a phone.
    pub narrow: ChartDrawingView,
    /// The colours of the series, for drawings that do not name them.
    pub key: Vec<ChartKeyView>,
    pub table_html: String,
    /// The data as CSV.
    pub data: Option<String>,
    /// The name under which readers save them.
    pub data_name: String,
}

/// A drawing, in pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ChartDrawingView {
    pub width: i32,
    pub height: i32,
    /// Its shapes and texts, as SVG.
    pub marks_html: String,
    pub needs_key: bool,
}

/// The name and class of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ChartKeyView {
    pub title: String,
    pub class: String,
    pub lit: bool,
}
