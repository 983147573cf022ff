//! A text as standalone Markdown: links are absolute, citations are numbers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use pulldown_cmark::Tag;

use super::picture_html::PictureWords;
use super::prose_renderer::ProseRenderer;
use crate::document::{LinkForm, MdEvent, Outline, PictureText, TextId, WrittenLink};
use crate::input::MediaElement;
use crate::link::{LinkDecision, LinkTarget, resolve_citation};
use crate::text::{Route, Span};

/// A span of the source and its replacement.
type Edit = (Span, String);

impl ProseRenderer<'_> {
    /// A text as Markdown for other programs. The source is kept except for internal and broken
    /// links, citations, and names that the page links.
    pub fn markdown(&self, text: TextId) -> String {
        let (source, index) = (self.document.markdown(text), usize::from(text.0));
        let outline = self.document.outline(text);
        let redactions = self.redactions(text);
        let redacted = |span: Span| apply_edits(source, span, &redactions);
        let mut edits = redactions.clone();
        let has_pictures = outline.links.iter().any(|link| link.form == LinkForm::Image);
        let titles = if has_pictures { picture_titles(source, outline) } else { BTreeMap::new() };
        for (link, target) in outline.links.iter().zip(&self.linked.targets[index]) {
            let markdown = match (link.form, target) {
                (LinkForm::Image, LinkTarget::Resource { route, .. }) => {
                    let title = titles.get(&link.span.start).map(String::as_str);
                    self.picture_markdown(route, title, &redacted(link.span))
                }
                _ => self.link_markdown(link, target, &redacted(link.span)),
            };
            edits.extend(markdown.map(|markdown| (link.span, markdown)));
        }
        for citation in self.document.citations(text) {
            let cited = resolve_citation(&self.linked.citations[index], citation);
            let number = |(number, locator): (u32, Option<&str>)| match locator {
                Some(locator) => format!("{number}, {}", escape_markdown(locator)),
                None => number.to_string(),
            };
            let numbers = cited.into_iter().flat_map(|(_, sources)| sources).map(number);
            let numbers = numbers.collect::<Vec<_>>().join("; ");
            let markdown = if numbers.is_empty() { numbers } else { format!("\\[{numbers}\\]") };
            edits.push((citation.span, markdown));
        }
        for name in &self.linked.names[index] {
            if let (LinkDecision::Linked, Some(topic)) = (name.decision, name.topic) {
                let href = self.full_href(&self.catalog.entry(topic).route, None);
                edits.push((name.span, format!("[{}]({href})", redacted(name.span))));
            }
        }
        if let Some((_, title)) = &outline.title
            && text == self.document.body_id()
        {
            edits.push((*title, String::new()));
        }
        if text == self.document.body_id() {
            for block in &self.document.blocks {
                let markdown = self.block_markdown(&block.data);
                edits.extend(markdown.map(|markdown| (block.span, markdown)));
            }
        }
        sort(&mut edits);
        apply_edits(source, Span::new(0..source.len()), &edits)
    }

    /// Edits that remove comments, and escape HTML where pages show it as text. In order.
    fn redactions(&self, text: TextId) -> Vec<Edit> {
        let (source, outline) = (self.document.markdown(text), self.document.outline(text));
        let mut edits: Vec<Edit> =
            outline.hidden.iter().map(|span| (*span, String::new())).collect();
        if !self.config.markdown.raw_html && source.contains('<') {
            for (event, span) in outline.events.iter(source) {
                if let MdEvent::Html(html) = event {
                    let lines: Vec<String> = html.split('\n').map(escape_markdown).collect();
                    edits.push((span, lines.join("\n")));
                }
            }
            sort(&mut edits);
        }
        edits
    }

    /// The replacement of a picture of this site, with what is said of it; of a video or recording,
    /// a link.
    fn picture_markdown(
        &self,
        route: &Route,
        title: Option<&str>,
        written: &str,
    ) -> Option<String> {
        let sidecar = self.catalog.sidecars.get(route);
        let alt = match written.starts_with("![[") {
            true => PictureText::of_markdown(written).alt,
            false => PictureText::parse(between_brackets(written)?).alt,
        };
        let sidecar_alt = sidecar.and_then(|sidecar| sidecar.alt.as_deref()).map(escape_markdown);
        let alt = sidecar_alt.filter(|_| alt.trim().is_empty()).unwrap_or_else(|| alt.to_owned());
        let picture = self.catalog.pictures.get(route);
        let address = self.full_href(picture.map_or(route, |picture| picture.widest()), None);
        if MediaElement::for_path(route.as_str()).is_some() {
            let name = || escape_markdown(route.as_str().rsplit('/').next().unwrap_or_default());
            let label = if alt.trim().is_empty() { name() } else { alt };
            return Some(format!("[{label}]({address})"));
        }
        Some(PictureWords::new(title, sidecar).picture_markdown(&alt, &address))
    }

    /// The replacement of a link; `None` for one that stays as written.
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
                let route = self.catalog.pictures.link_target(route);
                Some(self.full_href(route, anchor.as_deref()))
            }
            LinkTarget::Anchor(anchor) => Some(format!("#{anchor}")),
            // A reference link, whose definition is not exported.
            LinkTarget::External(url)
                if link.is_textless || link.form == LinkForm::Inline && written.ends_with(']') =>
            {
                Some(url.to_string())
            }
            LinkTarget::External(_) => return None,
            LinkTarget::Draft { .. } | LinkTarget::Unlinked => None,
        };
        let label = match self.generated_label(link, target) {
            Some(label) => escape_markdown(label),
            None if link.form == LinkForm::WikiWithText => {
                let (_, label) = written.split_once('|').unwrap_or_default();
                label.trim_end_matches(']').to_owned()
            }
            None if link.form == LinkForm::Image => {
                PictureText::parse(between_brackets(written)?).alt.to_owned()
            }
            None => between_brackets(written)?.to_owned(),
        };
        Some(match href {
            Some(href) if link.form == LinkForm::Image => format!("![{label}]({href})"),
            Some(href) => format!("[{label}]({href})"),
            None => label,
        })
    }

    /// The absolute URL of a route, or its link if the site has no base URL.
    pub(super) fn full_href(&self, route: &Route, anchor: Option<&str>) -> String {
        // A parenthesis would end the link.
        let href = self.config.base.absolute_url_or_href(route);
        let href = href.replace('(', "%28").replace(')', "%29");
        anchor.map_or(href.clone(), |anchor| format!("{href}#{anchor}"))
    }
}

