//! The charts of texts: the table of a block, drawn for wide screens and for phones.

use std::fmt::Write;

use super::site_data::SiteData;
use super::summaries::string;
use super::view::{ChartDrawingView, ChartKeyView, ChartView};
use crate::catalog::{PageIx, chart_data_route};
use crate::chart::{
    AxisTexts, Chart, ChartKind, Drawing, Form, Label, LabelRole, Row, Series, Shape, ShapeRole,
    Value, draw,
};
use crate::data::write_csv;
use crate::document::{BlockData, ChartBlock, ChartNumber, ChartProblem, ChartTable};
use crate::prose::{ChartTexts, RenderTarget};
use crate::storyline::LabelAnchor;
use crate::text::{Slug, push_escaped_html};
use crate::time::Day;

/// The widths of the drawings, in pixels: of a text on a wide screen, and of a phone.
const WIDE: i32 = 664;
const NARROW: i32 = 320;
/// The colours of series.
const COLOURS: usize = 6;
const DOT_RADIUS: &str = "5";
/// More rows than these are no longer read in a drawing.
const MOST_ROWS: usize = 40;
const MOST_COLUMNS: usize = 120;
const MOST_POINTS: usize = 2_000;

/// A chart; `None` if it has no value to draw.
pub(super) fn of_block(data: &SiteData<'_>, page: PageIx, block: &ChartBlock) -> Option<ChartView> {
    let prose = data.prose(page);
    let table = prose.chart_table(block);
    if !table.has_values() {
        return None;
    }
    let texts = prose.chart_texts();
    let axis_texts = PageTexts { data, texts: &texts };
    let chart = chart(block.kind, &table, &texts, &axis_texts);
    let drawing = |width: i32| {
        let drawing = draw(&chart, width);
        ChartDrawingView {
            width: drawing.width,
            height: drawing.height,
            needs_key: !drawing.names_series,
            marks_html: marks_html(&drawing),
        }
    };
    let (wide, narrow) = (drawing(WIDE), drawing(NARROW));
    let key = |(index, series): (usize, &Series)| ChartKeyView {
        title: series.name.clone(),
        class: series_class(index),
        lit: series.is_lit,
    };
    let needs_key = wide.needs_key || narrow.needs_key;
    let inline = |text| prose.inline_html(text, RenderTarget::OwnPage);
    let source = |text| prose.chart_source_html(text, RenderTarget::OwnPage);
    let title = block.title.as_deref().unwrap_or_default();
    let name = Slug::from_text(title).map_or_else(|_| "chart".to_owned(), |slug| slug.to_string());
    Some(ChartView {
        kind: block.kind.name(),
        unit: string(&block.unit),
        note_html: block.note.map(inline),
        source_html: block.source.map(source),
        has_lit: table.rows.iter().any(|row| row.is_lit)
            || table.columns.iter().any(|column| column.is_lit),
        wide,
        narrow,
        key: chart.series.iter().enumerate().filter(|_| needs_key).map(key).collect(),
        table_html: texts.table_html(&table),
        data: data_href(data, page, block),
        data_name: format!("{name}.csv"),
    })
}

/// What is wrong with the table of a chart.
pub fn chart_problems(data: &SiteData<'_>, page: PageIx, block: &ChartBlock) -> Vec<ChartProblem> {
    let written = block.data.as_ref().map(|data| &*data.value);
    let file =
        written.and_then(|written| data.catalog.csv_file(&data.document(page).path, written));
    ChartTable::read(block, file.map(|(_, text)| text)).1
}

/// What a chart has too much of to be read: its rows or its columns, how many, and how many are good.
pub fn chart_too_large(
    data: &SiteData<'_>,
    page: PageIx,
    block: &ChartBlock,
) -> Option<(&'static str, usize, usize)> {
    let table = data.prose(page).chart_table(block);
    let most = match block.kind {
        ChartKind::Bar | ChartKind::Range | ChartKind::Dots => MOST_ROWS,
        ChartKind::Column => MOST_COLUMNS,
        ChartKind::Line => MOST_POINTS,
    };
    let (rows, columns) = (table.rows.len(), table.columns.len());
    let sizes = [("rows", rows, most), ("columns of values", columns, COLOURS)];
    sizes.into_iter().find(|(_, has, most)| has > most)
}

