//! Hidden parts of Markdown: HTML comments (CommonMark §6.6), the comments of Obsidian and of template
//! languages, and link definitions (§4.7).

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::plain_text::is_inline;
use crate::text::{Span, possible_comments, template_comment, without_comments};

/// The comments of a text.
#[derive(Debug, Default)]
pub(super) struct Comments {
    /// With their delimiters, in order, merged where they touch.
    spans: Vec<Range<usize>>,
    /// Delimiters of comments that are not closed.
    pub(super) unclosed: Vec<Range<usize>>,
}

impl Comments {
    /// False where a text certainly has no comments.
    pub(super) fn may_occur_in(text: &str) -> bool {
        possible_comments(text).next().is_some()
    }

    /// Finds the comments of a text with its events.
    pub(super) fn find<'a>(
        text: &str,
        events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    ) -> Self {
        let mut html: Vec<Range<usize>> = Vec::new();
        let mut visible: Vec<Range<usize>> = Vec::new();
        // Titles of links and pictures, which come after their texts.
        let mut titles: Vec<Range<usize>> = Vec::new();
        let mut opaque_until = 0;
        for (event, range) in events {
            match event {
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => html.push(range),
                Event::Start(
                    Tag::CodeBlock(_)
                    | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. },
                ) => opaque_until = range.end,
                Event::Text(_) if range.start >= opaque_until => visible.push(range),
                Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. })
                    if !title.is_empty() =>
                {
                    let title = text[range.clone()].rfind(&*title).map(|at| {
                        let start = range.start + at;
                        start..start + title.len()
                    });
                    titles.extend(title.clone());
                    html.extend(title);
                }
                // `## Title {# comment #}` looks like attributes.
                Event::End(TagEnd::Heading(_)) => {
                    let end = visible.last().map_or(range.start, |text| text.end.max(range.start));
                    visible.push(end..range.end);
                }
                _ => {}
            }
        }
        visible.append(&mut titles);
        visible.sort_by_key(|range| range.start);
        let mut comments = Comments::default();
        html.sort_by_key(|range| range.start);
        html.iter().for_each(|range| comments.add_html(text, range.clone()));
        comments.add_template_comments(text, &visible);
        comments.merge();
        comments.add_unclosed_html(text, &visible);
        comments.add_obsidian(text, &visible);
        comments.merge();
        comments
    }

    /// Comments in a range of HTML.
    fn add_html(&mut self, text: &str, range: Range<usize>) {
        let mut at = range.start;
        while let Some(start) = text[at..range.end].find("<!--").map(|found| at + found) {
            // `<!-->` and `<!--->` are complete comments.
            match text[start + 2..range.end].find("-->").map(|found| start + 2 + found + 3) {
                Some(end) => {
                    self.spans.push(start..end);
                    at = end;
                }
                None => {
                    self.spans.push(start..range.end);
                    self.unclosed.push(start..start + 4);
                    return;
                }
            }
        }
    }

    /// `<!--` in visible text: the parser found no end of it in its paragraph.
    fn add_unclosed_html(&mut self, text: &str, visible: &[Range<usize>]) {
        let open = visible_matches(text, "<!--", visible).filter(|at| !self.contains(*at));
        self.unclosed.extend(open.map(|at| at..at + 4).collect::<Vec<_>>());
    }

    /// Comments of template languages may extend over code and other markup.
    fn add_template_comments(&mut self, text: &str, visible: &[Range<usize>]) {
        let html = std::mem::take(&mut self.spans);
        let (mut until, mut unclosed_kinds) = (0, Vec::new());
        for at in visible_matches(text, "{", visible) {
            let next = html.partition_point(|span| span.end <= at);
            let is_hidden = at < until || html.get(next).is_some_and(|span| span.start <= at);
            let kind = text[at + 1..].chars().next();
            // Without an end of the first, there is none of those after it.
            if is_hidden || unclosed_kinds.contains(&kind) {
                continue;
            }
            let Some(comment) = template_comment(&text[at..]) else { continue };
            match comment.end {
                Some(end) => {
                    until = at + end;
                    self.spans.push(at..until);
                }
                None => {
                    unclosed_kinds.push(kind);
                    self.unclosed.push(at..at + comment.mark_len);
                }
            }
        }
        self.spans.extend(html);
    }

    /// A delimiter right after a letter or digit opens no comment: "5%%".
    fn add_obsidian(&mut self, text: &str, visible: &[Range<usize>]) {
        let mut open: Option<usize> = None;
        let marks: Vec<usize> =
            visible_matches(text, "%%", visible).filter(|at| !self.contains(*at)).collect();
        for at in marks {
            match open {
                Some(start) => {
                    self.spans.push(start..at + 2);
                    open = None;
                }
                None if text[..at]
                    .chars()
                    .next_back()
                    .is_none_or(|before| !before.is_alphanumeric()) =>
                {
                    open = Some(at)
                }
                None => {}
            }
        }
        self.unclosed.extend(open.map(|start| start..start + 2));
    }

    /// After [`Self::merge`].
    fn contains(&self, at: usize) -> bool {
        let next = self.spans.partition_point(|span| span.end <= at);
        self.spans.get(next).is_some_and(|span| span.start <= at)
    }

    fn merge(&mut self) {
        self.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(self.spans.len());
        for span in self.spans.drain(..) {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => merged.push(span),
            }
        }
        self.spans = merged;
        self.unclosed.sort_by_key(|mark| mark.start);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    pub(super) fn spans(&self) -> impl Iterator<Item = Span> {
        self.spans.iter().cloned().map(Span::new)
    }

    /// The events without the comments in them.
    pub(super) fn strip_from<'a>(
        &self,
        events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
        text: &'a str,
    ) -> Vec<(Event<'a>, Range<usize>)> {
        let mut left = Vec::new();
        for (event, range) in events {
            self.strip_event(event, range, text, &mut |event, range| left.push((event, range)));
        }
        left
    }

    /// Keeps an event, the visible parts of its text, or nothing.
    fn strip_event<'a>(
        &self,
        event: Event<'a>,
        range: Range<usize>,
        text: &'a str,
        act: &mut impl FnMut(Event<'a>, Range<usize>),
    ) {
        let first = self.spans.partition_point(|span| span.end <= range.start);
        let count = self.spans[first..]
            .iter()
            .take_while(|span| span.start < range.end.max(range.start + 1))
            .count();
        let met = &self.spans[first..first + count];
        if met.is_empty() {
            return act(event, range);
        }
        let is_hidden = |at: usize| met.iter().any(|span| span.contains(&at));
        // Emphasis from one comment to another.
        if is_inline_element(&event) && is_hidden(range.start) && is_hidden(range.end - 1) {
            return;
        }
        let is_html = matches!(event, Event::Html(_) | Event::InlineHtml(_));
        let shows_html = || {
            ranges_outside(range.clone(), met.iter().cloned()).any(|part| text[part].contains('<'))
        };
        match event {
            // The parser reads the rest of the line after a comment as HTML. Without a tag, it is a
            // paragraph.
            Event::Start(Tag::HtmlBlock) if !shows_html() => {
                self.strip_event(Event::Start(Tag::Paragraph), range, text, act)
            }
            Event::End(TagEnd::HtmlBlock) if !shows_html() => {
                self.strip_event(Event::End(TagEnd::Paragraph), range, text, act)
            }
            Event::Text(ref said) | Event::Html(ref said) | Event::InlineHtml(ref said)
                if **said == text[range.clone()] =>
            {
                for part in ranges_outside(range, met.iter().cloned()) {
                    let words = &text[part.clone()];
                    let is_tag = is_html && words.contains('<');
                    // The parser includes the line break in HTML.
                    let words = if is_html && !is_tag { words.trim() } else { words };
                    if !words.is_empty() {
                        let start = part.start + text[part.clone()].find(words).unwrap_or(0);
                        let event = if is_tag {
                            Event::Html(CowStr::Borrowed(words))
                        } else {
                            Event::Text(CowStr::Borrowed(words))
                        };
                        act(event, start..start + words.len());
                    }
                }
            }
            // Drops elements that contain nothing but comments.
            mut event => {
                if let Event::Start(Tag::Link { title, .. } | Tag::Image { title, .. }) = &mut event
                    && let Ok(Some(left)) = without_comments(title)
                {
                    *title = left.into();
                }
                if ranges_outside(range.clone(), met.iter().cloned())
                    .any(|part| text[part].contains(|c: char| !is_block_marker(c)))
                {
                    act(event, range);
                }
            }
        }
    }
}

