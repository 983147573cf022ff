//! What stands between the brackets of a picture.

/// The alternative text of a picture and, after a bar, its size in pixels as in Obsidian:
/// `A dam|300` or `A dam|300x200`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureText<'a> {
    pub alt: &'a str,
    pub width: Option<&'a str>,
    pub height: Option<&'a str>,
}

impl<'a> PictureText<'a> {
    /// Of `![text](target)`. A number alone is an alternative text.
    pub fn parse(text: &'a str) -> Self {
        let sized = text.rsplit_once('|').and_then(|(alt, size)| Self::sized(alt, size));
        sized.unwrap_or(PictureText { alt: text, ..PictureText::default() })
    }

    /// Of `![[target|text]]`, where the bar stands before the text.
    pub fn parse_embed(text: &'a str) -> Self {
        Self::sized("", text).unwrap_or_else(|| Self::parse(text))
    }

    /// `None` if the second text is no size.
    fn sized(alt: &'a str, size: &'a str) -> Option<Self> {
        let (width, height) = match size.trim().split_once('x') {
            Some((width, height)) => (width, Some(height)),
            None => (size.trim(), None),
        };
        let is_number = |number: &str| {
            (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        };
        // In a table the bar is escaped.
        let alt = alt.trim_end_matches('\\').trim();
        (is_number(width) && height.is_none_or(is_number)).then_some(PictureText {
            alt,
            width: Some(width),
            height,
        })
    }

    /// Of the Markdown of a picture: `![alt](target)`, `![[target]]` or `![[target|alt]]`.
    pub fn of_markdown(markdown: &'a str) -> Self {
        match markdown.strip_prefix("![[") {
            Some(wiki) => {
                let wiki = wiki.strip_suffix("]]").unwrap_or(wiki);
                Self::parse_embed(wiki.split_once('|').map_or("", |(_, text)| text))
            }
            None => {
                let inner = markdown.trim_start_matches("![");
                Self::parse(inner.split(']').next().unwrap_or_default())
            }
        }
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
            ("![300](dam.jpg)", "300", None, None),
            ("![300x200](dam.jpg)", "300x200", None, None),
            ("![|300x200](dam.jpg)", "", Some("300"), Some("200")),
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
