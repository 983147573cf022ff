//! A fenced block `chart`.

use crate::chart::ChartKind;
use crate::data::{Decode, Decoder, FieldType, Node, Spanned, records};
use crate::document::TextId;

records! {
    /// A fenced block `chart`: a table of numbers, drawn.
    #[derive(Clone, Debug)]
    pub struct ChartBlock: "a `chart` block" {
        /// How it is drawn: bars from left to right, columns, a line through time, a range from one value to another, or dots on a common scale.
        kind: ChartKind;
        /// What the chart shows, in a sentence.
        title: Option<Box<str>>, required = true;
        /// What the numbers count: "million people".
        unit: Option<Box<str>>;
        /// The heads of the columns, the first above the names of the rows. With `data`, the columns to draw, by their heads in the file.
        columns: Vec<Spanned<Box<str>>> = List(&Cell);
        /// The rows: each a name and its values. An empty text is a value that is missing.
        rows: Vec<ChartCells> = List(&List(&Cell));
        /// A CSV file beside the page, in place of `rows`. Its first row is the heads.
        data: Option<Spanned<Box<str>>>;
        /// The rows that the title is about, by their names; in a chart of several lines also columns.
        highlight: Vec<Spanned<Box<str>>> = OneOrMany(&Text);
        /// What readers must know to read the numbers.
        note: Option<TextId>;
        /// Where the numbers are from: a citation.
        source: Option<TextId>;
    }
}

/// A row as written. Cells that are invalid have been reported.
#[derive(Clone, Debug)]
pub struct ChartCells {
    pub cells: Box<[Spanned<Box<str>>]>,
    pub span: crate::text::Span,
    pub is_valid: bool,
}

impl Decode for ChartCells {
    const TYPE: FieldType = FieldType::List(&FieldType::Cell);

    fn decode(node: &Node, _: &mut Decoder<'_>) -> Option<Self> {
        let cells = node.entries().iter().filter_map(|cell| {
            Some(Spanned { value: cell.as_text()?.trim().into(), span: cell.span })
        });
        Some(ChartCells {
            cells: cells.collect(),
            span: node.span,
            is_valid: node.is_valid_with_children(),
        })
    }
}

impl Decode for ChartKind {
    const TYPE: FieldType = FieldType::Choice(ChartKind::NAMES);

    fn decode(node: &Node, _: &mut Decoder<'_>) -> Option<Self> {
        ChartKind::parse(node.as_text()?)
    }
}

impl ChartBlock {
    /// The plain texts that are prose.
    pub(super) fn prose_mut(&mut self) -> impl Iterator<Item = &mut Box<str>> {
        self.title.iter_mut().chain(&mut self.unit)
    }
}
