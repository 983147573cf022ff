//! Analysis of a Markdown text into its [`Outline`]. The only place that parses Markdown.

use std::cell::Cell;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use rustc_hash::{FxHashMap, FxHashSet};

use super::citation::{CitationItem, split_items};
use super::extensions::{Extensions, is_sign};
use super::hidden_text::{Comments, link_definitions};
use super::markdown::{as_citation, footnote_ref_length, parse_markdown, skip_citation_contents};
use super::md_events::MdEvents;
use super::messages;
use super::outline::{Heading, LinkForm, Outline, WrittenLink};
use super::picture_text::PictureText;
use super::quotation::{self, Quotation};
use super::ranged_events::RangedEvent;
use super::typographic_events::TypographicEvents;
use crate::data::unclosed_comment;
use crate::diagnostics::Diagnostic;
use crate::input::control_character;
use crate::text::{
    LetterCase, QuotationMarks, Slug, SourcePath, Span, into_exact_box, is_forbidden_control,
    normalize_anchor,
};

pub(super) struct AnalyzeOptions<'a> {
    /// Whether HTML is markup.
    pub(super) raw_html: bool,
    /// Of headings.
    pub(super) letter_case: LetterCase,
    /// What straight quotation marks become; `None` where they stay.
    pub(super) marks: Option<&'static QuotationMarks>,
    /// Whether the first `#` heading is the title of the page.
    pub(super) takes_title: bool,
    /// Anchors that headings must not have.
    pub(super) reserved_anchors: &'a [&'static str],
    /// The place in the file of a span of the text.
    pub(super) to_file_span: &'a dyn Fn(Span) -> Span,
}

pub(super) fn analyze(
    path: &SourcePath,
    text: &str,
    options: &AnalyzeOptions<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Outline {
    let parse = || parse_markdown(text);
    let comments = match Comments::may_occur_in(text) {
        true => Comments::find(text, parse().1),
        false => Comments::default(),
    };
    let (definitions, events) = parse();
    let mut analyzer = Analyzer::new(path, text, options, &comments);
    let events = if !comments.is_empty() {
        analyzer.run_extended(comments.strip_from(events, text).into_iter())
    } else if Extensions::may_occur_in(text) {
        analyzer.run_extended(events)
    } else if let Some(events) = analyzer.run_unless_extended(events) {
        events
    } else {
        analyzer = Analyzer::new(path, text, options, &comments);
        analyzer.run_extended(parse().1)
    };
    analyzer.report_unused_footnotes();
    for delimiter in &comments.unclosed {
        analyzer.report(Span::new(delimiter.clone()), |path, span| {
            unclosed_comment(path, span, &text[delimiter.clone()])
        });
    }
    for definition in definitions.citation_like {
        analyzer.report(Span::new(definition), messages::citation_is_definition);
    }
    let mut hidden: Vec<Span> = comments.spans().collect();
    if definitions.exist {
        hidden.extend(link_definitions(text, parse().1));
    }
    hidden.sort_by_key(|span| span.start);
    let found = analyzer.found;
    problems.append(&mut analyzer.problems);
    Outline {
        headings: into_exact_box(found.headings),
        links: into_exact_box(found.links),
        quotations: into_exact_box(found.quotations),
        callout_titles: into_exact_box(analyzer.callout_titles),
        first_paragraph: found.first_paragraph,
        title: found.title,
        hidden: into_exact_box(hidden),
        word_count: u32::try_from(events.word_count(text)).unwrap_or(u32::MAX),
        events,
    }
}

/// The open link that has had no text yet, after an event.
fn textless_link_after(before: Option<Span>, event: &Event<'_>, span: Span) -> Option<Span> {
    match event {
        Event::Start(Tag::Link { .. }) => Some(span),
        Event::Text(text) if before.is_some() && text.trim().is_empty() => before,
        Event::SoftBreak | Event::HardBreak => before,
        _ => None,
    }
}

struct OpenHeading {
    level: u8,
    id: Option<Box<str>>,
    text: String,
}

struct OpenQuote {
    start: u32,
    /// The number of open blocks in the quote, except its own paragraphs.
    inner_blocks: u32,
    line_start: u32,
    paragraph_end: u32,
}

#[derive(Default)]
struct Found {
    headings: Vec<Heading>,
    links: Vec<WrittenLink>,
    quotations: Vec<Quotation>,
    first_paragraph: Option<Span>,
    title: Option<(Box<str>, Span)>,
}

struct Analyzer<'a> {
    text: &'a str,
    path: &'a SourcePath,
    options: &'a AnalyzeOptions<'a>,
    problems: Vec<Diagnostic>,
    comments: &'a Comments,
    /// Whether the text may have entities like `&#1;`.
    has_entities: bool,
    found: Found,
    /// Taken anchors, with the last number that was appended to make one unique.
    anchors: FxHashMap<Box<str>, u32>,
    heading: Option<OpenHeading>,
    /// The open link that has had no text yet.
    textless_link: Option<Span>,
    quotes: Vec<OpenQuote>,
    /// Paragraphs that are the title of a callout.
    callout_titles: Vec<Span>,
    /// Labels in lower case, with the place of the definition.
    footnotes: Vec<(Box<str>, Span)>,
    /// Labels of footnote references, in lower case.
    footnote_refs: FxHashSet<Box<str>>,
}

