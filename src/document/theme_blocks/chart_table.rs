//! The table of a chart: what the rows of its block or of its file say, and what is wrong with them.

use super::chart::ChartBlock;
use super::chart_number::{ChartNumber, is_missing, suggest_number};
use crate::chart::ChartKind;
use crate::data::{Csv, Spanned};
use crate::diagnostics::nearest_match;
use crate::text::{Span, forbidden_controls, nfc};
use crate::time::FuzzyDate;

/// A table of numbers. Each row has a value for each column; `None` where it is missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartTable {
    /// The head of the names of the rows.
    pub names_head: Box<str>,
    pub columns: Vec<ChartColumn>,
    pub rows: Vec<ChartRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChartColumn {
    pub head: Box<str>,
    pub is_lit: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChartRow {
    pub name: Box<str>,
    /// Where the names of all rows are dates.
    pub date: Option<FuzzyDate>,
    pub is_lit: bool,
    pub values: Vec<Option<ChartNumber>>,
}

/// Something wrong with a table.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartProblem {
    pub place: ChartPlace,
    pub mistake: ChartMistake,
}

/// A place in one of the two files of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartPlace {
    /// The block as a whole.
    Block,
    /// In the file of the page.
    Page(Span),
    /// In the file of the data.
    Data(Span),
}

#[derive(Clone, Debug, PartialEq)]
pub enum ChartMistake {
    /// It has neither `rows` nor `data`.
    NoData,
    /// It has both.
    RowsAndData,
    RowsWithoutColumns,
    TooFewColumns,
    /// A range that has not two columns of values.
    RangeColumns,
    /// `more` rows have another length too.
    RowLength {
        has: usize,
        needs: usize,
        more: usize,
    },
    /// `more` cells of the column are no numbers either.
    NotANumber {
        written: Box<str>,
        suggestion: Option<(String, String)>,
        more: usize,
    },
    ControlCharacter(char),
    UnclosedQuote,
    UnknownColumn {
        near: Option<Box<str>>,
        known: Vec<Box<str>>,
    },
    UnknownHighlight {
        near: Option<Box<str>>,
    },
}

/// So many alike problems are reported each, more of them in one.
const MOST_ALIKE: usize = 3;

/// A cell and its place.
struct Cell<'a> {
    text: &'a str,
    place: ChartPlace,
}

impl ChartTable {
    /// Reads the rows of a block, or the text of its file.
    pub fn read(block: &ChartBlock, data: Option<&str>) -> (Self, Vec<ChartProblem>) {
        let mut problems = Vec::new();
        let report = |problems: &mut Vec<_>, place, mistake| {
            problems.push(ChartProblem { place, mistake });
        };
        let csv = data.map(|text| (Csv::parse(text), text));
        let mut allows_comma = false;
        let (heads, rows): (Vec<&str>, Vec<(ChartPlace, Vec<Cell<'_>>)>) = match &csv {
            Some((csv, text)) => {
                if let Some(written) = block.rows.first() {
                    let place = ChartPlace::Page(written.span);
                    report(&mut problems, place, ChartMistake::RowsAndData);
                }
                allows_comma = csv.allows_decimal_comma();
                match read_file(csv, text, block, &mut problems) {
                    Some(read) => read,
                    None => return (ChartTable::default(), problems),
                }
            }
            None if block.rows.is_empty() => {
                report(&mut problems, ChartPlace::Block, ChartMistake::NoData);
                return (ChartTable::default(), problems);
            }
            None if block.columns.is_empty() => {
                let place = ChartPlace::Page(block.rows[0].span);
                report(&mut problems, place, ChartMistake::RowsWithoutColumns);
                return (ChartTable::default(), problems);
            }
            None => {
                let rows = block.rows.iter().filter(|row| row.is_valid).map(|row| {
                    let cells = row.cells.iter();
                    let cell = |cell: &'_ Spanned<Box<str>>| ChartPlace::Page(cell.span);
                    let cells = cells.map(|it| Cell { text: &it.value, place: cell(it) });
                    (ChartPlace::Page(row.span), cells.collect())
                });
                (block.columns.iter().map(|head| &*head.value).collect(), rows.collect())
            }
        };
        let needs = heads.len();
        let columns_place = block.columns.first().zip(block.columns.last());
        let columns_place = columns_place.map_or(ChartPlace::Block, |(first, last)| {
            ChartPlace::Page(Span { start: first.span.start, end: last.span.end })
        });
        if needs < 2 {
            report(&mut problems, columns_place, ChartMistake::TooFewColumns);
            return (ChartTable::default(), problems);
        }
        if block.kind == ChartKind::Range && needs != 3 {
            report(&mut problems, columns_place, ChartMistake::RangeColumns);
            return (ChartTable::default(), problems);
        }
        let (full, odd): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|(_, cells)| cells.len() == needs);
        let odd = odd.iter().map(|(place, cells)| {
            let (has, more) = (cells.len(), 0);
            let mistake = ChartMistake::RowLength { has, needs, more };
            ChartProblem { place: *place, mistake }
        });
        add_alike(odd.collect(), &mut problems);
        let mut table = ChartTable {
            names_head: heads[0].into(),
            columns: heads[1..]
                .iter()
                .map(|head| ChartColumn { head: (*head).into(), is_lit: false })
                .collect(),
            rows: full.iter().map(|(_, cells)| ChartRow::named(cells[0].text)).collect(),
        };
        for column in 1..needs {
            let mut wrong = Vec::new();
            for ((_, cells), row) in full.iter().zip(&mut table.rows) {
                let cell = &cells[column];
                let number = ChartNumber::parse(cell.text, allows_comma);
                if number.is_none() && !is_missing(cell.text) {
                    let written = cell.text.into();
                    let suggestion = suggest_number(cell.text);
                    let mistake = ChartMistake::NotANumber { written, suggestion, more: 0 };
                    wrong.push(ChartProblem { place: cell.place, mistake });
                }
                row.values.push(number);
            }
            add_alike(wrong, &mut problems);
        }
        table.read_dates();
        // Of a table with mistakes, a row may be left out.
        let is_complete = problems.is_empty() && block.rows.iter().all(|row| row.is_valid);
        table.highlight(block, is_complete, &mut problems);
        (table, problems)
    }

