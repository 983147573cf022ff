//! Text that YAML takes for something else, and says nothing: for a comment, for no value, for more
//! of the line above.

use std::ops::Range;

use super::schema::FieldType;
use super::yaml_recovery::quote;
use crate::text::line_range;

/// True for what may hold a text: only of such a value can something be lost that was meant as a
/// part of it.
pub(super) fn may_hold_text(shape: &FieldType) -> bool {
    match shape {
        FieldType::Text | FieldType::InlineMarkdown => true,
        FieldType::ValueOrRecord(of, _) | FieldType::List(of) | FieldType::OneOrMany(of) => {
            may_hold_text(of)
        }
        _ => false,
    }
}

/// A comment that was likely meant as text: it stands on the line of a value, and a letter or digit
/// follows its `#`. Real comments have a space there, or a line of their own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LostText {
    /// Where it stands in the file.
    pub(super) range: Range<usize>,
    /// The line as it was likely meant; `None` where a text has several lines or stands between
    /// brackets.
    pub(super) suggestion: Option<String>,
}

/// The comment behind a key, where its value should begin.
pub(super) fn after_key(source: &str, key_end: usize) -> Option<LostText> {
    let after = source.get(key_end..)?;
    let colon =
        key_end + after.len() - after.trim_start_matches([' ', '\t']).strip_prefix(':')?.len();
    let value = source[colon..].trim_start_matches([' ', '\t']);
    if value.starts_with(['|', '>']) {
        // The mark of a text that begins in the next line.
        let mark = value
            .find(|c: char| !matches!(c, '|' | '>' | '+' | '-' | '0'..='9'))
            .unwrap_or(value.len());
        return hash_text(source, source.len() - value.len() + mark)
            .map(|place| LostText { range: place, suggestion: None });
    }
    let place = hash_text(source, colon)?;
    Some(LostText { suggestion: quoted_line(source, place.start, place.end), range: place })
}

/// The comment behind a value.
pub(super) fn after_value(source: &str, value: Range<usize>) -> Option<LostText> {
    let place = hash_text(source, value.end)?;
    Some(LostText { suggestion: quoted_line(source, value.start, place.end), range: place })
}

/// The comment that stands for an entry of a list in the last line before a place.
pub(super) fn instead_of_entry(source: &str, before: usize) -> Option<LostText> {
    let end = source.get(..before)?.trim_end().len();
    let line = line_range(source, end);
    let entry = source[line.clone()].trim_start();
    let place = hash_text(source, line.end - entry.strip_prefix('-')?.len())?;
    Some(LostText { suggestion: quoted_line(source, place.start, place.end), range: place })
}

/// The comment that follows a place in its line, commas left aside, if it may be text.
fn hash_text(source: &str, at: usize) -> Option<Range<usize>> {
    // No further than to the sign: a line may have very many values.
    let rest = source.get(at..)?;
    let text = rest.trim_start_matches([' ', '\t', ',']);
    let sign = rest.len() - text.len();
    let is_comment = rest[..sign].ends_with([' ', '\t'])
        && text
            .strip_prefix('#')
            .is_some_and(|text| text.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
    is_comment.then(|| at + sign..at + sign + text.lines().next().unwrap_or("").trim_end().len())
}

/// The line in which a value stands, with quotes round all that follows.
fn quoted_line(source: &str, start: usize, end: usize) -> Option<String> {
    let line = line_range(source, start);
    let before = source[line.clone()].get(..start.checked_sub(line.start)?)?.trim_start();
    // Behind a key, a dash, or both; what stands between brackets may end anywhere.
    let name = before.trim_start_matches(['-', ' ', '\t']).trim_end();
    let is_alone = !before.is_empty()
        && (name.is_empty()
            || name
                .strip_suffix(':')
                .is_some_and(|name| !name.trim_end().contains([' ', ':', ',', '{', '[', '\''])));
    (is_alone && end <= line.end).then(|| format!("{before}{}", quote(source[start..end].trim())))
}

/// The line of a plain text that begins like one of these keys, with a colon and no space behind
/// it; what stands before it is not asked for.
pub(super) fn key_in_continuation(
    source: &str,
    value: Range<usize>,
    is_key: impl Fn(&str) -> bool,
) -> Option<(Range<usize>, &str)> {
    continuation_lines(source, value).find_map(|(place, line)| {
        line.split_once(':').filter(|(name, _)| is_key(name)).map(|(name, _)| (place, name))
    })
}

/// The line of a plain text that begins like an entry of a list.
pub(super) fn entry_in_continuation(source: &str, value: Range<usize>) -> Option<Range<usize>> {
    continuation_lines(source, value)
        .find(|(_, line)| line.starts_with("- "))
        .map(|(place, _)| place)
}

/// The lines of a plain text but for its first.
fn continuation_lines(
    source: &str,
    value: Range<usize>,
) -> impl Iterator<Item = (Range<usize>, &str)> {
    // A text whose key has a mark instead of a value stands in lines of its own, as the author
    // wants them.
    let begins_in_its_line =
        || !source[line_range(source, value.start).start..value.start].trim().is_empty();
    let has_more =
        |text: &&str| text.contains('\n') && !text.starts_with(['"', '\'']) && begins_in_its_line();
    let text = source.get(value.clone()).filter(has_more).unwrap_or("");
    let mut at = value.start;
    text.split_inclusive('\n')
        .map(move |line| {
            let start = at + line.len() - line.trim_start().len();
            at += line.len();
            (start..start + line.trim().len(), line.trim())
        })
        .skip(1)
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
    fn a_number_or_a_word_right_behind_the_sign_is_text_and_a_space_makes_a_comment() {
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
    fn a_comment_in_the_place_of_a_value_is_text_too() {
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
    fn lines_that_go_on_with_a_text_are_looked_at_and_texts_with_marks_are_not() {
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
