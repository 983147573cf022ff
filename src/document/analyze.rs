//! Analysis of a Markdown text into its [`Outline`]. The only place that parses Markdown.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::citation::{CitationItem, split_items};
use super::hidden_text::{Comments, link_definitions};
use super::markdown::{as_citation, parse_markdown};
use super::md_events::{MdEvents, MdRecorder};
use super::messages;
use super::outline::{Heading, LinkForm, Outline, WrittenLink};
use super::quotation::{self, Quotation};
use crate::config::MarkdownOptions;
use crate::data::unclosed_comment;
use crate::diagnostics::Diagnostic;
use crate::input::control_character;
use crate::text::{Slug, SourcePath, Span, into_exact_box, is_forbidden_control, nfc};

pub(super) struct AnalyzeOptions<'a> {
    pub(super) markdown_options: MarkdownOptions,
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
    looking: &AnalyzeOptions<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Outline {
    let AnalyzeOptions {
        markdown_options: markdown,
        takes_title,
        reserved_anchors: taken,
        to_file_span: place,
    } = *looking;
    let comments = match Comments::may_occur_in(text) {
        true => Comments::find(text, parse_markdown(text, markdown.smart_punctuation).1),
        false => Comments::default(),
    };
    let mut walk = Analyzer {
        comments: &comments,
        has_references: memchr::memchr(b'&', text.as_bytes()).is_some(),
        text,
        path,
        place,
        problems,
        headings: Vec::new(),
        links: Vec::new(),
        quotations: Vec::new(),
        first_paragraph: None,
        title: None,
        anchors: taken.iter().map(|id| (Box::from(*id), 1)).collect(),
        heading: None,
        textless_link: None,
        quotes: Vec::new(),
        footnote_scan: FootnoteScan::None,
        skip_until: 0,
        raw_html: markdown.raw_html,
        takes_title,
    };
    let (definitions, events) = parse_markdown(text, markdown.smart_punctuation);
    let mut recording = MdEvents::recorder(text);
    if comments.is_empty() {
        analyze_events(events, &mut walk, &mut recording);
    } else {
        analyze_events(comments.strip_from(events, text), &mut walk, &mut recording);
    }
    for mark in &comments.unclosed {
        walk.problems.push(unclosed_comment(
            path,
            place(Span::new(mark.clone())),
            &text[mark.clone()],
        ));
    }
    let mut unseen: Vec<Span> = comments.spans().collect();
    if definitions.exist {
        unseen.extend(link_definitions(text, parse_markdown(text, markdown.smart_punctuation).1));
    }
    unseen.sort_by_key(|span| span.start);
    for definition in definitions.citation_like {
        walk.problems.push(messages::citation_is_definition(path, place(Span::new(definition))));
    }
    Outline {
        headings: into_exact_box(walk.headings),
        links: into_exact_box(walk.links),
        quotations: into_exact_box(walk.quotations),
        first_paragraph: walk.first_paragraph,
        hidden: into_exact_box(unseen),
        title: walk.title,
        word_count: u32::try_from(recording.word_count()).unwrap_or(u32::MAX),
        events: recording.finish(),
    }
}

