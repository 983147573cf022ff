//! A piece of Markdown and what its links mean into Markdown that stands alone: links lead to whole
//! addresses, citations are numbers.

use super::renderer::ProseRenderer;
use crate::document::{LinkForm, MdEvent, TextId, WrittenLink};
use crate::link::{LinkDecision, LinkTarget, resolve_citation};
use crate::text::{Route, Span};

impl ProseRenderer<'_> {
    /// A piece as Markdown for other programs. What an author wrote stays as it is, but for links
    /// into the site, links that lead nowhere, and citations; names that are links on the page are
    /// links here.
    pub fn markdown(&self, piece: TextId) -> String {
        let (text, index) = (self.document.markdown(piece), usize::from(piece.0));
        let outline = self.document.outline(piece);
        let safe = self.redactions(piece);
        let mut edits = safe.clone();
        for (link, target) in outline.links.iter().zip(&self.linked.targets[index]) {
            edits.extend(
                self.link_markdown(link, target, &apply_edits(text, link.span, &safe))
                    .map(|written| (link.span, written)),
            );
        }
        for citation in self.document.citations(piece) {
            let said = |(number, locator): (u32, Option<&str>)| match locator {
                Some(locator) => format!("{number}, {}", escape_markdown(locator)),
                None => number.to_string(),
            };
            let numbers: Vec<String> = resolve_citation(&self.linked.citations[index], citation)
                .into_iter()
                .flat_map(|(_, sources)| sources)
                .map(said)
                .collect();
            edits.push((
                citation.span,
                if numbers.is_empty() {
                    String::new()
                } else {
                    format!("\\[{}\\]", numbers.join("; "))
                },
            ));
        }
        for name in
            self.linked.names[index].iter().filter(|name| name.decision == LinkDecision::Linked)
        {
            if let Some(topic) = name.topic {
                edits.push((
                    name.span,
                    format!(
                        "[{}]({})",
                        apply_edits(text, name.span, &safe),
                        self.full_href(&self.catalog.entry(topic).route, None)
                    ),
                ));
            }
        }
        if let Some((_, title)) =
            outline.title.as_ref().filter(|_| piece == self.document.body_id())
        {
            edits.push((*title, String::new()));
        }
        edits.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        apply_edits(text, Span::new(0..text.len()), &edits)
    }

    /// What must not be taken over as it is written, in order: what no page shows, and HTML where
    /// pages show it as text.
    fn redactions(&self, piece: TextId) -> Vec<(Span, String)> {
        let (text, outline) = (self.document.markdown(piece), self.document.outline(piece));
        let mut edits: Vec<(Span, String)> =
            outline.hidden.iter().map(|span| (*span, String::new())).collect();
        if !self.config.markdown.raw_html && memchr::memchr(b'<', text.as_bytes()).is_some() {
            let html = outline.events.iter(text).filter_map(|(part, span)| {
                if let MdEvent::Html(html) = part { Some((html, span)) } else { None }
            });
            edits.extend(html.map(|(html, span)| {
                (span, html.split('\n').map(escape_markdown).collect::<Vec<_>>().join("\n"))
            }));
            edits.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        }
        edits
    }

    /// What stands for a link; `None` for one that can stay as it is written.
    fn link_markdown(
        &self,
        link: &WrittenLink,
        target: &LinkTarget,
        written: &str,
    ) -> Option<String> {
        let href = match target {
            LinkTarget::Page { page, anchor, .. } => {
                Some(self.full_href(&self.catalog.entry(*page).route, anchor.as_deref()))
            }
            LinkTarget::Resource { route, anchor } => {
                Some(self.full_href(route, anchor.as_deref()))
            }
            LinkTarget::Anchor(anchor) => Some(format!("#{anchor}")),
            // The definition of a link by reference is left out.
            LinkTarget::External(address)
                if link.is_textless || link.form == LinkForm::Inline && written.ends_with(']') =>
            {
                Some(address.to_string())
            }
            LinkTarget::External(_) => return None,
            LinkTarget::Draft { .. } | LinkTarget::Unlinked => None,
        };
        let words = match self.generated_label(link, target) {
            Some(words) => escape_markdown(words),
            None if link.form == LinkForm::WikiWithText => written
                .split_once('|')
                .map_or("", |(_, words)| words.trim_end_matches(']'))
                .to_owned(),
            None => between_brackets(written)?.to_owned(),
        };
        Some(match href {
            Some(href) if link.form == LinkForm::Image => format!("![{words}]({href})"),
            Some(href) => format!("[{words}]({href})"),
            None => words,
        })
    }

    /// The whole address of a route, or where the site does not know its own, that from the root of
    /// the host.
    fn full_href(&self, route: &Route, anchor: Option<&str>) -> String {
        // A bracket in an address would end the link.
        let address =
            self.config.base.absolute_url_or_href(route).replace('(', "%28").replace(')', "%29");
        anchor.map_or(address.clone(), |anchor| format!("{address}#{anchor}"))
    }
}

/// A stretch of a text with some parts exchanged, which are in order; of two that overlap, the one
/// that begins first counts.
fn apply_edits(text: &str, stretch: Span, edits: &[(Span, String)]) -> String {
    let range = stretch.range();
    let (mut out, mut at) = (String::with_capacity(range.len() * 5 / 4), range.start);
    for (span, written) in edits.iter().filter(|(span, _)| span.overlaps(stretch)) {
        let part = span.range();
        if part.start >= at && part.start < range.end {
            out.push_str(&text[at..part.start]);
            out.push_str(written);
            at = part.end;
        }
    }
    out.push_str(text.get(at..range.end).unwrap_or_default());
    out
}

/// The words of an inline link or a picture: what stands between its first bracket and the one that
/// closes it. `None` for a link without brackets.
fn between_brackets(written: &str) -> Option<&str> {
    let start = written.find('[')? + 1;
    let (mut depth, mut escaped) = (1, false);
    for (at, c) in written[start..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&written[start..start + at]);
        }
    }
    None
}

/// Text that Markdown shows as it is (CommonMark §2.4).
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_link_end_where_its_first_bracket_closes() {
        assert_eq!(between_brackets("[a [b] \\] c](x)"), Some("a [b] \\] c"));
        assert_eq!(between_brackets("![alt](x.png)"), Some("alt"));
        assert_eq!(between_brackets("<https://x>"), None);
    }

    #[test]
    fn of_edits_that_overlap_the_first_counts() {
        let edits = [(0..1, "Z"), (2..4, "X"), (3..5, "Y")]
            .map(|(range, text)| (Span::new(range), text.to_owned()));
        assert_eq!(apply_edits("abcdef", Span::new(0..6), &edits), "ZbXef");
        assert_eq!(apply_edits("abcdef", Span::new(1..3), &edits), "bX");
    }
}