fn is_inline_element(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline(tag.to_end()),
        Event::End(tag) => is_inline(*tag),
        _ => false,
    }
}

/// Where a delimiter is in visible text and not escaped.
fn visible_matches(
    text: &str,
    mark: &'static str,
    visible: &[Range<usize>],
) -> impl Iterator<Item = usize> {
    let is_shown = |at: usize| {
        let next = visible.partition_point(|range| range.end <= at);
        visible.get(next).is_some_and(|range| range.start <= at)
    };
    text.match_indices(mark)
        .map(|(at, _)| at)
        .filter(move |at| is_shown(*at) && !text[..*at].ends_with('\\'))
}

/// Characters that begin a block and are not visible by themselves.
fn is_block_marker(c: char) -> bool {
    c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+' | '#')
}

/// The parts of a range outside of spans, which are sorted by start.
pub(super) fn ranges_outside(
    range: Range<usize>,
    spans: impl Iterator<Item = Range<usize>>,
) -> impl Iterator<Item = Range<usize>> {
    let (mut at, end) = (range.start, range.end);
    spans.chain(std::iter::once(end..end)).map(move |span| {
        let part = at..span.start.clamp(at, end.max(at));
        at = at.max(span.end);
        part
    })
}

/// Container markers before the text of a line.
const CONTAINER_MARKERS: [char; 6] = [' ', '\t', '>', '-', '*', '+'];

