//! Comments of HTML, Obsidian (`%%…%%`), Jinja (`{# #}`), Liquid (`{% comment %}`), Hugo (`{{/* */}}`)
//! and MDX (`{/* */}`). Authors take them for private, whatever tool reads the file.

use super::whitespace::collapse_whitespace;

/// The opening mark of a comment at the beginning of a text, and the end of the comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    pub mark_len: usize,
    /// With its closing mark; `None` where there is none.
    pub end: Option<usize>,
}

impl Comment {
    fn new(mark_len: usize, end: Option<usize>) -> Option<Self> {
        Some(Comment { mark_len, end })
    }
}

/// Where comments may begin in a text. False positives are possible, false negatives are not.
pub fn possible_comments(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'<', b'%', b'{', bytes).filter(|at| {
        matches!(
            (bytes[*at], bytes.get(at + 1)),
            (b'<', Some(b'!')) | (b'%', Some(b'%')) | (b'{', Some(b'#' | b'%' | b'{' | b'/'))
        )
    })
}

/// The longest opening mark of a comment, and the longest comment without spaces, in bytes.
const MAX_MARK: usize = 200;

/// The comment of a template language with which a text begins.
pub fn template_comment(text: &str) -> Option<Comment> {
    let head = &text[..text.floor_char_boundary(MAX_MARK)];
    let inner = head.strip_prefix('{')?;
    match inner.as_bytes().first()? {
        b'#' => {
            let is_spaced = inner[1..].starts_with(['-', ' ', '\t', '\n', '\r']);
            // Otherwise it may be the id of a heading: `{#early-years}`.
            let is_short =
                || head.find('}').is_some_and(|end| end > 2 && head[..end].ends_with('#'));
            let end = || text[2..].find("#}").map(|end| end + 4);
            (is_spaced || is_short()).then(|| Comment { mark_len: 2, end: end() })
        }
        b'%' if tag_name(head) == "comment" => {
            let mark_len = head.find("%}")? + 2;
            let mut tags = text[mark_len..].match_indices("{%").map(|(at, _)| mark_len + at);
            let end = tags.find(|at| tag_name(&text[*at..]) == "endcomment");
            let end = end.and_then(|at| text[at..].find("%}").map(|end| at + end + 2));
            Comment::new(mark_len, end)
        }
        b'/' if inner.starts_with("/*") => Comment::new(3, closing(text, 3, "}")),
        b'{' => {
            let words = inner[1..].trim_start_matches(['-', ' ']);
            let mark_len = head.len() - words.len() + 2;
            words
                .starts_with("/*")
                .then(|| Comment { mark_len, end: closing(text, mark_len, "}}") })
        }
        _ => None,
    }
}

/// The name of the tag `{%- name … -%}`.
fn tag_name(tag: &str) -> &str {
    let words = tag.trim_start_matches("{%").trim_start_matches('-').trim_start();
    words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// The end of `*/`, white space and a closing brace, after byte `from`.
fn closing(text: &str, from: usize, brace: &str) -> Option<usize> {
    text[from..].match_indices("*/").find_map(|(at, mark)| {
        let after = text[from + at + mark.len()..].trim_start().trim_start_matches('-');
        Some(text.len() - after.strip_prefix(brace)?.len())
    })
}

/// The comment of any kind that begins at byte `at` of a plain text.
fn comment_at(text: &str, at: usize) -> Option<Comment> {
    let rest = &text[at..];
    if rest.starts_with("<!--") {
        // `<!-->` and `<!--->` are complete comments.
        return Comment::new(4, rest[2..].find("-->").map(|end| end + 5));
    }
    if let Some(inner) = rest.strip_prefix("%%") {
        let opens = !text[..at].ends_with(char::is_alphanumeric);
        let end = inner.find("%%").map(|end| end + 4);
        return opens.then_some(Comment { mark_len: 2, end });
    }
    template_comment(rest)
}

/// A plain text without its comments, on one line; `None` where it has none. A backslash before the
/// opening mark of a comment shows the mark.
///
/// # Errors
/// The opening mark of a comment that is not closed.
pub fn without_comments(text: &str) -> Result<Option<String>, &str> {
    let (mut out, mut from, mut next) = (String::new(), 0, 0);
    for at in possible_comments(text) {
        let Some(comment) = comment_at(text, at).filter(|_| at >= next) else { continue };
        let mark_end = at + comment.mark_len;
        if let Some(before) = text[from..at].strip_suffix('\\') {
            out.push_str(before);
            out.push_str(&text[at..mark_end]);
            (from, next) = (mark_end, mark_end);
            continue;
        }
        out.push_str(&text[from..at]);
        from = at + comment.end.ok_or(&text[at..mark_end])?;
        next = from;
    }
    Ok((from > 0).then(|| collapse_whitespace(&(out + &text[from..]))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_every_kind_are_removed_from_plain_texts() {
        for (text, left) in [
            ("a <!-- x --> b", "a b"),
            ("a %%x%% b", "a b"),
            ("a {# x #} b {#x#} c", "a b c"),
            ("a {% comment %} {% x %} {% endcomment %} b", "a b"),
            ("a {%- comment \"why\" -%}x{%- endcomment -%} b", "a b"),
            ("a {{/* x */}} b {{- /* x */ -}} c {/* x */} d", "a b c d"),
            ("<!-- %% --> a %% <!-- %% b", "a b"),
            ("a \\%% b \\<!-- c", "a %% b <!-- c"),
        ] {
            assert_eq!(without_comments(text), Ok(Some(left.to_owned())), "{text:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_comment_stays() {
        for text in [
            "5%% to 6%%",
            "{#early-years} {#b}",
            "{{ title }}",
            "{% include x %}",
            "a {",
            "{é",
            "<!doctype>",
        ] {
            assert_eq!(without_comments(text), Ok(None), "{text:?}");
        }
    }

    #[test]
    fn a_comment_without_an_end_is_an_error() {
        for (text, mark) in [
            ("a <!-- x", "<!--"),
            ("a %%x", "%%"),
            ("a {# x", "{#"),
            ("{% comment %} x {% endif %}", "{% comment %}"),
            ("{{/* x }}", "{{/*"),
            ("{/* x", "{/*"),
        ] {
            assert_eq!(without_comments(text), Err(mark), "{text:?}");
        }
    }
}
