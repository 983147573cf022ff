//! The tags of raw HTML in Markdown, as browsers read them.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Document, MdEvent, TextId};
use crate::text::{Span, decode_character_references};

/// The start tags of all HTML in a document, each with its place in the file.
pub(super) fn html_tags(document: &Document) -> impl Iterator<Item = (Span, HtmlTag<'_>)> {
    document.text_ids().flat_map(move |text| {
        html_ranges(document, text).into_iter().flat_map(move |html| {
            tags(&document.markdown(text)[html.clone()]).into_iter().map(move |tag| {
                let range = html.start + tag.range.start..html.start + tag.range.end;
                (document.file_span(text, Span::new(range)), tag)
            })
        })
    })
}

/// The addresses of pictures in HTML (`<img src>`), each with the place of its tag in the file.
pub fn html_pictures(document: &Document) -> impl Iterator<Item = (Span, String)> {
    html_tags(document)
        .filter(|(_, tag)| tag.name.eq_ignore_ascii_case("img"))
        .filter_map(|(span, tag)| Some((span, tag.attribute("src")?.trim().to_owned())))
}

/// The addresses in all HTML of a document that may be files: in `src`, `srcset`, `href`, `poster`
/// and `data`.
pub(super) fn html_addresses(document: &Document) -> Vec<String> {
    document.text_ids().flat_map(|text| html_texts(document, text)).flat_map(addresses).collect()
}

/// The HTML of a text. Lines of one block are one text, also in a quotation.
fn html_texts(document: &Document, text: TextId) -> Vec<String> {
    let (mut texts, mut follows) = (Vec::<String>::new(), false);
    for (event, _) in document.outline(text).events.iter(document.markdown(text)) {
        if let MdEvent::Html(html) = event {
            match texts.last_mut().filter(|_| follows) {
                Some(last) => last.push_str(html),
                None => texts.push(html.to_owned()),
            }
        }
        follows = matches!(event, MdEvent::Html(_));
    }
    texts
}

fn addresses(html: String) -> Vec<String> {
    let mut found = Vec::new();
    for tag in tags(&html) {
        for (name, value) in tag.attributes {
            match &*name.to_ascii_lowercase() {
                "srcset" => found.extend(srcset_addresses(&value).map(str::to_owned)),
                "src" | "href" | "xlink:href" | "poster" | "data" => {
                    found.push(value.trim().to_owned());
                }
                _ => {}
            }
        }
    }
    found
}

/// The addresses of a `srcset` (HTML, 4.8.4.3.10): each ends at white space, and may contain commas.
pub(super) fn srcset_addresses(value: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| c == ',' || c.is_ascii_whitespace();
    let mut rest = value;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(between);
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        rest = match address.ends_with(',') {
            true => after,
            // Its width follows.
            false => after.split_once(',').map_or("", |(_, rest)| rest),
        };
        Some(address.trim_end_matches(',')).filter(|address| !address.is_empty())
    })
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

/// A start tag.
pub(super) struct HtmlTag<'a> {
    range: Range<usize>,
    pub(super) name: &'a str,
    /// Names and values; in values, character references are decoded.
    pub(super) attributes: Vec<(&'a str, Cow<'a, str>)>,
}

impl HtmlTag<'_> {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| &**value)
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
        attributes.push((attribute, decode_character_references(value)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let owned = |(name, value): &(&str, Cow<'_, str>)| ((*name).to_owned(), value.to_string());
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

    #[test]
    fn addresses_are_found_in_all_attributes_that_have_some() {
        let found = |html: &str| addresses(html.to_owned());
        assert_eq!(
            found("<img src=\"a&amp;b.jpg\" srcset='b,c.jpg 1x, d.jpg, e.jpg 2x' alt=src>"),
            ["a&b.jpg", "b,c.jpg", "d.jpg", "e.jpg"]
        );
        assert_eq!(found("<video poster = d.jpg data-src=\"no\" >"), ["d.jpg"]);
        assert_eq!(found("<a HREF=e.pdf><a href><!-- <img src=f.jpg> -->"), ["e.pdf", ""]);
    }

    proptest! {
        #[test]
        fn no_html_makes_the_scanner_panic(html in "(<|>|/|=|\"|'| |é|a|!--|script|\\PC){0,40}") {
            let _ = tags(&html);
        }
    }
}