/// Link definitions: lines that look like one, and for which the parser has no visible event.
pub(super) fn link_definitions<'a>(
    text: &str,
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
) -> Vec<Span> {
    let is_container = |event: &Event<'_>| {
        matches!(
            event,
            Event::Start(
                Tag::BlockQuote(_)
                    | Tag::List(_)
                    | Tag::Item
                    | Tag::FootnoteDefinition(_)
                    | Tag::DefinitionList
                    | Tag::DefinitionListDefinition
            ) | Event::End(_)
        )
    };
    let mut visible: Vec<Range<usize>> =
        events.filter(|(event, _)| !is_container(event)).map(|(_, range)| range).collect();
    visible.sort_by_key(|range| range.start);
    let (mut found, mut at, mut next, mut reached, mut inside) = (Vec::new(), 0, 0, 0, false);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        while let Some(shows) = visible.get(next).filter(|shows| shows.start < range.end) {
            reached = reached.max(shows.end);
            next += 1;
        }
        let words = line.trim_start_matches(CONTAINER_MARKERS);
        let start = range.end - words.len();
        let words = words.trim_end();
        // The address or title of a definition may be on the next line.
        inside = reached <= range.start && !words.is_empty() && (inside || words.starts_with('['));
        if inside {
            found.push(Span::new(start..start + words.len()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown::parse_markdown;

    /// A text without its comments and link definitions.
    fn visible(text: &str) -> String {
        let comments = Comments::find(text, parse_markdown(text).1);
        let definitions = if parse_markdown(text).0.exist {
            link_definitions(text, parse_markdown(text).1)
        } else {
            Vec::new()
        };
        let mut spans: Vec<Range<usize>> =
            comments.spans().chain(definitions).map(|span| span.range()).collect();
        spans.sort_by_key(|span| span.start);
        ranges_outside(0..text.len(), spans.into_iter()).map(|part| &text[part]).collect()
    }

    #[test]
    fn comments_are_found_outside_of_code_alone() {
        for (text, left) in [
            ("a <!-- x --> b", "a  b"),
            ("<!-- x\n\ny -->\n\nb", "\n\nb"),
            ("<!-- x --> b <!-- y -->", " b "),
            ("> <!-- x\n> y -->\n> b", "> \n> b"),
            ("a %%x%% b", "a  b"),
            ("%%\nx\n\n## y\n\n- z\n%%\n\nb", "\n\nb"),
            ("a %%x\ny%% b", "a  b"),
            ("`<!-- x -->` `%%x%%`", "`<!-- x -->` `%%x%%`"),
            ("```\n<!-- x --> %%x%%\n```", "```\n<!-- x --> %%x%%\n```"),
            ("    %%x%%", "    %%x%%"),
            ("5%% to 6%%", "5%% to 6%%"),
            ("a \\%%x%%", "a \\%%x%%"),
            ("\\<!-- x -->", "\\<!-- x -->"),
            ("[a](https://example.org/%%x%%)", "[a](https://example.org/%%x%%)"),
            ("<https://example.org/%%x%%>", "<https://example.org/%%x%%>"),
            ("<div><!-- x --></div>", "<div></div>"),
            ("a {# x *y* `z` #} b", "a  b"),
            ("## a {# x #}\n\nb", "## a \n\nb"),
            ("## a {#x}\n\nb", "## a {#x}\n\nb"),
            ("{% comment %}\nx\n\n    code\n{% endcomment %}\n\nb", "\n\nb"),
            ("a {{/* x */}} {{/* y */}} b {/* z */}", "a   b "),
            ("a \\{# x #} `{# x #}`", "a \\{# x #} `{# x #}`"),
            ("![a](b.jpg \"c %%x%%\")", "![a](b.jpg \"c \")"),
            ("[a](b \"c <!-- x -->\")", "[a](b \"c \")"),
        ] {
            assert_eq!(visible(text), left, "{text:?}");
        }
    }

    #[test]
    fn unclosed_comments_are_reported() {
        for (text, marks) in [
            ("<!-- x\n\ny", 1),
            ("a <!-- x\n\ny -->", 1),
            ("a %%x", 1),
            ("%%a%% %%b", 1),
            ("a <!-- x -->", 0),
            ("5%%", 0),
            ("`<!--` and `%%`", 0),
            ("<!-- %% -->", 0),
            ("<!-- a --> <!-- b\nc -->", 1),
        ] {
            assert_eq!(
                Comments::find(text, parse_markdown(text).1).unclosed.len(),
                marks,
                "{text:?}"
            );
        }
    }

    #[test]
    fn link_definitions_are_found_in_any_container() {
        for (text, left) in [
            ("[//]: # (x)\n\n[//]: # (y)\n\n[a]\n", "\n\n\n\n[a]\n"),
            ("a [b]\n\n[b]: https://example.org\n  \"x\"\n\nc", "a [b]\n\n\n  \n\nc"),
            ("> [a]: /b\n> c", "> \n> c"),
            ("[a]: b c\n", "[a]: b c\n"),
            ("```\n[a]: /b\n```", "```\n[a]: /b\n```"),
            ("[^1]: note\n\na[^1]", "[^1]: note\n\na[^1]"),
            ("- [x]: /y\n- z", "- \n- z"),
        ] {
            assert_eq!(visible(text), left, "{text:?}");
        }
    }
}
