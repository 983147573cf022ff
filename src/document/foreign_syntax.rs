//! Notation of other tools that has no effect here and would be shown as text.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::ranged_events::{RangedEvent, TextPart, text_parts};

/// A kind of notation that is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// `{{< figure >}}`.
    Shortcode,
    /// `{{ page.title }}`, `{% include %}`.
    TemplateTag,
    /// `!!! note`, `??? note`, `:::note`.
    Admonition,
    /// `$$x$$`.
    Math,
    /// `^[note]`.
    InlineFootnote,
    /// `*[ABBR]: …`.
    Abbreviation,
    /// A line of `#tags`.
    TagLine,
    /// `[TOC]`.
    TableOfContents,
    /// `##Heading`.
    Heading,
    /// `[text][label]` without a line `[label]: …`.
    LinkWithoutAddress,
    /// `{: .class}`, `![a](b.jpg){width=300}`, `[text]{.class}`.
    Attributes,
    /// ` ^id` at the end of a block.
    BlockId,
    /// `**` that opens and closes nothing.
    Asterisks,
    /// `**` that is not closed.
    UnclosedAsterisks,
    /// A link, citation or footnote mark in the text of a link.
    NestedLink,
}

/// Finds foreign notation, block by block.
pub(super) struct ForeignFinder<'t> {
    text: &'t str,
    pub(super) found: Vec<(Foreign, Range<usize>)>,
    /// Reported lines like `:::note` without their `:::`.
    open_divs: usize,
}

impl<'t> ForeignFinder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        ForeignFinder { text, found: Vec::new(), open_divs: 0 }
    }

    /// Looks at the inline events of a block. Adjacent texts must be joined. HTML inside of tags,
    /// as in `{{<figure>}}`, becomes text.
    pub(super) fn find_in_block(
        &mut self,
        block: &Range<usize>,
        events: &mut [RangedEvent<'t>],
        in_paragraph: bool,
    ) {
        let text = self.text;
        let parts = text_parts(text, events);
        let first = self.found.len();
        find_tags(text, block, &parts, &mut self.found);
        for (event, range) in events.iter_mut() {
            let mut tags = self.found[first..].iter();
            if let Event::InlineHtml(html) = event
                && tags.any(|(_, tag)| tag.start < range.start && range.end < tag.end)
            {
                *event = Event::Text(std::mem::replace(html, "".into()));
            }
        }
        find_math(text, block, &parts, &mut self.found);
        find_inline_footnotes(text, block, &parts, &mut self.found);
        if in_paragraph {
            self.find_lines(events);
        }
        find_attributes(text, events, &mut self.found);
        find_bracket_pairs(text, &parts, &mut self.found);
    }

    /// Lines of a paragraph that have a meaning as a whole.
    fn find_lines(&mut self, events: &[RangedEvent<'t>]) {
        let mut is_line_start = true;
        for (event, range) in events {
            let is_text =
                matches!(event, Event::Text(_)) && !self.text[..range.start].ends_with('\\');
            if is_line_start && is_text {
                self.look_at_line(range.start);
            }
            // Not at `<br>`.
            is_line_start = matches!(event, Event::SoftBreak | Event::HardBreak)
                && self.text[range.clone()].contains(['\n', '\r']);
        }
    }

    fn look_at_line(&mut self, start: usize) {
        let rest = &self.text[start..];
        let line = rest.split(['\n', '\r']).next().unwrap_or(rest).trim_end();
        let Some(kind) = line_kind(line) else { return };
        if line.trim_start_matches(':').is_empty() && self.open_divs > 0 {
            self.open_divs -= 1;
            return;
        }
        self.open_divs += usize::from(line.starts_with(':'));
        self.found.push((kind, start..start + line.len()));
    }
}

/// `^[…]`.
fn find_inline_footnotes(
    text: &str,
    block: &Range<usize>,
    parts: &[TextPart],
    found: &mut Vec<(Foreign, Range<usize>)>,
) {
    let mut reached = block.start;
    for part in parts {
        for (at, _) in text[part.range.clone()].match_indices("^[") {
            let at = part.range.start + at;
            if at < reached || part.is_escaped(text, at) {
                continue;
            }
            let Some(end) = text[at..block.end].find(']') else { return };
            reached = at + end + 1;
            found.push((Foreign::InlineFootnote, at..reached));
        }
    }
}

/// `{{ … }}` and `{% … %}`.
fn find_tags(
    text: &str,
    block: &Range<usize>,
    parts: &[TextPart],
    found: &mut Vec<(Foreign, Range<usize>)>,
) {
    let mut reached = block.start;
    // What is not closed once is not closed later in the block.
    let mut unclosed: Vec<&str> = Vec::new();
    for part in parts {
        for (at, _) in text[part.range.clone()].match_indices('{') {
            let at = part.range.start + at;
            let (kind, close) = match text.as_bytes().get(at + 1..at + 3) {
                Some(b"{<" | b"{%") => (Foreign::Shortcode, "}}"),
                Some([b'{', _]) => (Foreign::TemplateTag, "}}"),
                Some([b'%', _]) => (Foreign::TemplateTag, "%}"),
                _ => continue,
            };
            if at < reached || part.is_escaped(text, at) || unclosed.contains(&close) {
                continue;
            }
            match text.get(at..block.end).and_then(|rest| rest.find(close)) {
                Some(end) => {
                    reached = at + end + close.len();
                    found.push((kind, at..reached));
                }
                None => unclosed.push(close),
            }
        }
    }
}

/// `$$…$$`, where it is not about prices: `$$ to $$$`.
fn find_math(
    text: &str,
    block: &Range<usize>,
    parts: &[TextPart],
    found: &mut Vec<(Foreign, Range<usize>)>,
) {
    let mut open: Option<usize> = None;
    for part in parts {
        for (at, _) in text[part.range.clone()].match_indices("$$") {
            let at = part.range.start + at;
            let is_longer = text[block.start..at].ends_with('$') || text[at + 2..].starts_with('$');
            if is_longer || part.is_escaped(text, at) {
                continue;
            }
            let Some(start) = open.replace(at) else { continue };
            let formula = &text[start + 2..at];
            let is_formula = formula.contains(['\\', '^', '_', '=', '{', '+'])
                || !formula.is_empty() && !formula.contains(char::is_whitespace);
            if is_formula {
                found.push((Foreign::Math, start..at + 2));
                open = None;
            }
        }
    }
}

fn line_kind(line: &str) -> Option<Foreign> {
    let rest = |mark: &str| line.strip_prefix(mark);
    let begins_word = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_lowercase());
    let is_tag = |word: &str| {
        word.strip_prefix('#').is_some_and(|tag| {
            tag.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && tag.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'))
        })
    };
    match line.as_bytes().first()? {
        b'!' | b'?' => {
            let kind = rest("!!!").or(rest("???+")).or(rest("???"))?;
            (kind.starts_with(' ') && begins_word(kind)).then_some(Foreign::Admonition)
        }
        b':' => {
            let kind = rest(":::")?.trim_start_matches(':').trim_start();
            (kind.is_empty() || kind.starts_with('{') || begins_word(kind))
                .then_some(Foreign::Admonition)
        }
        b'*' => rest("*[")?.contains("]:").then_some(Foreign::Abbreviation),
        b'#' => {
            let heading = line.trim_start_matches('#');
            let level = line.len() - heading.len();
            if (2..=6).contains(&level) && heading.starts_with(char::is_alphanumeric) {
                return Some(Foreign::Heading);
            }
            line.split_whitespace().all(is_tag).then_some(Foreign::TagLine)
        }
        b'[' => {
            let inner = rest("[")?.strip_suffix(']')?;
            inner.eq_ignore_ascii_case("toc").then_some(Foreign::TableOfContents)
        }
        b'{' => (rest("{")?.starts_with([':', '.', '#']) && line.ends_with('}'))
            .then_some(Foreign::Attributes),
        _ => None,
    }
}

