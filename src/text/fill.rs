//! Texts with parts between braces: "Page {number} of {count}".

/// The text with each part exchanged for what `part` gives; a part that it does not know stays.
pub fn fill(text: &str, part: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, name, after)) = next(rest) {
        out.push_str(before);
        match part(name) {
            Some(filled) => out.push_str(&filled),
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The names between the braces.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = next(rest)?;
        rest = after;
        Some(name)
    })
}

fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in_and_what_is_unknown_stays() {
        assert_eq!(fill("{n} of {count}, {x}", |part| ["n", "count"].contains(&part).then(|| part.len().to_string())), "1 of 5, {x}");
        assert_eq!(fill("no { end", |_| None), "no { end");
        assert_eq!(parts("{a} and {b}").collect::<Vec<_>>(), ["a", "b"]);
    }
}
