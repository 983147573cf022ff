//! Markup into HTML. Names, links and citations have been decided; here they are only written.

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, HeadingLevel, Tag, TagEnd};

use super::footnotes::Footnotes;
use super::renderer::{ProseRenderer, RenderTarget};
use crate::document::{Citation, MdEvent, Outline, Quotation, TextId};
use crate::link::{CiteRef, FoundName, LinkTarget};
use crate::text::{Span, push_escaped_html, push_html_attribute};

/// A piece as HTML.
pub(super) fn render_html<'a>(
    writer: ProseRenderer<'a>,
    piece: TextId,
    setting: RenderTarget,
) -> String {
    let markdown = writer.document.markdown(piece);
    let index = usize::from(piece.0);
    let outline = writer.document.outline(piece);
    let parts: Vec<(MdEvent<'a>, Span)> = outline.events.iter(markdown).collect();
    let mut pen = HtmlWriter {
        renderer: writer,
        target: setting,
        in_body: piece == writer.document.body_id(),
        outline,
        unlinked_names: writer.linked.names[index]
            .iter()
            .filter(|name| {
                outline.links.binary_search_by_key(&name.span, |link| link.span).is_err()
            })
            .collect(),
        all_names: &writer.linked.names[index],
        targets: &writer.linked.targets[index],
        cites: &writer.linked.citations[index],
        out: String::with_capacity(markdown.len() * 2),
        next_name: 0,
        open_name_end: None,
        footnotes: Footnotes::new(if piece == writer.document.body_id() {
            "note-".to_owned()
        } else {
            format!("note-{}-", piece.0 + 1)
        }),
        suspended_outputs: Vec::new(),
        tables: Vec::new(),
        link_closers: Vec::new(),
        open_quotes: Vec::new(),
        pending_break: false,
    };
    let mut at = 0;
    while at < parts.len() {
        at += pen.write_event(&parts, at);
    }
    let HtmlWriter { mut out, footnotes: notes, .. } = pen;
    notes.write_list(&writer.config.locale, &mut out);
    out
}

pub(super) struct HtmlWriter<'a> {
    pub(super) renderer: ProseRenderer<'a>,
    pub(super) target: RenderTarget,
    /// Headings of the body have anchors; those of prose in front matter, on the same page, have
    /// none.
    in_body: bool,
    pub(super) outline: &'a Outline,
    /// Names found in the text; those that are links by hand are left out.
    pub(super) unlinked_names: Vec<&'a FoundName>,
    pub(super) all_names: &'a [FoundName],
    pub(super) targets: &'a [LinkTarget],
    pub(super) cites: &'a [CiteRef],
    pub(super) out: String,
    pub(super) next_name: usize,
    /// The end of the name that is open, and how it is closed.
    pub(super) open_name_end: Option<(u32, &'static str)>,
    footnotes: Footnotes,
    /// Output that waits while a footnote is written.
    suspended_outputs: Vec<(String, String)>,
    tables: Vec<Table>,
    /// How each open link is closed.
    pub(super) link_closers: Vec<&'static str>,
    pub(super) open_quotes: Vec<OpenQuote<'a>>,
    pending_break: bool,
}

struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    head: bool,
}

pub(super) enum OpenQuote<'a> {
    Plain,
    Alert,
    Attributed { quotation: &'a Quotation, in_caption: bool },
}