/// `[text][label]` and `[text]{.class}`. Not `[1][2]`, which are numbers of notes.
fn find_bracket_pairs(text: &str, parts: &[TextPart], found: &mut Vec<(Foreign, Range<usize>)>) {
    let has_letter = |text: &str| text.contains(char::is_alphabetic);
    for part in parts {
        let said = &text[part.range.clone()];
        let mut reached = 0;
        for (close, _) in said.match_indices(']').filter(|(at, _)| *at + 1 < said.len()) {
            let inner = said.get(reached..close).and_then(|text| text.rfind('['));
            let Some(open) = inner.map(|open| reached + open) else { continue };
            reached = close + 1;
            let (start, rest) = (part.range.start + open, &said[reached..]);
            // `a[i][j]` is code.
            let is_index = said[..open].ends_with(char::is_alphanumeric);
            if is_index || part.is_escaped(text, start) || !has_letter(&said[open..close]) {
                continue;
            }
            if let Some((label, _)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                if has_letter(label) && !label.contains(['[', '^', '@', '\n']) {
                    reached += label.len() + "[]".len();
                    found.push((Foreign::LinkWithoutAddress, start..part.range.start + reached));
                }
            } else if rest.starts_with("{.") || rest.starts_with("{#") {
                let Some(length) = rest.find('}') else { break };
                let start = part.range.start + reached;
                found.push((Foreign::Attributes, start..start + length + 1));
            }
        }
    }
}

/// Attributes after a link, a picture or code, and ids of blocks.
fn find_attributes(
    text: &str,
    events: &[RangedEvent<'_>],
    found: &mut Vec<(Foreign, Range<usize>)>,
) {
    for pair in events.windows(2) {
        let [(before, _), (Event::Text(_), range)] = pair else { continue };
        let is_element =
            matches!(before, Event::End(TagEnd::Link | TagEnd::Image) | Event::Code(_))
                && text[..range.start].ends_with([')', ']', '`']);
        let said = &text[range.clone()];
        let attributes = said.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let is_attributes = attributes
            .is_some_and(|(inner, _)| inner.starts_with(['.', '#', ':']) || inner.contains('='));
        if is_element && is_attributes {
            let length = said.find('}').map_or(0, |end| end + 1);
            found.push((Foreign::Attributes, range.start..range.start + length));
        }
    }
    if let Some((Event::Text(_), range)) = events.last() {
        let said = text[range.clone()].trim_end();
        let id = said.rsplit_once(" ^").map_or("", |(_, id)| id);
        let is_id =
            id.len() > 2 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if is_id {
            let end = range.start + said.len();
            found.push((Foreign::BlockId, end - id.len() - 1..end));
        }
    }
}
