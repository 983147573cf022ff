//! Writes the events of a text as HTML, with the links, names and citations that were resolved.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, HeadingLevel, LinkType, Tag, TagEnd};

use super::embed_paragraphs::EmbedParagraph;
use super::footnotes::Footnotes;
use super::prose_renderer::{ProseRenderer, RenderTarget};
use super::tables::Table;
use crate::document::markdown::HIGHLIGHT_END;
use crate::document::{
    BlockData, ChartBlock, Citation, MdEvent, Outline, PictureText, Quotation, TextId,
};
use crate::link::{CiteRef, FoundName, LinkTarget};
use crate::text::{Span, push_escaped_html, push_html_attribute, text_direction};

/// Encloses the number of a block in the body of its page. No other output has this character.
pub const BLOCK_MARK: &str = "\u{1}";

/// The anchor of a block of a page.
pub fn block_anchor(index: usize) -> String {
    format!("page-block-{}", index + 1)
}

/// A first section is at least this long, in bytes of Markdown: about a hundred words.
const SHORTEST_FIRST_SECTION: u32 = 600;

impl ProseRenderer<'_> {
    /// A text as HTML.
    pub fn html(&self, text: TextId, target: RenderTarget) -> String {
        HtmlWriter::new(*self, text, target).finish()
    }

    /// A text as HTML, and how many bytes of it are its first section: what is before a heading of
    /// the highest level. That is everything if there is none, or if HTML written by hand may
    /// enclose parts of both.
    pub fn html_and_first_section(&self, text: TextId, target: RenderTarget) -> (String, usize) {
        let mut writer = HtmlWriter::new(*self, text, target);
        let Some(second_section) = writer.second_section() else {
            let html = writer.finish();
            let length = html.len();
            return (html, length);
        };
        writer.write_until(second_section);
        let first_section = writer.out.len();
        (writer.finish(), first_section)
    }

    /// A text as HTML, without the `p` element if it is a single paragraph.
    pub fn inline_html(&self, text: TextId, target: RenderTarget) -> String {
        let html = self.html(text, target);
        match html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>\n")) {
            Some(inner) if !inner.contains("<p>") => inner.to_owned(),
            _ => html,
        }
    }
}