impl<'a> Analyzer<'a> {
    fn new(
        path: &'a SourcePath,
        text: &'a str,
        options: &'a AnalyzeOptions<'a>,
        comments: &'a Comments,
    ) -> Self {
        let reserved = options.reserved_anchors.iter();
        Analyzer {
            text,
            path,
            options,
            problems: Vec::new(),
            comments,
            has_entities: memchr::memchr(b'&', text.as_bytes()).is_some(),
            found: Found::default(),
            anchors: reserved.map(|anchor| (Box::from(*anchor), 1)).collect(),
            heading: None,
            textless_link: None,
            quotes: Vec::new(),
            callout_titles: Vec::new(),
            footnotes: Vec::new(),
            footnote_refs: FxHashSet::default(),
        }
    }

    /// Analyzes and records the events of a text that may have extensions.
    fn run_extended(&mut self, events: impl Iterator<Item = RangedEvent<'a>>) -> MdEvents {
        let Extensions { events, callout_titles, foreign } = Extensions::new(self.text, events);
        for (kind, range) in foreign {
            let written = &self.text[range.clone()];
            self.report(Span::new(range), |path, span| {
                messages::foreign_syntax(path, span, kind, written)
            });
        }
        self.callout_titles = callout_titles;
        self.record(events)
    }

    /// Analyzes and records events; `None` where one is a sign of an extension.
    fn run_unless_extended(
        &mut self,
        events: impl Iterator<Item = RangedEvent<'a>>,
    ) -> Option<MdEvents> {
        let (text, is_extended) = (self.text, Cell::new(false));
        let plain = events.take_while(|(event, range)| {
            is_extended.set(is_sign(text, event, range));
            !is_extended.get()
        });
        let recorded = self.record(skip_citation_contents(plain));
        (!is_extended.get()).then_some(recorded)
    }

