//! What stands between the brackets of a picture.

/// The alternative text of a picture and, after a bar, its size in pixels as in Obsidian:
/// `A dam|300`, `A dam|300x200`, or the size alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureText<'a> {
    pub alt: &'a str,
    pub width: Option<&'a str>,
    pub height: Option<&'a str>,
}

impl<'a> PictureText<'a> {
    pub fn parse(text: &'a str) -> Self {
        let (alt, size) = text.rsplit_once('|').unwrap_or(("", text));
        let (width, height) = match size.trim().split_once('x') {
            Some((width, height)) => (width, Some(height)),
            None => (size.trim(), None),
        };
        let is_number = |number: &str| {
            (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        };
        if is_number(width) && height.is_none_or(is_number) {
            // In a table the bar is escaped.
            let alt = alt.trim_end_matches('\\').trim();
            return PictureText { alt, width: Some(width), height };
        }
        PictureText { alt: text, ..PictureText::default() }
    }

    /// Of the Markdown of a picture: `![alt](target)`, `![[target]]` or `![[target|alt]]`.
    pub fn of_markdown(markdown: &'a str) -> Self {
        let inner = match markdown.strip_prefix("![[") {
            Some(wiki) => {
                let wiki = wiki.strip_suffix("]]").unwrap_or(wiki);
                wiki.split_once('|').map_or("", |(_, text)| text)
            }
            None => {
                let inner = markdown.trim_start_matches("![");
                inner.split(']').next().unwrap_or_default()
            }
        };
        Self::parse(inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_after_a_bar_is_a_size() {
        for (markdown, alt, width, height) in [
            ("![A dam](dam.jpg)", "A dam", None, None),
            ("![A dam|300](dam.jpg)", "A dam", Some("300"), None),
            ("![300x200](dam.jpg)", "", Some("300"), Some("200")),
            ("![[dam.jpg]]", "", None, None),
            ("![[dam.jpg|300]]", "", Some("300"), None),
            ("![[dam.jpg\\|A dam\\|300]]", "A dam", Some("300"), None),
            ("![[dam.jpg|A dam]]", "A dam", None, None),
            ("![a|b](dam.jpg)", "a|b", None, None),
            ("![In 20245](dam.jpg)", "In 20245", None, None),
            ("![][ref]", "", None, None),
        ] {
            let text = PictureText::of_markdown(markdown);
            assert_eq!(text, PictureText { alt, width, height }, "{markdown}");
        }
    }
}
