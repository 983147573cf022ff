//! Where the address of a picture stands in its file, so that it can be replaced.

use std::ops::Range;

use super::inline_extensions::parse_address;
use super::markdown::{definition_of_picture, unescape_address};
use super::{Document, TextId, WrittenLink};
use crate::text::{Span, collapse_whitespace};

impl Document {
    /// Where the address of a picture stands in the file, without brackets: after its text, or in the
    /// link definition that it refers to. `None` where YAML or TOML writes it with escapes.
    pub fn picture_address(&self, id: TextId, picture: &WrittenLink) -> Option<Span> {
        let markdown = self.markdown(id);
        let range = address_range(markdown, picture)?;
        match self.inline_markdown(id) {
            Some(text) if text.file_offset.is_none() => {
                text.span.find_once(&self.text, &markdown[range])
            }
            _ => Some(self.file_span(id, Span::new(range))),
        }
    }
}

fn address_range(markdown: &str, picture: &WrittenLink) -> Option<Range<usize>> {
    let range = picture.span.range();
    let (source, address) = (&markdown[range.clone()], picture.address());
    let shifted = |inner: Range<usize>, by: usize| inner.start + by..inner.end + by;
    if let Some(inner) = source.strip_prefix("![[") {
        let end = inner.find(['|', ']'])?;
        let written = inner[..end].trim_end_matches('\\').trim();
        let start = source.find(written)?;
        return (written == address && !written.is_empty())
            .then(|| shifted(start..start + written.len(), range.start));
    }
    if let Some(inner) = inline_address(source, &address) {
        return Some(shifted(inner, range.start));
    }
    let definition = definition_of_picture(markdown, &range)?;
    let source = &markdown[definition.clone()];
    let start = label_end(source)? + "]:".len();
    let written = destination(&source[start..])?;
    let written = shifted(written, start);
    is_written_as(&source[written.clone()], &address)
        .then(|| shifted(without_brackets(source, written), definition.start))
}

/// The address in `![text](address "title")`. The text may contain other pictures.
fn inline_address(source: &str, address: &str) -> Option<Range<usize>> {
    source.match_indices("](").find_map(|(at, bracket)| {
        let start = at + bracket.len();
        let target = &source[start..];
        if let Some(written) = destination(target) {
            let rest = target[written.end..].trim_start();
            let is_last = rest == ")" || rest.starts_with(['"', '\'', '(']) && rest.ends_with(')');
            let written = start + written.start..start + written.end;
            if is_last && is_written_as(&source[written.clone()], address) {
                return Some(without_brackets(source, written));
            }
        }
        let spaced = parse_address(target).filter(|spaced| {
            spaced.len == target.len() && collapse_whitespace(&spaced.url) == address
        })?;
        let start = start + target.find(spaced.written)?;
        Some(start..start + spaced.written.len())
    })
}

/// The link destination with which a text begins, with its angle brackets (CommonMark §6.3). It may be
/// on the next line, after the markers of block quotes.
fn destination(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches([' ', '\t', '\r', '\n', '>']).len();
    let (mut depth, mut is_escaped) = (0, false);
    let in_brackets = text[start..].starts_with('<');
    for (at, byte) in text.bytes().enumerate().skip(start) {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        match byte {
            b'\\' => is_escaped = true,
            b'>' if in_brackets => return Some(start..at + 1),
            _ if in_brackets => {}
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(start..at),
            b')' => depth -= 1,
            _ if byte.is_ascii_whitespace() => return Some(start..at),
            _ => {}
        }
    }
    (!in_brackets).then_some(start..text.len())
}

fn without_brackets(source: &str, written: Range<usize>) -> Range<usize> {
    match source[written.clone()].starts_with('<') {
        true => written.start + 1..written.end - 1,
        false => written,
    }
}

fn is_written_as(written: &str, address: &str) -> bool {
    unescape_address(written).is_some_and(|own| collapse_whitespace(&own) == address)
}

/// The end of the label of a link definition, `[label]: address`.
fn label_end(definition: &str) -> Option<usize> {
    let mut ends = definition.match_indices("]:").map(|(at, _)| at);
    ends.find(|at| !definition[..*at].ends_with('\\'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::MarkdownOptions;
    use crate::document::{LinkForm, ParseOptions, parse};
    use crate::text::{ArenaStr, LetterCase, QuotationMarks, SourcePath};

    fn document(text: &str) -> Document {
        let options = ParseOptions {
            markdown: MarkdownOptions { smart_punctuation: true, raw_html: true },
            letter_case: LetterCase::default(),
            quotation_marks: QuotationMarks::of_language("en"),
        };
        let path = SourcePath::from_static("content/about.md");
        parse(&path, &ArenaStr::from(text), options).expect("a page")
    }

    proptest! {
        #[test]
        fn what_stands_there_is_the_address(parts in prop::collection::vec(prop::sample::select(vec![
            "![a](", "![a]", "![", "[", "]", "(", ")", "](", "<", ">", "[b]", "[]", "\n[b]: ", "\n\n", "\n", "> ", "- ", "`", "\"t\"", " 't'", "\\", "&amp;", "%%", "<!-- ", " -->", "![[", "]]", "|",
            "https://a.example/b.jpg", "https://a.example/c d.jpg", "b.jpg", "#x", "é", "中", " ", "---\nimage: ", "{#x}", "*", "| a |\n|---|\n",
        ]), 0..16)) {
            let text = parts.concat();
            let page = document(&text);
            for id in page.text_ids() {
                let is_picture = |link: &&WrittenLink| {
                    link.form == LinkForm::Image && link.target.starts_with("https://")
                };
                for picture in page.outline(id).links.iter().filter(is_picture) {
                    let Some(span) = page.picture_address(id, picture) else { continue };
                    let (written, address) = (&text[span.range()], picture.address());
                    let is_address = is_written_as(written, &address)
                        || is_written_as(&format!("<{written}>"), &address)
                        || *written == *address
                        || written.replace(' ', "%20") == address;
                    prop_assert!(is_address, "{text:?}: {written:?} is not {address:?}");
                }
            }
        }
    }
}
