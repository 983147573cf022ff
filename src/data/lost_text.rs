//! Text that YAML silently reads as something else: as a comment, as no value, or as part of the
//! line above.

use std::ops::Range;

use super::schema::FieldType;
use super::yaml_text::{lines_with_offsets, quote};
use crate::text::line_range;

/// Whether a value of this type may be a text: only then can part of the text be lost.
pub(super) fn may_hold_text(field_type: &FieldType) -> bool {
    match field_type {
        FieldType::Text | FieldType::InlineMarkdown => true,
        FieldType::List(of) | FieldType::OneOrMany(of) => may_hold_text(of),
        FieldType::Record(schema) => {
            schema.short_form().is_some_and(|field| may_hold_text(&field.field_type))
        }
        _ => false,
    }
}

/// A comment that was probably meant as text: it is on the line of a value, and a letter or digit
/// follows its `#`. Real comments have a space there, or a line of their own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LostText {
    pub(super) range: Range<usize>,
    /// The line as it was probably meant; `None` for texts of several lines or in brackets.
    pub(super) suggestion: Option<String>,
}

/// The comment after a key, where its value should begin.
pub(super) fn after_key(source: &str, key_end: usize) -> Option<LostText> {
    let after = source.get(key_end..)?;
    let colon =
        key_end + after.len() - after.trim_start_matches([' ', '\t']).strip_prefix(':')?.len();
    let value = source[colon..].trim_start_matches([' ', '\t']);
    if value.starts_with(['|', '>']) {
        // A block text begins on the next line.
        let indicator_len = value
            .find(|c: char| !matches!(c, '|' | '>' | '+' | '-' | '0'..='9'))
            .unwrap_or(value.len());
        return hash_text(source, source.len() - value.len() + indicator_len)
            .map(|range| LostText { range, suggestion: None });
    }
    let range = hash_text(source, colon)?;
    Some(LostText { suggestion: quoted_line(source, range.start, range.end), range })
}

/// The comment after a value.
pub(super) fn after_value(source: &str, value: Range<usize>) -> Option<LostText> {
    let range = hash_text(source, value.end)?;
    Some(LostText { suggestion: quoted_line(source, value.start, range.end), range })
}

/// The comment in range of a list entry, on the last line before byte `before`.
pub(super) fn instead_of_entry(source: &str, before: usize) -> Option<LostText> {
    let end = source.get(..before)?.trim_end().len();
    let line = line_range(source, end);
    let entry = source[line.clone()].trim_start();
    let range = hash_text(source, line.end - entry.strip_prefix('-')?.len())?;
    Some(LostText { suggestion: quoted_line(source, range.start, range.end), range })
}

