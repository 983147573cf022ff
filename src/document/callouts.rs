//! Callouts: block quotes that begin with `[!kind]`, as in Obsidian and GitHub.

use pulldown_cmark::BlockQuoteKind;

/// The beginning of a callout.
#[derive(Debug, PartialEq)]
pub(super) struct Header {
    pub(super) kind: BlockQuoteKind,
    /// Its length, with the space after it.
    pub(super) len: usize,
    /// The title if the author gives none; `None` where the theme has one.
    pub(super) default_title: Option<String>,
}

/// Parses `[!info]`, `[!info]-` or `[!info|wide]` at the beginning of a text.
pub(super) fn parse_header(text: &str) -> Option<Header> {
    let inner = text.strip_prefix("[!")?;
    let end = inner.find(']')?;
    let name = inner[..end].split('|').next().unwrap_or_default().trim();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let after = &inner[end + 1..];
    let rest = after.strip_prefix(['-', '+']).unwrap_or(after);
    let line = rest.trim_start_matches([' ', '\t']);
    // `[!x](y)` is a link, `[!x]y` a word in brackets.
    if line.len() == rest.len() && !line.is_empty() && !line.starts_with(['\n', '\r']) {
        return None;
    }
    let kind = kind_of(&name.to_lowercase());
    let default_title = kind.is_none_or(|(_, is_named)| !is_named).then(|| capitalised(name));
    let kind = kind.map_or(BlockQuoteKind::Note, |(kind, _)| kind);
    Some(Header { kind, len: text.len() - line.len(), default_title })
}

/// The kind of alert that a name means, and whether the alert has this name itself.
fn kind_of(name: &str) -> Option<(BlockQuoteKind, bool)> {
    use BlockQuoteKind::{Caution, Important, Note, Tip, Warning};
    Some(match name {
        "note" => (Note, true),
        "tip" => (Tip, true),
        "important" => (Important, true),
        "warning" => (Warning, true),
        "caution" => (Caution, true),
        "hint" | "success" | "check" | "done" => (Tip, false),
        "attention" => (Warning, false),
        "danger" | "error" | "bug" | "failure" | "fail" | "missing" => (Caution, false),
        _ => return None,
    })
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockQuoteKind::{Caution, Note, Tip};

    #[test]
    fn a_header_has_a_kind_and_perhaps_a_title() {
        for (text, kind, rest, default_title) in [
            ("[!info] Who is who", Note, "Who is who", Some("Info")),
            ("[!NOTE]- Folded", Note, "Folded", None),
            ("[!tip]+\nText", Tip, "\nText", None),
            ("[!hint|wide]", Tip, "", Some("Hint")),
            ("[!danger] ", Caution, "", Some("Danger")),
            ("[!mise en garde]", Note, "", Some("Mise en garde")),
        ] {
            let header = parse_header(text).unwrap();
            assert_eq!((header.kind, &text[header.len..]), (kind, rest), "{text}");
            assert_eq!(header.default_title.as_deref(), default_title, "{text}");
        }
        for text in ["[!info", "[!]", "[!info](x)", "[!info]x", "[!a.b] c", "[info]"] {
            assert_eq!(parse_header(text), None, "{text}");
        }
    }
}
