//! Messages about charts.

use super::messages::{
    BROKEN_CSV, CHART_DATA, CHART_ROW, CROWDED_CHART, EMPTY_BLOCK, NOT_A_NUMBER, UNKNOWN_HIGHLIGHT,
};
use crate::chart::ChartKind;
use crate::data::Spanned;
use crate::diagnostics::Diagnostic;
use crate::document::{ChartBlock, ChartMistake};
use crate::text::{SourcePath, Span, group_digits};

const MOST_COLUMNS_NAMED: usize = 12;

pub(super) fn not_a_csv_file(path: &SourcePath, written: &Spanned<Box<str>>) -> Diagnostic {
    let message = format!("`{}` is not a CSV file beside a page", written.value);
    let help = "save the table as CSV (UTF-8), under a name that ends in `.csv`, in the folder of \
                this page";
    Diagnostic::new(CHART_DATA, path, written.span, message).help(help)
}

pub(super) fn chart_mistake(
    path: &SourcePath,
    span: Span,
    chart: &ChartBlock,
    mistake: &ChartMistake,
) -> Diagnostic {
    let problem = |code, message: String| Diagnostic::new(code, path, span, message);
    match mistake {
        ChartMistake::NoData => problem(CHART_DATA, "this chart has no data".into()).help(
            "write `columns = [\"Year\", \"Tests\"]` and `rows = [[\"2006\", 1], [\"2009\", 1]]`, or \
             `data = \"tests.csv\"` for a file beside the page",
        ),
        ChartMistake::RowsAndData => {
            problem(CHART_DATA, "this chart has both `rows` and `data`".into())
                .help("delete one of the two")
        }
        ChartMistake::RowsWithoutColumns => {
            problem(CHART_DATA, "the columns of these rows have no heads".into())
                .help("add `columns`, the first above the names of the rows: `columns = [\"Year\", \"Tests\"]`")
        }
        ChartMistake::TooFewColumns => {
            problem(CHART_DATA, "a chart needs two columns: names and values".into()).help(
                "add a column of values; in a file, a comma, semicolon or tab stands between cells",
            )
        }
        ChartMistake::RangeColumns => {
            problem(CHART_DATA, "a range needs three columns: names, from and to".into())
                .help("name these three in `columns`, or write another `kind`")
        }
        ChartMistake::RowLength { has, needs, more } => {
            let rows = match more {
                0 => String::new(),
                more => format!("; {} more rows have another number too", group_digits(*more)),
            };
            problem(
                CHART_ROW,
                format!("this row has {}, the chart has {needs} columns{rows}", cells(*has)),
            )
            .help("write an empty text, `\"\"`, where a value is missing; in a CSV file nothing, but its comma")
        }
        ChartMistake::NotANumber { written, suggestion, more } => {
            let cells = match more {
                0 => String::new(),
                more => format!(", nor {} more cells of this column", group_digits(*more)),
            };
            let message = format!("I cannot read \"{written}\" as a number{cells}");
            let help = match suggestion {
                Some((number, other)) if other.is_empty() => format!("write {number}"),
                Some((number, other)) => format!("write {number}, and \"{other}\" in `unit`"),
                None => "write digits, with a point before decimals: 1234.5; leave the cell empty \
                         where there is no value"
                    .into(),
            };
            let is_whole_column = *more > 0 && chart.data.is_some() && chart.columns.is_empty();
            let help = match is_whole_column {
                true => format!("{help}; or name the columns that the chart shows in `columns`"),
                false => help,
            };
            problem(NOT_A_NUMBER, message).help(help)
        }
        ChartMistake::ControlCharacter(_) => problem(BROKEN_CSV, "invisible character".into()),
        ChartMistake::UnclosedQuote => {
            problem(BROKEN_CSV, "a quotation mark in this row has no second one".into()).help(
                "put quotation marks around the whole cell, and write one inside of it twice: \
                 \"the \"\"last\"\" test\"",
            )
        }
        ChartMistake::UnknownColumn { near, known } => {
            let help = match near {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => {
                    let known = known.iter().take(MOST_COLUMNS_NAMED);
                    let known: Vec<String> = known.map(|head| format!("\"{head}\"")).collect();
                    format!("its first row has {}", known.join(", "))
                }
            };
            problem(CHART_DATA, "the file has no column with this head".into()).help(help)
        }
        ChartMistake::UnknownHighlight { near } => {
            let what = if chart.kind == ChartKind::Line { "row or column" } else { "row" };
            let help = match near {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "write the name of a row as it is in its first cell".to_owned(),
            };
            problem(UNKNOWN_HIGHLIGHT, format!("the chart has no {what} of this name")).help(help)
        }
    }
}

fn cells(count: usize) -> String {
    if count == 1 { "1 cell".into() } else { format!("{count} cells") }
}

/// `what` says of what there are too many.
pub(super) fn crowded_chart(
    path: &SourcePath,
    span: Span,
    chart: &ChartBlock,
    (what, has, most): (&str, usize, usize),
) -> Diagnostic {
    let message = format!(
        "this chart has {} {what}; more than {} cannot be told apart",
        group_digits(has),
        group_digits(most)
    );
    let help = match what {
        "rows" if chart.kind != ChartKind::Line => {
            "leave out rows that the title does not need, or add them up as one"
        }
        _ => "leave some out: with `data`, `columns` names those that are drawn",
    };
    Diagnostic::new(CROWDED_CHART, path, span, message).help(help)
}

pub(super) fn empty_chart(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "this chart has no value to draw, and is left out";
    let help = "add a row with a value, or delete the block";
    Diagnostic::new(EMPTY_BLOCK, path, span, message).help(help)
}
