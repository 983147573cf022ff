//! Texts with placeholders: "Page {number} of {count}".

/// The text with each placeholder replaced by its value; unknown placeholders stay.
pub fn fill_placeholders<S: AsRef<str>>(text: &str, values: &[(&str, S)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, name, after)) = split_at_placeholder(rest) {
        out.push_str(before);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(value.as_ref()),
            None => out.extend(["{", name, "}"]),
        }
        rest = after;
    }
    out + rest
}

/// The names of the placeholders.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(split_at_placeholder(text), |(_, _, after)| split_at_placeholder(after))
        .map(|(_, name, _)| name)
}

/// Splits at the first placeholder: the text before it, its name, the text after it.
pub fn split_at_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_placeholders_are_filled_and_unknown_ones_stay() {
        let values = [("n", "1"), ("count", "5")];
        assert_eq!(fill_placeholders("{n} of {count}, {x}", &values), "1 of 5, {x}");
        assert_eq!(fill_placeholders("no { end", &[("end", "x")]), "no { end");
        assert_eq!(placeholders("{a} and {b}").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(split_at_placeholder("a {b} {c}"), Some(("a ", "b", " {c}")));
    }
}