/// Analyzes events and records them.
fn analyze_events<'e>(
    events: impl IntoIterator<Item = (Event<'e>, Range<usize>)>,
    walk: &mut Analyzer<'_, '_>,
    recording: &mut MdRecorder<'_>,
) {
    for (event, range) in events {
        let span = Span::new(range);
        walk.on_event(&event, span);
        recording.push(event, span);
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

/// The parser leaves an undefined `[^note]` as texts; this is how many of them have been seen.
enum FootnoteScan {
    None,
    OpenBracket(u32),
    Label(Span),
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

struct Analyzer<'a, 'p> {
    text: &'a str,
    path: &'a SourcePath,
    place: &'a dyn Fn(Span) -> Span,
    problems: &'p mut Vec<Diagnostic>,
    headings: Vec<Heading>,
    links: Vec<WrittenLink>,
    quotations: Vec<Quotation>,
    first_paragraph: Option<Span>,
    title: Option<(Box<str>, Span)>,
    /// Taken anchors, with the last number that was appended to make one unique.
    anchors: FxHashMap<Box<str>, u32>,
    heading: Option<OpenHeading>,
    /// The open link that has had no text yet.
    textless_link: Option<Span>,
    quotes: Vec<OpenQuote>,
    footnote_scan: FootnoteScan,
    skip_until: u32,
    raw_html: bool,
    takes_title: bool,
    comments: &'a Comments,
    /// Whether the text may have entities like `&#1;`.
    has_references: bool,
}

impl Analyzer<'_, '_> {
    fn on_event(&mut self, event: &Event<'_>, span: Span) {
        let wordless = self.textless_link;
        self.textless_link = textless_link_after(wordless, event, span);
        if span.end <= self.skip_until && !matches!(event, Event::End(_)) {
            return;
        }
        if self.has_references
            && let Some(sign) = entity_texts(event)
                .into_iter()
                .find_map(|text| text.chars().find(|c| is_forbidden_control(*c)))
        {
            self.problems.push(control_character(self.path, (self.place)(span), sign));
        }
        match event {
            Event::Start(tag) => self.on_start(tag, span),
            Event::End(TagEnd::Link) if wordless == Some(span) => {
                if let Some(link) = self.links.last_mut().filter(|link| link.span == span) {
                    link.is_textless = true;
                }
            }
            Event::End(tag) => self.on_end(*tag, span),
            Event::Text(text) => self.on_text(text, span),
            Event::Code(text) => {
                if let Some(heading) = &mut self.heading {
                    heading.text.push_str(text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut self.heading {
                    heading.text.push(' ');
                }
                if let Some(quote) = self.quotes.last_mut().filter(|quote| quote.inner_blocks == 0)
                {
                    quote.line_start = line_content_start(self.text, span.end);
                }
            }
            Event::Html(_) | Event::InlineHtml(_) if !self.raw_html => {
                self.problems.push(messages::raw_html(self.path, (self.place)(span)));
            }
            _ => {}
        }
    }

    fn on_start(&mut self, tag: &Tag<'_>, span: Span) {
        if let Some(inner) = as_citation(tag) {
            self.skip_until = span.end;
            self.check_citation(inner, span);
            return;
        }
        if let Some(quote) = self.quotes.last_mut().filter(|_| is_block(tag)) {
            quote.inner_blocks += 1;
            quote.paragraph_end = 0;
        }
        match tag {
            Tag::Paragraph => {
                if let Some(quote) = self.quotes.last_mut().filter(|quote| quote.inner_blocks == 0)
                {
                    quote.line_start = span.start;
                }
            }
            Tag::Heading { level, id, .. } => {
                self.heading = Some(OpenHeading {
                    level: level_number(*level),
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
        self.close_element(tag, span);
        // A block quote that ends has been popped: the last one is that around it.
        if let Some(quote) = self.quotes.last_mut().filter(|_| is_block_end(tag)) {
            quote.inner_blocks = quote.inner_blocks.saturating_sub(1);
        }
    }

    fn close_element(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Paragraph => {
                if self.quotes.is_empty() && self.first_paragraph.is_none() {
                    self.first_paragraph = Some(span);
                }
                if let Some(quote) = self.quotes.last_mut().filter(|quote| quote.inner_blocks == 0)
                {
                    quote.paragraph_end = span.end;
                }
            }
            TagEnd::Heading(_) => self.close_heading(span),
            TagEnd::BlockQuote(None) => self.close_quote(span),
            _ => {}
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
                let at = |offset: usize| table.start + u32::try_from(offset).unwrap_or(0);
                self.problems.push(messages::bar_in_table(
                    self.path,
                    (self.place)(Span { start: at(start), end: at(end) }),
                    link,
                ));
            }
        }
    }

    fn on_text(&mut self, text: &str, span: Span) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        self.footnote_scan = match (&self.footnote_scan, text) {
            (_, "[") => FootnoteScan::OpenBracket(span.start),
            (FootnoteScan::OpenBracket(start), note)
                if note.starts_with('^')
                    && note.len() > 1
                    && !note.contains(char::is_whitespace) =>
            {
                FootnoteScan::Label(Span { start: *start, end: span.end })
            }
            (FootnoteScan::Label(note), "]") => {
                let note = Span { start: note.start, end: span.end };
                self.problems.push(messages::undefined_footnote(
                    self.path,
                    (self.place)(note),
                    &self.text[note.range()],
                ));
                FootnoteScan::None
            }
            _ => FootnoteScan::None,
        };
    }

    fn check_citation(&mut self, inner: &str, span: Span) {
        for part in split_items(inner).filter(|part| CitationItem::parse(part).is_none()) {
            self.problems.push(messages::bad_citation(self.path, (self.place)(span), part));
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
            self.problems.push(messages::brackets_read_as_wikilink(
                self.path,
                (self.place)(span),
                &self.text[span.range()],
            ));
            form = LinkForm::Suppressed;
        }
        // In a table, the `|` of a wikilink is escaped, and the parser keeps the backslash.
        let target = if is_wiki {
            target.trim_end_matches('\\').trim_start_matches('!').trim()
        } else {
            target
        };
        let (target, anchor) = target
            .split_once('#')
            .map_or((target, None), |(target, anchor)| (target, Some(anchor)));
        let target = crate::text::collapse_whitespace(target).into();
        self.links.push(WrittenLink {
            span,
            form,
            is_textless: false,
            target,
            anchor: anchor.map(Into::into),
        });
    }

    fn close_heading(&mut self, span: Span) {
        let Some(heading) = self.heading.take() else { return };
        let text = crate::text::collapse_whitespace(&heading.text);
        if heading.level == 1 {
            if self.takes_title && self.title.is_none() && !text.is_empty() {
                self.title = Some((text.into(), span));
                return;
            }
            let line = Span {
                end: span.start
                    + u32::try_from(self.text[span.range()].trim_end().len()).unwrap_or(0),
                ..span
            };
            self.problems.push(messages::multiple_titles(self.path, (self.place)(line)));
        }
        let wanted = heading.id.as_deref().map_or_else(
            || {
                Slug::from_text(&text)
                    .map_or_else(|_| "section".to_owned(), |slug| slug.to_string())
            },
            |id| nfc(id).into_owned(),
        );
        // Prefixes of the anchors of sources, citations, notes, mentions and parts of the theme.
        let reserved = ["source-", "cite-", "note-", "m-", "page-"]
            .iter()
            .any(|prefix| wanted.starts_with(prefix));
        let wanted = if reserved { format!("section-{wanted}") } else { wanted };
        let mut id = wanted.clone();
        while self.anchors.contains_key(id.as_str()) {
            let count = self.anchors.entry(wanted.as_str().into()).or_insert(1);
            *count += 1;
            id = format!("{wanted}-{count}");
        }
        self.anchors.insert(id.as_str().into(), 1);
        self.headings.push(Heading {
            level: heading.level.max(2),
            text: text.into(),
            anchor: id.into(),
            span,
        });
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
            self.quotations.push(quotation);
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

fn is_block(tag: &Tag<'_>) -> bool {
    is_block_end(tag.to_end())
}

fn is_block_end(tag: TagEnd) -> bool {
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

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
