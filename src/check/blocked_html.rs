//! Parts of raw HTML that browsers refuse to load or run, because of the Content-Security-Policy.

use std::ops::Range;

use super::messages::{self, BlockedPart};
use crate::catalog::Entry;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::document::{Document, MdEvent, TextId};
use crate::page::SiteData;
use crate::text::{Span, parse_web_url};

/// Only a site that allows raw HTML has any.
pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    if !data.config.markdown.raw_html {
        return;
    }
    let document = data.document(entry.page);
    for text in document.text_ids() {
        let source = document.markdown(text);
        for html in html_ranges(document, text) {
            for tag in tags(&source[html.clone()]) {
                let start = html.start + tag.range.start;
                let span = document.file_span(text, Span::new(start..html.start + tag.range.end));
                let blocked = blocked_parts(&tag, data.config).into_iter();
                problems.extend(
                    blocked.map(|part| {
                        messages::blocked_html(&document.path, span, &part, data.config)
                    }),
                );
            }
        }
    }
}

/// The ranges of a text that are HTML. Lines of one block are one range.
fn html_ranges(document: &Document, text: TextId) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (event, span) in document.outline(text).events.iter(document.markdown(text)) {
        if !matches!(event, MdEvent::Html(_)) {
            continue;
        }
        let span = span.range();
        match ranges.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => ranges.push(span),
        }
    }
    ranges
}

fn blocked_parts(tag: &HtmlTag<'_>, config: &Config) -> Vec<BlockedPart> {
    let mut parts = Vec::new();
    let has = |name: &str| tag.attributes.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    let name = tag.name.to_ascii_lowercase();
    match &*name {
        "object" | "embed" | "applet" => parts.push(BlockedPart::Object),
        "script" if !has("src") && !is_data_script(tag) => parts.push(BlockedPart::InlineScript),
        "style" => parts.push(BlockedPart::InlineStyle),
        _ => {}
    }
    for (attribute, value) in &tag.attributes {
        let attribute = attribute.to_ascii_lowercase();
        if attribute == "style" {
            parts.push(BlockedPart::InlineStyle);
        } else if attribute.starts_with("on") && attribute.len() > 2 {
            parts.push(BlockedPart::InlineScript);
        }
        let (directive, what) = match (&*name, &*attribute) {
            ("iframe" | "frame", "src") => ("frame-src", "frames from"),
            ("script", "src") => ("script-src", "scripts from"),
            ("link", "href") if is_stylesheet(tag) => ("style-src", "styles from"),
            ("img" | "input", "src") | ("img" | "source", "srcset") | ("video", "poster") => {
                ("img-src", "pictures from")
            }
            ("video" | "audio" | "source" | "track", "src") => ("media-src", "media from"),
            ("form", "action") => ("form-action", "forms to"),
            _ => continue,
        };
        let urls: Vec<&str> = match &*attribute {
            "srcset" => {
                value.split(',').filter_map(|part| part.split_whitespace().next()).collect()
            }
            _ => vec![value.trim()],
        };
        for url in urls {
            if let Some(url) = blocked_url(url, directive, config) {
                parts.push(BlockedPart::Url { directive, what, url });
            } else if directive == "frame-src" && !is_of_other_site(url) && !url.is_empty() {
                parts.push(BlockedPart::OwnFrame);
            }
        }
    }
    parts.dedup();
    parts
}

/// A URL that the policy does not allow, with its scheme.
fn blocked_url(url: &str, directive: &str, config: &Config) -> Option<String> {
    let is_data = url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    if is_data && matches!(directive, "img-src" | "media-src") {
        return (!config.content_policy.allows(directive, url)).then(|| url.to_owned());
    }
    let url = match url.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => url.to_owned(),
    };
    let origin = parse_web_url(&url)?.origin().ascii_serialization();
    let is_own = directive != "frame-src" && config.base.origin() == Some(&*origin);
    (!is_own && !config.content_policy.allows(directive, &url)).then_some(url)
}