/// The comment after byte `at` on its line, possibly after commas, if it may be text.
fn hash_text(source: &str, at: usize) -> Option<Range<usize>> {
    // Stops at the `#`: a line may have very many values.
    let rest = source.get(at..)?;
    let text = rest.trim_start_matches([' ', '\t', ',']);
    let sign = rest.len() - text.len();
    let is_comment = rest[..sign].ends_with([' ', '\t'])
        && text
            .strip_prefix('#')
            .is_some_and(|text| text.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
    is_comment.then(|| at + sign..at + sign + text.lines().next().unwrap_or("").trim_end().len())
}

/// The line of a value, with quotes around the rest of the line.
fn quoted_line(source: &str, start: usize, end: usize) -> Option<String> {
    let line = line_range(source, start);
    let before = source[line.clone()].get(..start.checked_sub(line.start)?)?.trim_start();
    // After a key, a dash, or both; a value in brackets may end anywhere.
    let name = before.trim_start_matches(['-', ' ', '\t']).trim_end();
    let is_alone = !before.is_empty()
        && (name.is_empty()
            || name
                .strip_suffix(':')
                .is_some_and(|name| !name.trim_end().contains([' ', ':', ',', '{', '[', '\''])));
    (is_alone && end <= line.end).then(|| format!("{before}{}", quote(source[start..end].trim())))
}

/// The continuation line of a plain text that begins with a key and a colon, without a space.
pub(super) fn key_in_continuation(
    source: &str,
    value: Range<usize>,
    is_key: impl Fn(&str) -> bool,
) -> Option<(Range<usize>, &str)> {
    continuation_lines(source, value).find_map(|(range, line)| {
        line.split_once(':').filter(|(name, _)| is_key(name)).map(|(name, _)| (range, name))
    })
}

/// The continuation line of a plain text that begins like a list entry.
pub(super) fn entry_in_continuation(source: &str, value: Range<usize>) -> Option<Range<usize>> {
    continuation_lines(source, value)
        .find(|(_, line)| line.starts_with("- "))
        .map(|(range, _)| range)
}

/// The lines of a plain text except its first.
fn continuation_lines(
    source: &str,
    value: Range<usize>,
) -> impl Iterator<Item = (Range<usize>, &str)> {
    // A block text begins on a line of its own, and has its line breaks on purpose.
    let begins_after_key =
        || !source[line_range(source, value.start).start..value.start].trim().is_empty();
    let has_more =
        |text: &&str| text.contains('\n') && !text.starts_with(['"', '\'']) && begins_after_key();
    let text = source.get(value.clone()).filter(has_more).unwrap_or("");
    lines_with_offsets(text).skip(1).map(move |(at, line)| {
        let start = value.start + at + line.len() - line.trim_start().len();
        (start..start + line.trim().len(), line.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind(line: &str) -> Option<String> {
        let start = line.find("Talks")?;
        after_value(line, start..start + "Talks".len())
            .map(|comment| comment.suggestion.unwrap_or_else(|| "several lines".to_owned()))
    }

    #[test]
    fn hash_before_a_word_is_text_and_hash_before_a_space_is_a_comment() {
        assert_eq!(behind("title: Talks #2").as_deref(), Some("title: \"Talks #2\""));
        assert_eq!(
            behind("  - Talks\t#MeToo and \"more\"  ").as_deref(),
            Some("- 'Talks\t#MeToo and \"more\"'")
        );
        assert_eq!(behind("  - note: Talks #é").as_deref(), Some("- note: \"Talks #é\""));
        assert_eq!(behind("{ title: Talks #2,").as_deref(), Some("several lines"));
        assert_eq!(behind("  Talks #2").as_deref(), Some("several lines"));
        for comment in [
            "title: Talks # 2",
            "title: Talks #",
            "title: Talks ## 2",
            "title: Talks #!2",
            "title: Talks#2",
            "title: Talks\n#2",
            "title: Talks\n  #2",
            "title: Talks] #2",
        ] {
            assert_eq!(behind(comment), None, "{comment:?}");
        }
    }

    #[test]
    fn comment_in_place_of_a_value_is_text() {
        let behind = |line: &str| {
            after_key(line, "title".len())
                .map(|comment| (line[comment.range].to_owned(), comment.suggestion))
        };
        assert_eq!(
            behind("title: #MeToo \n"),
            Some(("#MeToo".to_owned(), Some("title: \"#MeToo\"".to_owned())))
        );
        assert_eq!(
            behind("title : #2"),
            Some(("#2".to_owned(), Some("title : \"#2\"".to_owned())))
        );
        assert_eq!(behind("title: >- #MeToo\n  text"), Some(("#MeToo".to_owned(), None)));
        for comment in
            ["title: # MeToo", "title:\n  #MeToo", "title: >-\n  #MeToo", "title: A #2", "title"]
        {
            assert_eq!(behind(comment), None, "{comment:?}");
        }
    }

    #[test]
    fn keys_and_entries_are_found_in_continuation_lines_of_plain_texts_only() {
        let key = |text: &str| {
            let start = text.find(['A', '"']).unwrap_or(0);
            key_in_continuation(text, start..text.len(), |name| name == "slug")
                .map(|(place, name)| (text[place].to_owned(), name.to_owned()))
        };
        assert_eq!(key("title: A\n  slug:b\n"), Some(("slug:b".to_owned(), "slug".to_owned())));
        assert_eq!(
            [
                key("title: A slug:b"),
                key("title: A\n  see slug:b"),
                key("title: |\n  A\n  slug:b"),
                key("title: \"A\n slug:b\"")
            ],
            [const { None }; 4]
        );
        assert_eq!(
            entry_in_continuation("names: A\n  - B", 7..14).map(|place| place.start),
            Some(11)
        );
    }
}
