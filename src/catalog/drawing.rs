//! Whether an SVG drawing can do more than be looked at.

/// Elements, by their name without a prefix, that run script, hold foreign content or change others.
const ELEMENTS: [&str; 12] =
    ["script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "set", "animate", "animatemotion", "animatetransform", "link"];

/// True for a drawing that has no script, foreign content, instructions, entities or addresses outside itself. What cannot be read as UTF-8 is refused.
pub(super) fn is_harmless(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    if text.contains('\0') {
        return false;
    }
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    if let Some(after) = rest.strip_prefix("<?xml ") {
        rest = after.split_once("?>").map_or("", |(_, after)| after);
    }
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        // Instructions, document types and CDATA have no place in a picture.
        if rest.starts_with(['?', '!']) {
            return false;
        }
        let Some((tag, after)) = end_of_tag(rest) else { return false };
        if !is_harmless_tag(tag) {
            return false;
        }
        rest = after;
    }
    true
}

/// A tag apart from what follows it; a `>` in quotes does not end it.
fn end_of_tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return Some((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

fn is_harmless_tag(tag: &str) -> bool {
    let lower = tag.trim_start_matches('/').to_lowercase();
    let name_end = lower.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(lower.len());
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    if ELEMENTS.contains(&local(&lower[..name_end]).as_str()) {
        return false;
    }
    let mut rest = &lower[name_end..];
    while let Some((name, after)) = rest.split_once('=') {
        let name = local(name.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).find(|part| !part.is_empty()).unwrap_or_default());
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return false };
        let Some((value, next)) = after[1..].split_once(quote) else { return false };
        if name.starts_with("on") || !is_harmless_value(&name, value) {
            return false;
        }
        rest = next;
    }
    true
}

fn is_harmless_value(name: &str, value: &str) -> bool {
    let value = value.trim();
    match name {
        // A character reference could spell anything.
        "href" | "src" => {
            !value.contains('&')
                && (value.starts_with('#') || ["png", "jpeg", "gif", "webp"].iter().any(|kind| value.starts_with(&format!("data:image/{kind};"))))
        }
        "style" => !value.contains("url(") && !value.contains("import") && !value.contains('\\') && !value.contains('&'),
        _ => !value.contains("javascript:"),
    }
}

#[cfg(test)]
mod tests {
    use super::is_harmless;

    #[test]
    fn a_plain_drawing_is_harmless() {
        for good in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- a > b --><path d='M0 0'/><use href=\"#a\"/></svg>",
            "<?xml version=\"1.0\"?>\n<svg><title>Who > whom</title><a title='x > y'/></svg>",
        ] {
            assert!(is_harmless(good.as_bytes()), "{good}");
        }
    }

    #[test]
    fn whatever_could_act_is_refused() {
        for bad in [
            "<svg><script>1</script></svg>",
            "<svg><s:script xmlns:s=\"http://www.w3.org/2000/svg\"/></svg>",
            "<svg onload=\"x()\"></svg>",
            "<svg><a a=''onclick='x()'/></svg>",
            "<svg><a xlink:href=\"java&#115;cript:alert(1)\"/></svg>",
            "<svg><a href='https://example.org/'/></svg>",
            "<?xml-stylesheet type=\"text/xsl\" href=\"x.csv\"?><svg/>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>",
            "<svg><foreignObject/></svg>",
            "<svg><style>a</style><rect style=\"fill:url(x)\"/></svg>",
            "<svg><set attributeName=\"href\"/></svg>",
            "<svg a=b></svg>",
            "<svg",
        ] {
            assert!(!is_harmless(bad.as_bytes()), "{bad}");
        }
        assert!(!is_harmless(b"\xff\xfe<\0s\0v\0g\0"));
    }
}