    pub fn has_values(&self) -> bool {
        self.rows.iter().any(|row| row.values.iter().any(Option::is_some))
    }

    fn read_dates(&mut self) {
        let date = |row: &ChartRow| {
            FuzzyDate::parse(&row.name).ok().filter(|date| date.representative_day().is_some())
        };
        let dates: Option<Vec<FuzzyDate>> = self.rows.iter().map(date).collect();
        for (row, date) in self.rows.iter_mut().zip(dates.into_iter().flatten()) {
            row.date = Some(date);
        }
    }

    /// Lights the rows and columns that `highlight` names.
    fn highlight(&mut self, block: &ChartBlock, reports: bool, problems: &mut Vec<ChartProblem>) {
        for name in &block.highlight {
            let written = nfc(name.value.trim());
            let is_meant = |other: &str| *nfc(other) == *written;
            let mut is_found = false;
            for row in self.rows.iter_mut().filter(|row| is_meant(&row.name)) {
                (row.is_lit, is_found) = (true, true);
            }
            let has_lines = block.kind == ChartKind::Line;
            let columns =
                self.columns.iter_mut().filter(|column| has_lines && is_meant(&column.head));
            for column in columns {
                (column.is_lit, is_found) = (true, true);
            }
            if !is_found && reports {
                let rows = self.rows.iter().map(|row| &*row.name);
                let columns = self.columns.iter().filter(|_| has_lines).map(|column| &*column.head);
                let near = nearest_match(&written, rows.chain(columns)).map(Into::into);
                let mistake = ChartMistake::UnknownHighlight { near };
                problems.push(ChartProblem { place: ChartPlace::Page(name.span), mistake });
            }
        }
    }
}

impl ChartRow {
    fn named(name: &str) -> Self {
        ChartRow { name: name.into(), date: None, is_lit: false, values: Vec::new() }
    }
}

type ReadRows<'a> = (Vec<&'a str>, Vec<(ChartPlace, Vec<Cell<'a>>)>);

/// The heads and rows of a file; only the columns that the block names, if it names some. `None` where
/// it has a mistake after which no cell can be trusted.
fn read_file<'a>(
    csv: &'a Csv,
    text: &str,
    block: &ChartBlock,
    problems: &mut Vec<ChartProblem>,
) -> Option<ReadRows<'a>> {
    let place = |row: usize, column: usize| ChartPlace::Data(csv.cell_span(text, row, column));
    if let Some(row) = csv.unclosed_row(text) {
        let column = csv.rows.get(row).map_or(0, |row| row.cells.len().saturating_sub(1));
        let mistake = ChartMistake::UnclosedQuote;
        problems.push(ChartProblem { place: place(row, column), mistake });
        return None;
    }
    if let Some((at, sign)) = forbidden_controls(text).next() {
        let place = ChartPlace::Data(Span::new(at..at + sign.len_utf8()));
        problems.push(ChartProblem { place, mistake: ChartMistake::ControlCharacter(sign) });
        return None;
    }
    let Some(heads) = csv.rows.first().map(|row| &row.cells) else {
        problems.push(ChartProblem { place: ChartPlace::Block, mistake: ChartMistake::NoData });
        return None;
    };
    let mut chosen: Vec<usize> = Vec::new();
    for name in &block.columns {
        let written = nfc(name.value.trim());
        match heads.iter().position(|head| *nfc(head) == *written) {
            Some(column) => chosen.push(column),
            None => {
                let near = nearest_match(&written, heads.iter().map(|head| &**head));
                let (near, known) = (near.map(Into::into), heads.clone());
                let mistake = ChartMistake::UnknownColumn { near, known };
                problems.push(ChartProblem { place: ChartPlace::Page(name.span), mistake });
            }
        }
    }
    if chosen.len() < block.columns.len() {
        return None;
    }
    if block.columns.is_empty() {
        chosen = (0..heads.len()).collect();
    }
    let (full, odd): (Vec<_>, Vec<_>) =
        csv.rows.iter().enumerate().skip(1).partition(|(_, row)| row.cells.len() == heads.len());
    let odd = odd.into_iter().map(|(at, row)| {
        let (has, needs) = (row.cells.len(), heads.len());
        let mistake = ChartMistake::RowLength { has, needs, more: 0 };
        ChartProblem { place: place(at, has.min(needs + 1).saturating_sub(1)), mistake }
    });
    add_alike(odd.collect(), problems);
    let rows = full.into_iter().map(|(at, row)| {
        let cell = |column: &usize| Cell { text: &row.cells[*column], place: place(at, *column) };
        (place(at, 0), chosen.iter().map(cell).collect())
    });
    let heads = chosen.iter().map(|column| &*heads[*column]).collect();
    Some((heads, rows.collect()))
}

/// Adds problems of one sort: each, or the first for all.
fn add_alike(mut alike: Vec<ChartProblem>, problems: &mut Vec<ChartProblem>) {
    if alike.len() > MOST_ALIKE {
        let others = alike.len() - 1;
        alike.truncate(1);
        for problem in &mut alike {
            if let ChartMistake::RowLength { more, .. } | ChartMistake::NotANumber { more, .. } =
                &mut problem.mistake
            {
                *more = others;
            }
        }
    }
    problems.append(&mut alike);
}