pub(super) struct HtmlWriter<'a> {
    pub(super) renderer: ProseRenderer<'a>,
    pub(super) target: RenderTarget,
    pub(super) text: TextId,
    /// Only headings of the body have anchors: front matter is on the same page.
    in_body: bool,
    pub(super) outline: &'a Outline,
    pub(super) events: Vec<(MdEvent<'a>, Span)>,
    /// The paragraphs that become cards: none but in the body on its own page.
    pub(super) embeds: Vec<EmbedParagraph<'a>>,
    /// The index of the next event.
    pub(super) at: usize,
    pub(super) all_names: &'a [FoundName],
    /// Names outside of manual links.
    pub(super) unlinked_names: Vec<&'a FoundName>,
    pub(super) next_name: usize,
    /// The end of the name that is being written, and its end tag.
    pub(super) open_name_end: Option<(u32, &'static str)>,
    pub(super) targets: &'a [LinkTarget],
    pub(super) cites: &'a [CiteRef],
    pub(super) out: String,
    footnotes: Footnotes,
    /// Label and preceding output of the footnotes that are being written.
    suspended_outputs: Vec<(String, String)>,
    /// Those that are being written, the innermost last.
    pub(super) tables: Vec<Table>,
    /// The end tags of the links that are being written.
    pub(super) link_closers: Vec<&'static str>,
    pub(super) open_quotes: Vec<OpenQuote<'a>>,
    pending_break: bool,
}

pub(super) enum OpenQuote<'a> {
    Plain,
    Alert,
    Attributed { quotation: &'a Quotation, in_caption: bool },
}

impl<'a> HtmlWriter<'a> {
    fn new(renderer: ProseRenderer<'a>, text: TextId, target: RenderTarget) -> Self {
        let ProseRenderer { document, linked, .. } = renderer;
        let (markdown, outline) = (document.markdown(text), document.outline(text));
        let index = usize::from(text.0);
        let in_body = text == document.body_id();
        let is_linked = |name: &FoundName| {
            outline.links.binary_search_by_key(&name.span, |link| link.span).is_ok()
        };
        let (names, targets) = (&linked.names[index], &linked.targets[index][..]);
        let events: Vec<_> = outline.events.iter(markdown).collect();
        let embeds = match target {
            RenderTarget::OwnPage if in_body => {
                renderer.embed_paragraphs(&events, outline, targets)
            }
            _ => Vec::new(),
        };
        // Anchors must be unique on the page.
        let anchors = if in_body { "note-".to_owned() } else { format!("note-{}-", text.0 + 1) };
        HtmlWriter {
            renderer,
            target,
            text,
            in_body,
            outline,
            events,
            embeds,
            at: 0,
            all_names: names,
            unlinked_names: names.iter().filter(|name| !is_linked(name)).collect(),
            next_name: 0,
            open_name_end: None,
            targets,
            cites: &linked.citations[index],
            out: String::with_capacity(markdown.len() * 2),
            footnotes: Footnotes::new(anchors),
            suspended_outputs: Vec::new(),
            tables: Vec::new(),
            link_closers: Vec::new(),
            open_quotes: Vec::new(),
            pending_break: false,
        }
    }

    fn write_until(&mut self, end: usize) {
        while self.at < end {
            self.write_event();
        }
    }

    fn finish(mut self) -> String {
        self.write_until(self.events.len());
        let HtmlWriter { renderer, mut out, footnotes, .. } = self;
        footnotes.write_list(&renderer.config.locale, renderer.label_languages(), &mut out);
        out
    }

    /// The index of the event with which the second section begins.
    fn second_section(&self) -> Option<usize> {
        let mut depth = 0;
        for (index, (event, span)) in self.events.iter().enumerate() {
            match event {
                MdEvent::Html(_) if self.allows_html() => return None,
                MdEvent::Start(Tag::Heading {
                    level: HeadingLevel::H1 | HeadingLevel::H2, ..
                }) if depth == 0 && span.start >= SHORTEST_FIRST_SECTION => {
                    return Some(index);
                }
                MdEvent::Start(_) => depth += 1,
                MdEvent::End(_) => depth -= 1,
                _ => {}
            }
        }
        None
    }

    pub(super) fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    pub(super) fn push_escaped(&mut self, text: &str) {
        push_escaped_html(text, &mut self.out);
    }

    /// Writes a start tag. `start` is its beginning, such as `<a`. Attributes without a value are
    /// left out.
    pub(super) fn push_tag(&mut self, start: &str, attributes: &[(&str, Option<&str>)]) {
        self.out.push_str(start);
        for (name, value) in attributes {
            if let Some(value) = value {
                push_html_attribute(name, value, &mut self.out);
            }
        }
        self.out.push('>');
    }

    fn write_event(&mut self) {
        let (event, span) = self.events[self.at];
        self.at += 1;
        if self.pending_break && !(matches!(event, MdEvent::Text(_)) && self.begins_caption(span)) {
            self.out.push('\n');
        }
        self.pending_break = false;
        match event {
            MdEvent::Start(tag) => self.start_element(tag, span),
            MdEvent::End(tag) => self.end_element(tag),
            MdEvent::Text(text) => self.text(text, span),
            MdEvent::Code(code) => {
                self.push("<code>");
                self.push_escaped(code);
                self.push("</code>");
            }
            MdEvent::Html(html) if self.allows_html() => self.push(html),
            MdEvent::Html(html) => self.push_escaped(html),
            MdEvent::Citation(inner) => self.citation(Citation { span, inner }),
            MdEvent::FootnoteRef(label) => {
                if self.target == RenderTarget::OwnPage {
                    self.footnotes.write_reference(&label.to_lowercase(), &mut self.out);
                }
            }
            MdEvent::SoftBreak => self.pending_break = true,
            MdEvent::HardBreak => self.push("<br>\n"),
            MdEvent::Rule => self.push("<hr>\n"),
            // In a tight list, the item writes its marker; in a loose one, it is in the paragraph.
            MdEvent::TaskMarker(done) => self.push(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start_element(&mut self, tag: &'a Tag<'a>, span: Span) {
        match tag {
            Tag::Paragraph => self.start_paragraph(span),
            Tag::Heading { level, classes, .. } => self.heading(*level, classes, span),
            Tag::BlockQuote(kind) => self.start_quote(*kind, span),
            Tag::CodeBlock(kind) => match self.block_at(span) {
                Some(block) => self.theme_block(block),
                None => self.start_code(kind),
            },
            Tag::List(None) => self.push("<ul>\n"),
            Tag::List(Some(first)) => {
                let start = (*first != 1).then(|| first.to_string());
                self.push_tag("<ol", &[("start", start.as_deref())]);
                self.push("\n");
            }
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(label) => {
                let output = std::mem::take(&mut self.out);
                self.suspended_outputs.push((label.to_lowercase(), output));
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_row(true),
            Tag::TableRow => self.start_row(false),
            Tag::TableCell => self.start_cell(),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(*link_type, dest_url, title, span)
            }
            Tag::Image { link_type, title, .. } => {
                let text = self.skip_image(*link_type);
                let sizes = &self.renderer.picture_sizes.text;
                self.image(title, span, picture_text(*link_type, &text), sizes);
            }
            Tag::HtmlBlock if !self.allows_html() => self.push("<p>"),
            tag => self.push(plain_tags(tag.to_end()).0),
        }
    }

    fn end_element(&mut self, tag: TagEnd) {
        let html = match tag {
            TagEnd::Paragraph => match self.open_quotes.last() {
                Some(OpenQuote::Attributed { in_caption: true, .. }) => "",
                _ => "</p>\n",
            },
            TagEnd::BlockQuote(_) => match self.open_quotes.pop() {
                Some(OpenQuote::Alert) => "</aside>\n",
                Some(OpenQuote::Attributed { in_caption: true, .. }) => "</figcaption></figure>\n",
                _ => "</blockquote>\n",
            },
            TagEnd::CodeBlock => "</code></pre>\n",
            TagEnd::HtmlBlock if !self.allows_html() => "</p>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::FootnoteDefinition => {
                if let Some((label, output)) = self.suspended_outputs.pop() {
                    let body = std::mem::replace(&mut self.out, output);
                    if self.target == RenderTarget::OwnPage {
                        self.footnotes.add_body(label, body.trim_end().to_owned());
                    }
                }
                ""
            }
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                return self.end_table_part(tag);
            }
            TagEnd::Link => self.link_closers.pop().unwrap_or_default(),
            tag => plain_tags(tag).1,
        };
        self.push(html);
    }

    fn start_paragraph(&mut self, span: Span) {
        if self.picture_paragraph() || self.embed_card() {
            return;
        }
        let is_title = self.is_callout_title(span);
        match self.open_quotes.last_mut() {
            Some(OpenQuote::Attributed { quotation, in_caption })
                if quotation.attribution_span.start == span.start =>
            {
                *in_caption = true;
                self.push("</blockquote><figcaption>");
            }
            _ => self.push(if is_title { "<p class=\"alert-title\">" } else { "<p>" }),
        }
    }

    fn start_item(&mut self) {
        let Some((MdEvent::TaskMarker(done), _)) = self.events.get(self.at).copied() else {
            return self.push("<li>");
        };
        self.at += 1;
        self.push("<li class=\"task\"><input type=\"checkbox\"");
        let label = self.localized(if done { "done" } else { "to_do" });
        let start = if done { " checked disabled" } else { " disabled" };
        let (label_language, _) = self.renderer.label_languages();
        self.push_tag(start, &[("aria-label", Some(label)), ("lang", label_language)]);
        self.push(" ");
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next(),
            CodeBlockKind::Indented => None,
        };
        let class = language.map(|language| format!("language-{language}"));
        self.push_tag("<pre tabindex=\"0\"><code", &[("class", class.as_deref())]);
    }

    fn block_at(&self, span: Span) -> Option<usize> {
        let blocks = if self.in_body { &self.renderer.document.blocks[..] } else { &[] };
        blocks.iter().position(|block| block.span.start == span.start)
    }

    /// A mark in whose place the template of the block comes; in feeds and on other pages a link, and
    /// what the block says in words.
    fn theme_block(&mut self, index: usize) {
        if self.target == RenderTarget::OwnPage {
            self.out.extend([BLOCK_MARK, &index.to_string(), BLOCK_MARK, "\n"]);
        } else {
            let block = &self.renderer.document.blocks[index].data;
            let name = match block {
                BlockData::Quote(_) => block.title(),
                _ => block.title().or(Some(self.localized(block.name()))),
            };
            if let Some(name) = name {
                self.block_link(index, name);
            }
            let text = self.renderer.block_text_html(block, self.target);
            self.push(&text);
        }
        self.at = self.element_end(self.at - 1);
    }

    fn block_link(&mut self, index: usize, name: &str) {
        let page = self.renderer.catalog.by_path(self.renderer.document.path.as_str());
        let anchor = block_anchor(index);
        let href = page.map(|page| self.renderer.page_href(page, Some(&anchor), self.target));
        self.push("<p>");
        self.push_tag("<a", &[("href", href.as_deref())]);
        self.push_escaped(name);
        self.push("</a>");
        if let BlockData::Chart(ChartBlock { unit: Some(unit), .. }) =
            &self.renderer.document.blocks[index].data
        {
            self.push(" (");
            self.push_escaped(unit);
            self.push(")");
        }
        self.push("</p>\n");
    }

    fn heading(&mut self, level: HeadingLevel, classes: &[CowStr<'_>], span: Span) {
        let end = self.element_end(self.at - 1);
        let headings = &self.outline.headings;
        if let Ok(index) = headings.binary_search_by_key(&span.start, |heading| heading.span.start)
        {
            let tag = ["h2", "h2", "h3", "h4", "h5", "h6"][level as usize - 1];
            let has_anchor = self.target == RenderTarget::OwnPage && self.in_body;
            let anchor = has_anchor.then_some(&*headings[index].anchor);
            let classes = (!classes.is_empty()).then(|| classes.join(" "));
            self.push("<");
            self.push_tag(tag, &[("id", anchor), ("class", classes.as_deref())]);
            while self.at < end - 1 {
                self.write_event();
            }
            self.out.extend(["</", tag, ">\n"]);
        }
        // A heading that is not in the outline is the title of the page.
        self.at = end;
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>, span: Span) {
        let mut quotations = self.outline.quotations.iter();
        let quotation = quotations.find(|quotation| quotation.block_span.start == span.start);
        let quote = match (kind, quotation) {
            (Some(kind), _) => {
                let (class, title) = match kind {
                    BlockQuoteKind::Note => ("note", "alert_note"),
                    BlockQuoteKind::Tip => ("tip", "alert_tip"),
                    BlockQuoteKind::Important => ("important", "alert_important"),
                    BlockQuoteKind::Warning => ("warning", "alert_warning"),
                    BlockQuoteKind::Caution => ("caution", "alert_caution"),
                };
                self.out.extend(["<aside role=\"note\" class=\"alert alert-", class, "\">"]);
                if !self.begins_callout_title() {
                    let language = self.renderer.theme_language();
                    let direction = language.map(text_direction);
                    let attributes =
                        [("class", Some("alert-title")), ("lang", language), ("dir", direction)];
                    self.push_tag("<p", &attributes);
                    self.push_escaped(self.localized(title));
                    self.push("</p>\n");
                }
                OpenQuote::Alert
            }
            (None, Some(quotation)) => {
                self.push("<figure class=\"quotation\"><blockquote>\n");
                OpenQuote::Attributed { quotation, in_caption: false }
            }
            (None, None) => {
                self.push("<blockquote>\n");
                OpenQuote::Plain
            }
        };
        self.open_quotes.push(quote);
    }

    /// True if the next event starts a paragraph that is the title of a callout.
    fn begins_callout_title(&self) -> bool {
        match self.events.get(self.at) {
            Some((MdEvent::Start(Tag::Paragraph), span)) => self.is_callout_title(*span),
            _ => false,
        }
    }

    fn is_callout_title(&self, span: Span) -> bool {
        self.outline.callout_titles.binary_search(&span).is_ok()
    }

    /// The index after the end of the element that starts at event `start`.
    pub(super) fn element_end(&self, start: usize) -> usize {
        let mut depth = 0;
        for (at, (event, _)) in self.events.iter().enumerate().skip(start) {
            match event {
                MdEvent::Start(_) => depth += 1,
                MdEvent::End(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.events.len()
    }

    /// Moves past an image whose start was the last event. Returns the text between its brackets.
    pub(super) fn skip_image(&mut self, link_type: LinkType) -> String {
        let end = self.element_end(self.at - 1);
        let mut alt = String::new();
        for (event, _) in &self.events[self.at..end] {
            match event {
                MdEvent::Text(text) | MdEvent::Code(text) => alt.push_str(text),
                MdEvent::SoftBreak | MdEvent::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        self.at = end;
        match link_type {
            // Its text is its target.
            LinkType::WikiLink { has_pothole: false } => String::new(),
            _ => alt,
        }
    }

    pub(super) fn localized(&self, key: &'static str) -> &'a str {
        self.renderer.config.locale.text(key)
    }

    fn allows_html(&self) -> bool {
        self.renderer.config.markdown.raw_html
    }
}

/// What the text of a picture says, as [`HtmlWriter::skip_image`] returns it.
pub(super) fn picture_text(link_type: LinkType, text: &str) -> PictureText<'_> {
    match link_type {
        LinkType::WikiLink { .. } => PictureText::parse_embed(text),
        _ => PictureText::parse(text),
    }
}

/// The start and end tag of an element without attributes; empty for other elements.
fn plain_tags(tag: TagEnd) -> (&'static str, &'static str) {
    match tag {
        TagEnd::DefinitionList => ("<dl>\n", "</dl>\n"),
        TagEnd::DefinitionListTitle => ("<dt>", "</dt>\n"),
        TagEnd::DefinitionListDefinition => ("<dd>", "</dd>\n"),
        TagEnd::Emphasis => ("<em>", "</em>"),
        TagEnd::Strong => ("<strong>", "</strong>"),
        TagEnd::Strikethrough => ("<del>", "</del>"),
        HIGHLIGHT_END => ("<mark>", "</mark>"),
        _ => ("", ""),
    }
}
