//! Escaping of text for the format it is written to.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode_byte, utf8_percent_encode};

use super::byte_scan::any_byte;

/// Appends `text` as HTML text (also right inside a double-quoted attribute): `&`, `<`, `>` and `"`
/// are escaped.
pub fn push_escaped_html(text: &str, out: &mut String) {
    // Most texts have nothing to escape, which a vectorized scan finds out.
    if !any_byte(text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
        return out.push_str(text);
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.extend([&text[from..at], escaped]);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Appends ` name="value"` with the value escaped.
pub fn push_html_attribute(name: &str, value: &str, out: &mut String) {
    out.extend([" ", name, "=\""]);
    push_escaped_html(value, out);
    out.push('"');
}

/// The value of an attribute of HTML, in which `&amp;` and `&#233;` stand for characters. Of the names
/// only those of XML are known. Anything else after `&` stays, as in `?a=1&b=2`.
pub fn decode_character_references(value: &str) -> Cow<'_, str> {
    let mut parts = value.split('&');
    let first = parts.next().unwrap_or_default();
    if first.len() == value.len() {
        return Cow::Borrowed(value);
    }
    let mut out = first.to_owned();
    for part in parts {
        let decoded = part.split_once(';').and_then(|(name, rest)| {
            let character = match name.strip_prefix('#') {
                Some(number) => Cow::Owned(character_of_number(number)?.to_string()),
                None => Cow::Borrowed(quick_xml::escape::resolve_xml_entity(name)?),
            };
            Some((character, rest))
        });
        match decoded {
            Some((character, rest)) => out.extend([&*character, rest]),
            None => out.extend(["&", part]),
        }
    }
    Cow::Owned(out)
}

/// The character of "233" or "xE9".
fn character_of_number(number: &str) -> Option<char> {
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(number.ok()?)
}

/// Appends one JSON string of several parts (RFC 8259 §7) that is safe in a script element: nothing
/// in it can end the element or begin a comment (HTML Standard §4.12.1.3).
pub fn push_json_string(parts: &[&str], out: &mut String) {
    out.push('"');
    for part in parts {
        if any_byte(part, |byte| matches!(byte, b'"' | b'\\' | b'<' | 0..0x20)) {
            let quoted = serde_json::Value::from(*part).to_string().replace('<', "\\u003c");
            out.push_str(&quoted[1..quoted.len() - 1]);
        } else {
            out.push_str(part);
        }
    }
    out.push('"');
}

/// Everything but the characters that RFC 3986 §3.3 allows in a path, and slashes.
const OUTSIDE_PATHS: AsciiSet = {
    let (allowed, mut set, mut at) = (b"-._~!$&'()*+,;=:@/", NON_ALPHANUMERIC.remove(b'-'), 0);
    while at < allowed.len() {
        set = set.remove(allowed[at]);
        at += 1;
    }
    set
};

/// Percent-encodes what RFC 3986 §3.3 does not allow in a path; slashes stay.
pub fn percent_encode_path(path: &str) -> String {
    Cow::from(utf8_percent_encode(path, &OUTSIDE_PATHS)).into_owned()
}

/// Percent-encodes the ASCII characters of a web address that RFC 3986 allows nowhere in it; in the
/// host, brackets are allowed. Other letters stay as the author wrote them.
pub fn percent_encode_url(url: &str) -> Cow<'_, str> {
    let is_excluded = |byte: u8| byte <= b' ' || b"\"<>[]\\^`{|}\x7F".contains(&byte);
    if !url.bytes().any(is_excluded) {
        return url.into();
    }
    let path = url.find("://").map_or(0, |at| {
        let host = at + "://".len();
        url[host..].find(['/', '?', '#']).map_or(url.len(), |end| host + end)
    });
    let mut out = String::with_capacity(url.len() + 8);
    for (at, c) in url.char_indices() {
        let is_in_host = at < path && matches!(c, '[' | ']');
        match u8::try_from(c) {
            Ok(byte) if is_excluded(byte) && !is_in_host => out.push_str(percent_encode_byte(byte)),
            _ => out.push(c),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn character_references_are_decoded_as_in_attributes() {
        for (value, decoded) in [
            ("a&amp;b.png", "a&b.png"),
            ("&#233;&#xE9;&#XE9;;&quot;", "ééé;\""),
            ("?a=1&b=2;&;&#;&#xD800;&amp", "?a=1&b=2;&;&#;&#xD800;&amp"),
            ("plain", "plain"),
        ] {
            assert_eq!(decode_character_references(value), decoded);
        }
    }

    #[test]
    fn markup_in_text_is_escaped() {
        let mut out = String::new();
        push_escaped_html("<b a=\"x\">R&D — é", &mut out);
        assert_eq!(out, "&lt;b a=&quot;x&quot;&gt;R&amp;D — é");
    }

    #[test]
    fn paths_are_encoded_byte_by_byte() {
        assert_eq!(percent_encode_path("/a b/é?#%/"), "/a%20b/%C3%A9%3F%23%25/");
        let allowed = "/-._~!$&'()*+,;=:@09azAZ";
        assert_eq!(percent_encode_path(allowed), allowed);
    }

    #[test]
    fn web_addresses_keep_all_that_they_may_contain() {
        for (url, encoded) in [
            ("https://[::1]/a[1]?b=\\*", "https://[::1]/a%5B1%5D?b=%5C*"),
            ("https://example.org/é b%20c", "https://example.org/é%20b%20c"),
            ("mailto:a@b.org?subject=x y", "mailto:a@b.org?subject=x%20y"),
            ("https://example.org/한국?a=b&c#d", "https://example.org/한국?a=b&c#d"),
        ] {
            assert_eq!(percent_encode_url(url), encoded);
        }
    }

    proptest! {
        #[test]
        fn a_json_string_parses_back_and_contains_no_angle_bracket(
            one in "\\PC*|[<>\"\\\\/a\u{0}-\u{1f}]*",
            other in ".*",
        ) {
            let mut out = String::new();
            push_json_string(&[&one, &other], &mut out);
            prop_assert!(!out.contains('<'));
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), one + &other);
        }
    }
}
