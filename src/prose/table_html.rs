//! Writes tables. Wide ones have labels, with which the theme shows each row as a block on narrow
//! screens.

use pulldown_cmark::{Alignment, Tag, TagEnd};

use super::html_writer::HtmlWriter;
use super::prose_renderer::RenderTarget;
use super::tables::{MAX_WIDTH, Table, width};
use crate::document::MdEvent;
use crate::text::Span;

impl HtmlWriter<'_> {
    pub(super) fn start_table(&mut self, alignments: &[Alignment]) {
        let table = Table::new(alignments, self.labels_if_wide(alignments.len()));
        let label = Some(self.localized("table"));
        let (label_language, language) = self.renderer.label_languages();
        let start = "<div class=\"table-scroll\" tabindex=\"0\" role=\"group\"";
        self.push_tag(start, &[("aria-label", label), ("lang", label_language)]);
        let role = table.role("table");
        self.push_tag("<table", &[("class", table.class()), ("role", role), ("lang", language)]);
        self.push("\n");
        self.tables.push(table);
    }

    pub(super) fn start_row(&mut self, in_head: bool) {
        let Some(table) = self.tables.last_mut() else { return };
        table.start_row(in_head);
        let (group, row) = (table.role("rowgroup"), table.role("row"));
        if in_head {
            self.push_tag("<thead", &[("role", group)]);
        }
        self.push_tag("<tr", &[("role", row)]);
    }

    pub(super) fn start_cell(&mut self) {
        let Some(mut table) = self.tables.pop() else { return };
        let next = self.events.get(self.at);
        let is_empty = matches!(next, Some((MdEvent::End(TagEnd::TableCell), _)));
        let (start, attributes) = table.next_cell(is_empty);
        self.push_tag(start, &attributes);
        self.tables.push(table);
    }

    pub(super) fn end_table_part(&mut self, part: TagEnd) {
        match (part, self.tables.last()) {
            (TagEnd::Table, _) => {
                self.tables.pop();
                self.push("</tbody></table></div>\n");
            }
            (TagEnd::TableHead, Some(table)) => {
                let role = table.role("rowgroup");
                self.push("</tr></thead>");
                self.push_tag("<tbody", &[("role", role)]);
                self.push("\n");
            }
            (TagEnd::TableRow, _) => self.push("</tr>\n"),
            (_, Some(table)) => self.push(table.cell_end),
            _ => {}
        }
    }

    /// The texts of the head of the table whose start was the last event, if the table has at least
    /// three columns and is too wide for a phone. Readers of feeds have no style sheet for them.
    fn labels_if_wide(&self, columns: usize) -> Option<Vec<String>> {
        if columns < 3 || self.target == RenderTarget::Feed {
            return None;
        }
        let events = &self.events[self.at..self.element_end(self.at - 1)];
        if width(events, columns) <= MAX_WIDTH {
            return None;
        }
        let head = events.iter().take_while(|(event, _)| *event != MdEvent::End(TagEnd::TableHead));
        let label = |(event, span): &(MdEvent<'_>, Span)| {
            (*event == MdEvent::Start(&Tag::TableCell))
                .then(|| self.renderer.plain_text(self.text, *span))
        };
        let labels: Vec<String> = head.filter_map(label).collect();
        labels.iter().any(|label| !label.is_empty()).then_some(labels)
    }
}
