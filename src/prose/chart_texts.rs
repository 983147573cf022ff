//! The table of a chart in words: as HTML, and as Markdown.

use super::markdown::escape_markdown;
use super::prose_renderer::{ProseRenderer, RenderTarget};
use crate::document::{ChartBlock, ChartNumber, ChartTable, TextId};
use crate::locale::NumberFormatter;
use crate::text::{Span, push_escaped_html};
use crate::time::FuzzyDate;

/// Stands in tables for a value that is missing.
const NO_VALUE: &str = "–";

/// The texts of a chart, in the language of its page.
pub struct ChartTexts<'a> {
    renderer: ProseRenderer<'a>,
    numbers: NumberFormatter,
}

impl<'a> ProseRenderer<'a> {
    /// The table of a chart of the document.
    pub fn chart_table(&self, block: &ChartBlock) -> ChartTable {
        let data = block.data.as_ref().map(|data| &*data.value);
        let file = data.and_then(|data| self.catalog.csv_file(&self.document.path, data));
        ChartTable::read(block, file.map(|(_, text)| text)).0
    }

    /// Formats the names and values of charts of the document.
    pub fn chart_texts(&self) -> ChartTexts<'a> {
        let language = self.document.language().unwrap_or(&self.config.language);
        ChartTexts { renderer: *self, numbers: NumberFormatter::new(language) }
    }

    /// Where the numbers of a chart are from. A citation alone gets the name of who published it.
    pub fn chart_source_html(&self, source: TextId, target: RenderTarget) -> String {
        let mut html = String::new();
        if let Some(names) = self.names_of_sources(source) {
            push_escaped_html(&names, &mut html);
        }
        html + &self.inline_html(source, target)
    }

    fn chart_source_markdown(&self, source: TextId) -> String {
        let names = self.names_of_sources(source).map(|names| escape_markdown(&names) + " ");
        names.unwrap_or_default() + self.markdown(source).trim()
    }

    /// Who published the sources that a text cites, if it says nothing else.
    fn names_of_sources(&self, text: TextId) -> Option<String> {
        let all = Span::whole(self.document.markdown(text));
        if !self.plain_text(text, all).trim().is_empty() {
            return None;
        }
        let mut names: Vec<&str> = Vec::new();
        for number in self.linked.citations[usize::from(text.0)].iter().filter_map(|it| it.source())
        {
            let origin = &self.linked.sources.get(number - 1)?.origin;
            let Some(source) = origin.source(self.document, self.catalog) else { continue };
            let name = source.publisher.as_deref().unwrap_or(&source.title);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Some(names.join(self.config.locale.text("comma"))).filter(|names| !names.is_empty())
    }

    /// A chart in texts that have no drawings.
    pub(super) fn chart_as_table_html(&self, block: &ChartBlock, target: RenderTarget) -> String {
        let mut out = self.chart_texts().table_html(&self.chart_table(block));
        if let Some(note) = block.note {
            out.extend(["<p>", &self.inline_html(note, target), "</p>\n"]);
        }
        if let Some(source) = block.source {
            let mut label = String::new();
            push_escaped_html(self.config.locale.text("chart_source"), &mut label);
            let text = self.chart_source_html(source, target);
            let parts = [("label", &*label), ("text", &text)];
            out.extend(["<p>", &self.config.locale.format("label", &parts), "</p>\n"]);
        }
        out
    }

    /// A chart as a Markdown table with what is said about it.
    pub(super) fn chart_markdown(&self, block: &ChartBlock) -> String {
        let (texts, table) = (self.chart_texts(), self.chart_table(block));
        let title = block.title.as_deref().map(|title| format!("**{}**", escape_markdown(title)));
        let unit = block.unit.as_deref().map(|unit| format!("({})", escape_markdown(unit)));
        let title: Vec<String> = [title, unit].into_iter().flatten().collect();
        let mut out = format!("{}\n\n", title.join(" "));
        let mut line = |cells: &mut dyn Iterator<Item = String>| {
            out.extend(["| ", &cells.collect::<Vec<_>>().join(" | "), " |\n"]);
        };
        let heads = table.columns.iter().map(|column| &*column.head);
        line(&mut std::iter::once(&*table.names_head).chain(heads).map(escape_markdown));
        let aligned = table.columns.iter().map(|_| "--:".to_owned());
        line(&mut std::iter::once("---".to_owned()).chain(aligned));
        for row in &table.rows {
            let name = escape_markdown(&texts.name(&row.name, row.date.as_ref()));
            let values = row.values.iter().map(|value| texts.value_or_dash(value.as_ref()));
            line(&mut std::iter::once(name).chain(values));
        }
        if let Some(note) = block.note {
            out.extend(["\n", self.markdown(note).trim(), "\n"]);
        }
        if let Some(source) = block.source {
            let label = escape_markdown(self.config.locale.text("chart_source"));
            let text = self.chart_source_markdown(source);
            let line = self.config.locale.format("label", &[("label", &label), ("text", &text)]);
            out.extend(["\n", &line, "\n"]);
        }
        out
    }
}

impl ChartTexts<'_> {
    /// The name of a row, in words where it is a date.
    pub fn name(&self, name: &str, date: Option<&FuzzyDate>) -> String {
        // The theme writes dates in the language of the site.
        match date.filter(|_| self.renderer.theme_language().is_none()) {
            Some(date) => self.renderer.config.locale.dates.format_date(date),
            None => name.to_owned(),
        }
    }

    pub fn value(&self, number: &ChartNumber) -> String {
        self.numbers.format(&number.digits)
    }

    /// The label of an axis.
    pub fn tick(&self, number: f64, decimals: usize) -> String {
        self.numbers.format(&format!("{number:.decimals$}"))
    }

    fn value_or_dash(&self, number: Option<&ChartNumber>) -> String {
        number.map_or_else(|| NO_VALUE.to_owned(), |number| self.value(number))
    }

    pub fn table_html(&self, table: &ChartTable) -> String {
        let mut out = String::from("<table>\n<thead><tr>");
        let mut cell = |start: &str, text: &str, end: &str| {
            out.push_str(start);
            push_escaped_html(text, &mut out);
            out.push_str(end);
        };
        cell("<th scope=\"col\">", &table.names_head, "</th>");
        for column in &table.columns {
            cell("<th scope=\"col\" class=\"figures\">", &column.head, "</th>");
        }
        cell("</tr></thead>\n<tbody>", "", "\n");
        for row in &table.rows {
            cell(if row.is_lit { "<tr class=\"lit\">" } else { "<tr>" }, "", "");
            cell("<th scope=\"row\">", &self.name(&row.name, row.date.as_ref()), "</th>");
            for value in &row.values {
                cell("<td class=\"figures\">", &self.value_or_dash(value.as_ref()), "</td>");
            }
            cell("</tr>", "", "\n");
        }
        cell("</tbody></table>", "", "\n");
        out
    }
}
