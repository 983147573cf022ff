//! Tables of text: comma-separated values (RFC 4180), also with semicolons or tabs in place of commas.

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::text::Span;

/// A table as read. Lines without any text are left out.
#[derive(Debug, PartialEq, Eq)]
pub struct Csv {
    pub rows: Vec<CsvRow>,
    delimiter: u8,
}

#[derive(Debug, PartialEq, Eq)]
pub struct CsvRow {
    /// Without the white space around them.
    pub cells: Vec<Box<str>>,
    /// The byte of the file where it begins, or that of a line end before it.
    start: usize,
}

impl Csv {
    /// Reads a file without its byte order mark.
    pub fn parse(text: &str) -> Self {
        let delimiter = delimiter(text);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        // Rows of any length are read, and the file is UTF-8: there are no errors.
        for record in reader.records().map_while(Result::ok) {
            let start = record.position().map_or(0, csv::Position::byte);
            let start = usize::try_from(start).unwrap_or(text.len());
            let cells: Vec<Box<str>> = StringRecord::iter(&record).map(Into::into).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(CsvRow { cells, start });
            }
        }
        Csv { rows, delimiter }
    }

    /// True for a file in which a comma may stand for the decimal point.
    pub fn allows_decimal_comma(&self) -> bool {
        self.delimiter != b','
    }

    /// Where a cell stands in the file, with its quotation marks; the end of the row where the row is
    /// too short.
    pub fn cell_span(&self, text: &str, row: usize, column: usize) -> Span {
        let start = self.rows.get(row).map_or(text.len(), |row| row.start);
        let rest = text.get(start..).unwrap_or_default();
        let start = text.len() - rest.trim_start_matches(['\r', '\n']).len();
        let (mut from, mut at_column, mut in_quotes) = (start, 0, false);
        for (at, byte) in text.bytes().enumerate().skip(start) {
            let is_end = !in_quotes && (matches!(byte, b'\r' | b'\n') || byte == self.delimiter);
            if is_end && (at_column == column || byte != self.delimiter) {
                return trimmed(text, from, at);
            }
            if is_end {
                (from, at_column) = (at + 1, at_column + 1);
            }
            in_quotes ^= byte == b'"';
        }
        trimmed(text, from, text.len())
    }

    /// The row in which a quotation mark has no second one.
    pub fn unclosed_row(&self, text: &str) -> Option<usize> {
        let is_odd = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        // It goes on to the end of the file.
        is_odd.then(|| self.rows.len().saturating_sub(1))
    }
}

/// Rows as CSV (RFC 4180): UTF-8, with a comma between cells and CR LF after each row.
pub fn write_csv<'a>(rows: impl IntoIterator<Item = impl Iterator<Item = &'a str>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("memory takes any row");
    }
    writer.into_inner().expect("memory takes any row")
}

fn trimmed(text: &str, from: usize, until: usize) -> Span {
    let cell = &text[from..until];
    let start = from + (cell.len() - cell.trim_start().len());
    Span::new(start..start + cell.trim().len())
}

/// What stands between the cells of the first line: a semicolon or a tab, if it has more of these than
/// commas.
fn delimiter(text: &str) -> u8 {
    let (mut counts, mut in_quotes) = ([(b',', 0), (b';', 0), (b'\t', 0)], false);
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'\r' | b'\n' if !in_quotes => break,
            _ if in_quotes => {}
            _ => counts
                .iter_mut()
                .filter(|(sign, _)| *sign == byte)
                .for_each(|(_, count)| *count += 1),
        }
    }
    // Of equal ones the first.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| sign)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let rows = Csv::parse(text).rows.into_iter();
        rows.map(|row| row.cells.iter().map(ToString::to_string).collect()).collect()
    }

    #[test]
    fn commas_semicolons_and_tabs_separate() {
        let expected = [["Year", "Tests"], ["2006", "1,5"]];
        for text in [
            "Year,Tests\n2006,\"1,5\"\n",
            "Year;Tests\r\n2006;1,5\r\n",
            "Year\tTests\n2006\t1,5",
            "\n\nYear , Tests\n\n 2006 ,\"1,5\"\n,\n",
        ] {
            assert_eq!(cells(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_quoted_cell_may_have_line_ends_and_quotation_marks() {
        assert_eq!(
            cells("a,b\n\"one\ntwo\",\"say \"\"x\"\"\"\n"),
            [["a", "b"], ["one\ntwo", "say \"x\""]]
        );
    }

    #[test]
    fn the_row_of_an_unclosed_quotation_mark_is_known() {
        assert_eq!(Csv::parse("a,b\n1,\"2\n3,4\n").unclosed_row("a,b\n1,\"2\n3,4\n"), Some(1));
        assert_eq!(Csv::parse("a,\"b\"\n").unclosed_row("a,\"b\"\n"), None);
    }

    proptest! {
        #[test]
        fn a_cell_stands_at_its_span(
            rows in prop::collection::vec(prop::collection::vec("[a-c, ;\"\n]{0,4}", 2..4), 1..5),
            crlf in any::<bool>(),
        ) {
            let quoted = |cell: &String| format!("\"x{}x\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",");
            let text = rows.iter().map(line).collect::<Vec<_>>();
            let text = text.join(if crlf { "\r\n" } else { "\n" });
            let csv = Csv::parse(&text);
            prop_assert_eq!(csv.rows.len(), rows.len());
            for (row, cells) in rows.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    let span = csv.cell_span(&text, row, column);
                    prop_assert_eq!(&text[span.range()], quoted(cell));
                }
            }
        }

        #[test]
        fn any_text_can_be_read(text in "\\PC*|[a,;\"\r\n\t 0-9]*") {
            let csv = Csv::parse(&text);
            for (at, row) in csv.rows.iter().enumerate() {
                for column in 0..row.cells.len() + 1 {
                    let span = csv.cell_span(&text, at, column);
                    prop_assert!(text.get(span.range()).is_some());
                }
            }
        }
    }
}