fn is_of_other_site(url: &str) -> bool {
    url.contains(':') || url.starts_with("//")
}

/// A script that is data, like JSON-LD, does not run.
fn is_data_script(tag: &HtmlTag<'_>) -> bool {
    tag.attribute("type").is_some_and(|kind| {
        !matches!(&*kind.to_ascii_lowercase(), "" | "module" | "text/javascript")
    })
}

fn is_stylesheet(tag: &HtmlTag<'_>) -> bool {
    tag.attribute("rel").is_some_and(|rel| {
        rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("stylesheet"))
    })
}

/// A start tag.
struct HtmlTag<'a> {
    range: Range<usize>,
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl HtmlTag<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| *value)
    }
}

/// The start tags of HTML, as a browser would read it, outside comments, scripts and styles.
fn tags(html: &str) -> Vec<HtmlTag<'_>> {
    let (mut tags, mut at) = (Vec::new(), 0);
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let rest = &html[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            at = open + 4 + comment.find("-->").map_or(comment.len(), |end| end + 3);
            continue;
        }
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = open + 1;
            continue;
        }
        let tag = read_tag(html, open);
        at = tag.range.end;
        // Their text is not HTML.
        if matches!(&*tag.name.to_ascii_lowercase(), "script" | "style" | "textarea" | "title") {
            let closing = format!("</{}", tag.name.to_ascii_lowercase());
            let rest = html[at..].to_ascii_lowercase();
            at += rest.find(&closing).unwrap_or(rest.len());
        }
        tags.push(tag);
    }
    tags
}

/// The start tag at a `<`.
fn read_tag(html: &str, open: usize) -> HtmlTag<'_> {
    let until = |from: usize, ends: &dyn Fn(char) -> bool| {
        html[from..].find(ends).map_or(html.len(), |found| from + found)
    };
    let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
    let mut at = until(open + 1, &ends_name);
    let name = &html[open + 1..at];
    let mut attributes = Vec::new();
    loop {
        at = until(at, &|c| !c.is_ascii_whitespace() && c != '/');
        if html[at..].starts_with('>') || at == html.len() {
            let end = (at + 1).min(html.len());
            return HtmlTag { range: open..end, name, attributes };
        }
        // A leading `=` is part of the name.
        let first = html[at..].chars().next().map_or(0, char::len_utf8);
        let end = until(at + first, &|c| ends_name(c) || c == '=');
        let attribute = &html[at..end];
        at = until(end, &|c| !c.is_ascii_whitespace());
        let mut value = "";
        if html[at..].starts_with('=') {
            at = until(at + 1, &|c| !c.is_ascii_whitespace());
            let quote = html[at..].chars().next().filter(|c| matches!(c, '"' | '\''));
            let start = at + usize::from(quote.is_some());
            let end = match quote {
                Some(quote) => until(start, &|c| c == quote),
                None => until(start, &|c| c.is_ascii_whitespace() || c == '>'),
            };
            value = &html[start..end];
            at = (end + usize::from(quote.is_some())).min(html.len());
        }
        attributes.push((attribute, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let tags = tags(html).into_iter();
        tags.map(|tag| (tag.name.to_owned(), tag.attributes.iter().map(owned).collect())).collect()
    }

    #[test]
    fn tags_are_read_as_browsers_read_them() {
        let attribute = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            found("a < b <IFRAME\n src = 'x>y' allow=z/ hidden></iframe> <br/>"),
            [
                (
                    "IFRAME".to_owned(),
                    vec![
                        attribute("src", "x>y"),
                        attribute("allow", "z/"),
                        attribute("hidden", "")
                    ]
                ),
                ("br".to_owned(), vec![]),
            ]
        );
        assert_eq!(found("<!-- <img> --><script>\"<img>\"</script>").len(), 1);
    }

    proptest! {
        #[test]
        fn no_html_makes_the_scanner_panic(html in "(<|>|/|=|\"|'| |é|a|!--|script|\\PC){0,40}") {
            let _ = tags(&html);
        }
    }
}
