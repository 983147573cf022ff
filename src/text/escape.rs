//! Text made safe for the place it is written to.

use super::byte_scan::{any_byte, byte_table};

/// Appends `text` as HTML text (also right inside a double-quoted attribute): `&`, `<`, `>` and `"`
/// are escaped.
pub fn push_escaped_html(text: &str, out: &mut String) {
    // Most texts have nothing to escape, which can be seen of many bytes at once.
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
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Appends ` name="value"` with the value escaped.
pub fn push_html_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped_html(value, out);
    out.push('"');
}

/// Appends a JSON string of several parts (RFC 8259 §7) that may stand in a script element: nothing
/// in it can end the element or begin a comment (HTML Standard §4.12.1.3).
pub fn push_json_string(parts: &[&str], out: &mut String) {
    out.push('"');
    for part in parts {
        if any_byte(part, |byte| matches!(byte, b'"' | b'\\' | b'<' | 0..0x20)) {
            let quoted = serde_json::Value::from(*part).to_string().replace('<', "\\u003c");
            // Without the quotes of this part alone.
            out.push_str(&quoted[1..quoted.len() - 1]);
        } else {
            out.push_str(part);
        }
    }
    out.push('"');
}

/// Percent-encodes what may not stand in the path of an address (RFC 3986 §3.3); slashes are kept.
pub fn percent_encode_path(path: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    const UNESCAPED: [bool; 256] = byte_table(
        b"-._~!$&'()*+,;=:@/0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    );
    if path.bytes().all(|byte| UNESCAPED[usize::from(byte)]) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if UNESCAPED[usize::from(byte)] {
            out.push(byte as char);
        } else {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_in_text_stays_text() {
        let mut out = String::new();
        push_escaped_html("<b a=\"x\">R&D — é", &mut out);
        assert_eq!(out, "&lt;b a=&quot;x&quot;&gt;R&amp;D — é");
    }

    proptest! {
        #[test]
        fn text_in_json_is_read_back_and_has_no_bracket(one in "\\PC*|[<>\"\\\\/a\u{0}-\u{1f}]*", other in ".*") {
            let mut out = String::new();
            push_json_string(&[&one, &other], &mut out);
            prop_assert!(!out.contains('<'));
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), one + &other);
        }
    }

    #[test]
    fn paths_are_encoded_byte_by_byte() {
        assert_eq!(percent_encode_path("/a b/é?#%/"), "/a%20b/%C3%A9%3F%23%25/");
    }
}
