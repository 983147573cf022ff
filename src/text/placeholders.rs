//! Texts with parts between braces: "Page {number} of {count}".

/// The text with each part exchanged for what `filled` has for it; a part that it does not have
/// stays.
pub fn fill_placeholders<S: AsRef<str>>(text: &str, filled: &[(&str, S)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, name, after)) = split_at_placeholder(rest) {
        out.push_str(before);
        match filled.iter().find(|(part, _)| *part == name) {
            Some((_, filled)) => out.push_str(filled.as_ref()),
            None => out.extend(["{", name, "}"]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The names between the braces.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = split_at_placeholder(rest)?;
        rest = after;
        Some(name)
    })
}

/// The first part of a text: what stands before it, its name, and what stands after it.
pub fn split_at_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in_and_what_is_unknown_stays() {
        assert_eq!(
            fill_placeholders("{n} of {count}, {x}", &[("n", "1"), ("count", "5")]),
            "1 of 5, {x}"
        );
        assert_eq!(fill_placeholders("no { end", &[("end", "x")]), "no { end");
        assert_eq!(placeholders("{a} and {b}").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(split_at_placeholder("a {b} {c}"), Some(("a ", "b", " {c}")));
    }
}