    /// Analyzes and records events without those inside of citations.
    fn record(&mut self, events: impl IntoIterator<Item = RangedEvent<'a>>) -> MdEvents {
        let mut recorder = MdEvents::recorder(self.text);
        let marks = self.options.marks;
        let mut typographic = marks.and_then(|marks| TypographicEvents::new(self.text, marks));
        let mut act = |event: Event<'a>, range| {
            let span = Span::new(range);
            self.on_event(&event, span);
            recorder.push(event, span);
        };
        for (event, range) in events {
            match &mut typographic {
                Some(typographic) => typographic.pass(event, range, &mut act),
                None => act(event, range),
            }
        }
        recorder.finish()
    }

    /// Adds a problem at a span of the text.
    fn report(&mut self, span: Span, problem: impl FnOnce(&SourcePath, Span) -> Diagnostic) {
        self.problems.push(problem(self.path, (self.options.to_file_span)(span)));
    }

    /// Reports footnotes that nothing refers to, and second footnotes of one label.
    fn report_unused_footnotes(&mut self) {
        let mut defined = FxHashSet::default();
        for (label, span) in std::mem::take(&mut self.footnotes) {
            let note = &self.text[span.range()];
            let mark = &note[..note.find(']').map_or(note.len(), |end| end + 1)];
            let place = Span::new(0..mark.len()).shifted(span.start as usize);
            if !defined.insert(label.clone()) {
                self.report(place, |path, span| messages::second_footnote(path, span, mark));
            } else if !self.footnote_refs.contains(&label) {
                self.report(place, |path, span| messages::unused_footnote(path, span, mark));
            }
        }
    }

    /// The innermost block quote, if the current paragraph is its own.
    fn quote_of_paragraph(&mut self) -> Option<&mut OpenQuote> {
        self.quotes.last_mut().filter(|quote| quote.inner_blocks == 0)
    }

    fn on_event(&mut self, event: &Event<'_>, span: Span) {
        let textless_link = self.textless_link;
        self.textless_link = textless_link_after(textless_link, event, span);
        if self.has_entities
            && let Some(control) = entity_texts(event)
                .into_iter()
                .flat_map(str::chars)
                .find(|c| is_forbidden_control(*c))
        {
            self.report(span, |path, span| control_character(path, span, control));
        }
        match event {
            Event::Start(tag) => self.on_start(tag, span),
            Event::End(TagEnd::Link) if textless_link == Some(span) => {
                if let Some(link) = self.found.links.last_mut().filter(|link| link.span == span) {
                    link.is_textless = true;
                }
            }
            Event::End(tag) => self.on_end(*tag, span),
            Event::Text(text) => self.on_text(text, span),
            Event::Code(text) => self.push_to_heading(text),
            Event::FootnoteReference(label) => {
                self.footnote_refs.insert(label.to_lowercase().into());
            }
            Event::SoftBreak | Event::HardBreak => {
                self.push_to_heading(" ");
                let text = self.text;
                if let Some(quote) = self.quote_of_paragraph() {
                    quote.line_start = line_content_start(text, span.end);
                }
            }
            Event::Html(_) | Event::InlineHtml(_) if !self.options.raw_html => {
                self.report(span, messages::raw_html);
            }
            _ => {}
        }
    }

    fn push_to_heading(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    fn on_start(&mut self, tag: &Tag<'_>, span: Span) {
        if let Some(inner) = as_citation(tag) {
            for part in split_items(inner).filter(|part| CitationItem::parse(part).is_none()) {
                self.report(span, |path, span| messages::bad_citation(path, span, part));
            }
            return;
        }
        if let Some(quote) = self.quotes.last_mut().filter(|_| is_block(tag.to_end())) {
            quote.inner_blocks += 1;
            quote.paragraph_end = 0;
        }
        match tag {
            Tag::Paragraph => {
                if let Some(quote) = self.quote_of_paragraph() {
                    quote.line_start = span.start;
                }
            }
            Tag::Heading { level, id, .. } => {
                self.heading = Some(OpenHeading {
                    level: *level as u8,
                    id: id.as_deref().map(Into::into),
                    text: String::new(),
                });
            }
            Tag::BlockQuote(None) => self.quotes.push(OpenQuote {
                start: span.start,
                inner_blocks: 0,
                line_start: span.start,
                paragraph_end: 0,
            }),
            Tag::FootnoteDefinition(label) => {
                self.footnotes.push((label.to_lowercase().into(), span));
            }
            Tag::Table(_) => self.report_bars_in_links(span),
            Tag::Link { link_type, dest_url, .. } => {
                self.add_link(*link_type, dest_url, span, false)
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.add_link(*link_type, dest_url, span, true)
            }
            _ => {}
        }
    }

    fn on_end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph => {
                if self.quotes.is_empty()
                    && self.found.first_paragraph.is_none()
                    && self.callout_titles.binary_search(&span).is_err()
                {
                    self.found.first_paragraph = Some(span);
                }
                if let Some(quote) = self.quote_of_paragraph() {
                    quote.paragraph_end = span.end;
                }
            }
            TagEnd::Heading(_) => self.close_heading(span),
            TagEnd::BlockQuote(None) => self.close_quote(span),
            _ => {}
        }
        // A block quote that ends has been popped: the last one is that around it.
        if let Some(quote) = self.quotes.last_mut().filter(|_| is_block(tag)) {
            quote.inner_blocks = quote.inner_blocks.saturating_sub(1);
        }
    }

    /// In a table, `|` ends the cell, even inside `[[target|text]]`.
    fn report_bars_in_links(&mut self, table: Span) {
        let text = &self.text[table.range()];
        for (start, _) in text.match_indices("[[") {
            let line = text[..start].rsplit('\n').next().unwrap_or("");
            let Some(end) = text[start..].find("]]").map(|end| start + end + 2) else { continue };
            let link = &text[start..end];
            let has_bar = link.match_indices('|').any(|(at, _)| !link[..at].ends_with('\\'));
            let in_code = line.matches('`').count() % 2 == 1;
            if has_bar && !in_code && !link.contains('\n') {
                let span = Span::new(start..end).shifted(table.start as usize);
                self.report(span, |path, span| messages::bar_in_table(path, span, link));
            }
        }
    }

    fn on_text(&mut self, text: &str, span: Span) {
        self.push_to_heading(text);
        // The parser leaves an undefined `[^note]` as texts, of which the first is `[`.
        let rest = &self.text[span.start as usize..];
        if text == "["
            && let Some(length) = footnote_ref_length(rest)
        {
            let note = Span::new(0..length).shifted(span.start as usize);
            self.report(note, |path, span| {
                messages::undefined_footnote(path, span, &rest[..length])
            });
        }
    }

    fn add_link(&mut self, link_type: LinkType, target: &str, span: Span, image: bool) {
        let mut form = match link_type {
            _ if image => LinkForm::Image,
            LinkType::WikiLink { .. } if target.starts_with('!') => LinkForm::Suppressed,
            LinkType::WikiLink { has_pothole: true } => LinkForm::WikiWithText,
            LinkType::WikiLink { has_pothole: false } => LinkForm::Wiki,
            LinkType::Email => return,
            _ => LinkForm::Inline,
        };
        let is_wiki =
            matches!(form, LinkForm::Wiki | LinkForm::WikiWithText | LinkForm::Suppressed);
        if is_wiki && self.text[span.end as usize..].starts_with('(') {
            let link = &self.text[span.range()];
            self.report(span, |path, span| messages::brackets_read_as_wikilink(path, span, link));
            form = LinkForm::Suppressed;
        }
        // In a table, the `|` of a wikilink is escaped, and the parser keeps the backslash.
        let target = if is_wiki || matches!(link_type, LinkType::WikiLink { .. }) {
            target.trim_end_matches('\\').trim_start_matches('!').trim()
        } else {
            target
        };
        let (target, anchor) = match target.split_once('#') {
            Some((target, anchor)) => (target, Some(anchor.into())),
            None => (target, None),
        };
        let target = crate::text::collapse_whitespace(target).into();
        let is_textless =
            image && PictureText::of_markdown(&self.text[span.range()]).alt.trim().is_empty();
        self.found.links.push(WrittenLink { span, form, is_textless, target, anchor });
    }

    fn close_heading(&mut self, span: Span) {
        let Some(heading) = self.heading.take() else { return };
        let text = crate::text::collapse_whitespace(&heading.text);
        if heading.level == 1 {
            if self.options.takes_title && self.found.title.is_none() && !text.is_empty() {
                self.found.title = Some((text.into(), span));
                return;
            }
            let length = self.text[span.range()].trim_end().len();
            let line = Span::new(0..length).shifted(span.start as usize);
            self.report(line, messages::multiple_titles);
        }
        let mut base = match heading.id.as_deref() {
            Some(id) => normalize_anchor(id).into_owned(),
            None => Slug::from_text_in(&text, self.options.letter_case)
                .map_or("section".to_owned(), |slug| slug.to_string()),
        };
        // Prefixes of the anchors of sources, citations, notes, mentions and parts of the theme.
        if ["source-", "cite-", "note-", "m-", "page-"]
            .iter()
            .any(|prefix| base.starts_with(prefix))
        {
            base = format!("section-{base}");
        }
        let mut anchor = base.clone();
        while self.anchors.contains_key(anchor.as_str()) {
            let count = self.anchors.entry(base.as_str().into()).or_insert(1);
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        self.anchors.insert(anchor.as_str().into(), 1);
        let (level, text, anchor) = (heading.level.max(2), text.into(), anchor.into());
        self.found.headings.push(Heading { level, text, anchor, span });
    }

    fn close_quote(&mut self, span: Span) {
        let Some(quote) = self.quotes.pop() else { return };
        // A comment after the attribution is not part of it.
        let comment = self.comments.spans().find(|comment| {
            comment.start > quote.line_start && comment.start < quote.paragraph_end
        });
        let end = comment.map_or(quote.paragraph_end, |comment| comment.start);
        let line = self.text.get(quote.line_start as usize..end as usize).unwrap_or("").trim_end();
        let block = Span { start: quote.start, end: span.end };
        if let Some(quotation) = quotation::parse(line, quote.line_start as usize, block) {
            self.found.quotations.push(quotation);
        }
    }
}

/// Texts of an event that may come from entities like `&#1;`. The parser gives an entity as a text
/// of its own.
fn entity_texts<'e>(event: &'e Event<'_>) -> [&'e str; 2] {
    match event {
        Event::Text(text) if text.len() <= 8 => [text, ""],
        Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
            [dest_url, title]
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => [info, ""],
        _ => [""; 2],
    }
}

fn is_block(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::DefinitionList
            | TagEnd::FootnoteDefinition
    )
}

/// Where the text of the line at byte `at` begins, after block quote markers.
fn line_content_start(text: &str, at: u32) -> u32 {
    let rest = &text[at as usize..];
    let words = rest.trim_start_matches([' ', '\t', '>', '\n', '\r']);
    at + u32::try_from(rest.len() - words.len()).unwrap_or(0)
}