/// The charts of a page whose rows are in its text, with the number of each among its charts.
pub(super) fn charts_with_rows<'a>(
    data: &SiteData<'a>,
    page: PageIx,
) -> impl Iterator<Item = (&'a ChartBlock, usize)> + use<'a> {
    let charts = data.document(page).blocks.iter().filter_map(|block| match &block.data {
        BlockData::Chart(chart) => Some(chart),
        _ => None,
    });
    charts.zip(1..).filter(|(chart, _)| chart.data.is_none() && !chart.rows.is_empty())
}

/// The rows of a chart as CSV.
pub fn chart_data(data: &SiteData<'_>, page: PageIx, number: usize) -> Option<Vec<u8>> {
    let (chart, _) = charts_with_rows(data, page).find(|(_, own)| *own == number)?;
    let heads: Vec<&str> = chart.columns.iter().map(|head| &*head.value).collect();
    let rows = chart.rows.iter().map(|row| row.cells.iter().map(|cell| &*cell.value).collect());
    let rows: Vec<Vec<&str>> = std::iter::once(heads).chain(rows).collect();
    Some(write_csv(rows.into_iter().map(Vec::into_iter)))
}

fn data_href(data: &SiteData<'_>, page: PageIx, block: &ChartBlock) -> Option<String> {
    if let Some(written) = &block.data {
        return data.file_or_url(data.document(page), &written.value);
    }
    let (_, number) =
        charts_with_rows(data, page).find(|(chart, _)| std::ptr::eq(*chart, block))?;
    Some(data.route_href(&chart_data_route(&data.entry(page).route, number)))
}

fn chart<'a>(
    kind: ChartKind,
    table: &ChartTable,
    texts: &ChartTexts<'_>,
    axis_texts: &'a dyn AxisTexts,
) -> Chart<'a> {
    let series = table
        .columns
        .iter()
        .map(|column| Series { name: column.head.to_string(), is_lit: column.is_lit });
    let rows = table.rows.iter().map(|row| {
        let value =
            |number: &ChartNumber| Value { number: number.value, text: texts.value(number) };
        Row {
            label: texts.name(&row.name, row.date.as_ref()),
            date: row.date.clone(),
            is_lit: row.is_lit,
            values: row.values.iter().map(|number| number.as_ref().map(value)).collect(),
        }
    });
    Chart { kind, series: series.collect(), rows: rows.collect(), axis_texts }
}

/// The texts of axes.
struct PageTexts<'a> {
    data: &'a SiteData<'a>,
    texts: &'a ChartTexts<'a>,
}

impl AxisTexts for PageTexts<'_> {
    fn number(&self, number: f64, decimals: usize) -> String {
        self.texts.tick(number, decimals)
    }

    fn year(&self, year: i64) -> String {
        self.data.locale().dates.format_year(year)
    }

    fn month(&self, day: Day) -> String {
        self.data.locale().dates.format_month(day)
    }
}

fn series_class(index: usize) -> String {
    format!("series-{}", index % COLOURS + 1)
}

/// The shapes and texts of a drawing.
fn marks_html(drawing: &Drawing) -> String {
    let mut out = String::new();
    for shape in &drawing.shapes {
        let class = shape_class(shape);
        let _ = match &shape.form {
            Form::Rect { x, y, width, height } => write!(
                out,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
            ),
            Form::Dot { x, y } => {
                write!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{DOT_RADIUS}\"/>")
            }
            Form::Path(d) => write!(out, "<path class=\"{class}\" d=\"{d}\"/>"),
        };
    }
    for label in &drawing.labels {
        let (x, y) = (label.x, label.y);
        let anchor = match label.anchor {
            LabelAnchor::Start => "",
            LabelAnchor::Middle => " text-anchor=\"middle\"",
            LabelAnchor::End => " text-anchor=\"end\"",
        };
        let class = label_class(label);
        let _ = write!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>");
        push_escaped_html(&label.text, &mut out);
        out.push_str("</text>");
    }
    out
}

fn shape_class(shape: &Shape) -> String {
    let role = match shape.role {
        ShapeRole::Grid => "grid",
        ShapeRole::Zero => "zero",
        ShapeRole::Bar => "bar",
        ShapeRole::Line => "line",
        ShapeRole::Dot => "dot",
        ShapeRole::Span => "span",
    };
    classes(role, shape.series, shape.is_lit)
}

fn label_class(label: &Label) -> String {
    let role = match label.role {
        LabelRole::Row => "row",
        LabelRole::Tick => "tick",
        LabelRole::Value => "value",
        LabelRole::Missing => "missing",
        LabelRole::Series => "series",
    };
    classes(role, label.series, label.is_lit)
}

fn classes(role: &str, series: Option<usize>, is_lit: bool) -> String {
    let mut classes = role.to_owned();
    if let Some(index) = series {
        let _ = write!(classes, " {}", series_class(index));
    }
    if is_lit {
        classes.push_str(" lit");
    }
    classes
}