/// The titles of pictures, by where these start.
fn picture_titles(source: &str, outline: &Outline) -> BTreeMap<u32, String> {
    let titles = outline.events.iter(source).filter_map(|(event, span)| match event {
        MdEvent::Start(Tag::Image { title, .. }) if !title.is_empty() => {
            Some((span.start, title.to_string()))
        }
        _ => None,
    });
    titles.collect()
}

/// Sorts edits for [`apply_edits`]: of two that begin together, the longer first.
fn sort(edits: &mut [Edit]) {
    edits.sort_by_key(|(span, _)| (span.start, Reverse(span.end)));
}

/// A span of a text with sorted edits applied. Of overlapping edits, the first counts.
fn apply_edits(text: &str, span: Span, edits: &[Edit]) -> String {
    let range = span.range();
    let (mut out, mut at) = (String::with_capacity(range.len() * 5 / 4), range.start);
    for (edited, replacement) in edits.iter().filter(|(edited, _)| edited.overlaps(span)) {
        let edited = edited.range();
        if edited.start >= at && edited.start < range.end {
            out.push_str(&text[at..edited.start]);
            out.push_str(replacement);
            at = edited.end;
        }
    }
    out.push_str(text.get(at..range.end).unwrap_or_default());
    out
}

/// The label of an inline link or picture: from its first bracket to the matching one. `None` for a
/// link without brackets.
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

/// Escapes text so that Markdown shows it as it is (CommonMark §2.4).
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
    fn a_label_ends_where_its_first_bracket_closes() {
        assert_eq!(between_brackets("[a [b] \\] c](x)"), Some("a [b] \\] c"));
        assert_eq!(between_brackets("![alt](x.png)"), Some("alt"));
        assert_eq!(between_brackets("<https://x>"), None);
    }

    #[test]
    fn the_first_of_overlapping_edits_counts() {
        let edits = [(0..1, "Z"), (2..4, "X"), (3..5, "Y")]
            .map(|(range, text)| (Span::new(range), text.to_owned()));
        assert_eq!(apply_edits("abcdef", Span::new(0..6), &edits), "ZbXef");
        assert_eq!(apply_edits("abcdef", Span::new(1..3), &edits), "bX");
    }
}