impl<'a> HtmlWriter<'a> {
    /// Writes the part at `at`, and returns how many were used up.
    fn write_event(&mut self, parts: &[(MdEvent<'a>, Span)], at: usize) -> usize {
        let (part, span) = parts[at];
        if self.pending_break && !(matches!(part, MdEvent::Text(_)) && self.begins_caption(span)) {
            self.out.push('\n');
        }
        self.pending_break = false;
        match part {
            MdEvent::Start(tag) => return self.start_element(tag, span, parts, at),
            MdEvent::End(tag) => self.end_element(tag),
            MdEvent::Text(text) => self.text(text, span),
            MdEvent::Code(code) => {
                self.out.push_str("<code>");
                push_escaped_html(code, &mut self.out);
                self.out.push_str("</code>");
            }
            MdEvent::Html(raw) => {
                if self.renderer.config.markdown.raw_html {
                    self.out.push_str(raw);
                } else {
                    push_escaped_html(raw, &mut self.out);
                }
            }
            MdEvent::Citation(inner) => self.citation(Citation { span, inner }),
            MdEvent::FootnoteRef(label) => match self.target {
                RenderTarget::OwnPage => self.footnotes.write_reference(label, &mut self.out),
                RenderTarget::OtherPage | RenderTarget::Feed => {}
            },
            MdEvent::SoftBreak => self.pending_break = true,
            MdEvent::HardBreak => self.out.push_str("<br>\n"),
            MdEvent::Rule => self.out.push_str("<hr>\n"),
            // Written with the item it begins; in a loose list the marker stands in the paragraph.
            MdEvent::TaskMarker(done) => self.out.push_str(if done { "☑ " } else { "☐ " }),
        }
        1
    }

    fn start_element(
        &mut self,
        tag: &Tag<'a>,
        span: Span,
        parts: &[(MdEvent<'a>, Span)],
        at: usize,
    ) -> usize {
        match tag {
            Tag::Paragraph => {
                if let Some(used) = self.image_paragraph(parts, at) {
                    return used;
                }
                let begins = matches!(self.open_quotes.last(), Some(OpenQuote::Attributed { quotation, .. }) if quotation.attribution_span.start == span.start);
                if begins {
                    self.out.push_str("</blockquote><figcaption>");
                    if let Some(OpenQuote::Attributed { in_caption, .. }) =
                        self.open_quotes.last_mut()
                    {
                        *in_caption = true;
                    }
                } else {
                    self.out.push_str("<p>");
                }
            }
            Tag::Heading { level, classes, .. } => {
                return self.heading(*level, classes, span, parts, at);
            }
            Tag::BlockQuote(kind) => self.start_quote(*kind, span),
            Tag::CodeBlock(kind) => {
                self.out.push_str("<pre tabindex=\"0\"><code");
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some(language) = info.split_whitespace().next()
                {
                    push_html_attribute("class", &format!("language-{language}"), &mut self.out);
                }
                self.out.push('>');
            }
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => {
                self.out.push_str("<ol");
                push_html_attribute("start", &first.to_string(), &mut self.out);
                self.out.push_str(">\n");
            }
            Tag::Item => match parts.get(at + 1) {
                Some((MdEvent::TaskMarker(done), _)) => {
                    self.out.push_str("<li class=\"task\"><input type=\"checkbox\"");
                    self.out.push_str(if *done { " checked disabled" } else { " disabled" });
                    push_html_attribute(
                        "aria-label",
                        self.word(if *done { "done" } else { "to_do" }),
                        &mut self.out,
                    );
                    self.out.push_str("> ");
                    return 2;
                }
                _ => self.out.push_str("<li>"),
            },
            Tag::FootnoteDefinition(label) => {
                let waiting = std::mem::take(&mut self.out);
                self.suspended_outputs.push((label.to_string(), waiting));
            }
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::Table(alignments) => {
                self.tables.push(Table { alignments: alignments.clone(), cell: 0, head: false });
                self.out.push_str("<div class=\"table-scroll\" tabindex=\"0\" role=\"group\"");
                push_html_attribute("aria-label", self.word("table"), &mut self.out);
                self.out.push_str("><table>\n");
            }
            Tag::TableHead => {
                if let Some(table) = self.tables.last_mut() {
                    table.head = true;
                }
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => self.out.push_str("<tr>"),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { dest_url, .. } => return self.start_link(tag, dest_url, span, parts, at),
            Tag::Image { title, .. } => {
                let used = element_len(parts, at);
                self.image(title, span, &alt_text(&parts[at..at + used]));
                return used;
            }
            Tag::HtmlBlock => {
                if !self.renderer.config.markdown.raw_html {
                    self.out.push_str("<p>");
                }
            }
            Tag::MetadataBlock(_) => {}
        }
        1
    }

    fn end_element(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => match self.open_quotes.last() {
                Some(OpenQuote::Attributed { in_caption: true, .. }) => {}
                _ => self.out.push_str("</p>\n"),
            },
            TagEnd::BlockQuote(_) => match self.open_quotes.pop() {
                Some(OpenQuote::Alert) => self.out.push_str("</aside>\n"),
                Some(OpenQuote::Attributed { in_caption: true, .. }) => {
                    self.out.push_str("</figcaption></figure>\n")
                }
                _ => self.out.push_str("</blockquote>\n"),
            },
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::HtmlBlock => {
                if !self.renderer.config.markdown.raw_html {
                    self.out.push_str("</p>\n");
                }
            }
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((label, waiting)) = self.suspended_outputs.pop() {
                    let body = std::mem::replace(&mut self.out, waiting);
                    if self.target == RenderTarget::OwnPage {
                        self.footnotes.add_body(label, body.trim_end().to_owned());
                    }
                }
            }
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => {
                self.tables.pop();
                self.out.push_str("</tbody></table></div>\n");
            }
            TagEnd::TableHead => {
                if let Some(table) = self.tables.last_mut() {
                    table.head = false;
                    table.cell = 0;
                }
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => {
                if let Some(table) = self.tables.last_mut() {
                    table.cell = 0;
                }
                self.out.push_str("</tr>\n");
            }
            TagEnd::TableCell => {
                let head = self.tables.last().is_some_and(|table| table.head);
                self.out.push_str(if head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => {
                if let Some(close) = self.link_closers.pop() {
                    self.out.push_str(close);
                }
            }
            TagEnd::Heading(_) | TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn heading(
        &mut self,
        level: HeadingLevel,
        classes: &[pulldown_cmark::CowStr<'_>],
        span: Span,
        parts: &[(MdEvent<'a>, Span)],
        at: usize,
    ) -> usize {
        let used = element_len(parts, at);
        let found =
            self.outline.headings.binary_search_by_key(&span.start, |heading| heading.span.start);
        let Some(heading) = found.ok().map(|at| &self.outline.headings[at]) else {
            // The heading that became the title of the page.
            return used;
        };
        let tag = ["h2", "h2", "h3", "h4", "h5", "h6"][level as usize - 1];
        self.out.push('<');
        self.out.push_str(tag);
        if self.target == RenderTarget::OwnPage && self.in_body {
            push_html_attribute("id", &heading.anchor, &mut self.out);
        }
        if !classes.is_empty() {
            push_html_attribute("class", &classes.join(" "), &mut self.out);
        }
        self.out.push('>');
        let mut inner = at + 1;
        while inner < at + used - 1 {
            inner += self.write_event(parts, inner);
        }
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push_str(">\n");
        used
    }

    fn word(&self, key: &'static str) -> &'a str {
        self.renderer.config.locale.text(key)
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>, span: Span) {
        let quotation = self
            .outline
            .quotations
            .iter()
            .find(|quotation| quotation.block_span.start == span.start);
        match (kind, quotation) {
            (Some(kind), _) => {
                let (class, title) = match kind {
                    BlockQuoteKind::Note => ("note", "alert_note"),
                    BlockQuoteKind::Tip => ("tip", "alert_tip"),
                    BlockQuoteKind::Important => ("important", "alert_important"),
                    BlockQuoteKind::Warning => ("warning", "alert_warning"),
                    BlockQuoteKind::Caution => ("caution", "alert_caution"),
                };
                self.out.push_str("<aside role=\"note\" class=\"alert alert-");
                self.out.push_str(class);
                self.out.push_str("\"><p class=\"alert-title\">");
                push_escaped_html(self.word(title), &mut self.out);
                self.out.push_str("</p>\n");
                self.open_quotes.push(OpenQuote::Alert);
            }
            (None, Some(quotation)) => {
                self.out.push_str("<figure class=\"quotation\"><blockquote>\n");
                self.open_quotes.push(OpenQuote::Attributed { quotation, in_caption: false });
            }
            (None, None) => {
                self.out.push_str("<blockquote>\n");
                self.open_quotes.push(OpenQuote::Plain);
            }
        }
    }

    fn start_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let alignment = table.alignments.get(table.cell).copied().unwrap_or(Alignment::None);
        table.cell += 1;
        self.out.push_str(if table.head { "<th" } else { "<td" });
        match alignment {
            Alignment::None => {}
            Alignment::Left => push_html_attribute("class", "left", &mut self.out),
            Alignment::Center => push_html_attribute("class", "center", &mut self.out),
            Alignment::Right => push_html_attribute("class", "right", &mut self.out),
        }
        if table.head {
            push_html_attribute("scope", "col", &mut self.out);
        }
        self.out.push('>');
    }
}

/// How many parts the element at `at` has, its start and end among them.
pub(super) fn element_len(parts: &[(MdEvent<'_>, Span)], at: usize) -> usize {
    let mut depth = 0;
    for (offset, (part, _)) in parts[at..].iter().enumerate() {
        match part {
            MdEvent::Start(_) => depth += 1,
            MdEvent::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return offset + 1;
                }
            }
            _ => {}
        }
    }
    parts.len() - at
}

/// The words in an element.
pub(super) fn alt_text(parts: &[(MdEvent<'_>, Span)]) -> String {
    let mut alt = String::new();
    for (part, _) in parts {
        match part {
            MdEvent::Text(text) | MdEvent::Code(text) => alt.push_str(text),
            MdEvent::SoftBreak | MdEvent::HardBreak => alt.push(' '),
            _ => {}
        }
    }
    alt
}
