//! What pages of the site may load: their Content-Security-Policy (W3C, CSP Level 3).

use super::messages;
use crate::data::{Node, Record, Scalar, Value};
use crate::diagnostics::Diagnostic;

/// What may come from where, when `[csp]` says nothing: everything from the site itself, and
/// nothing else.
const DEFAULT_DIRECTIVES: [(&str, &str); 11] = [
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("media-src", "'self'"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("frame-src", ""),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
];

/// The policy as one text, with the further origins of `[csp]`. What is no origin is reported and
/// left out; each other origin is noted, for it learns who reads the page.
pub(super) fn content_security_policy(
    site: &Record<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Box<str> {
    let mut further: Vec<(&str, String)> = Vec::new();
    for (key, node) in site.map("csp") {
        let Some((directive, _)) = DEFAULT_DIRECTIVES.iter().find(|(directive, _)| {
            *directive == &*key.name && !matches!(*directive, "default-src" | "base-uri")
        }) else {
            problems.push(messages::unknown_csp_directive(
                key,
                DEFAULT_DIRECTIVES.iter().map(|(directive, _)| *directive),
            ));
            continue;
        };
        for (origin, node) in origins(node) {
            if is_origin(origin) {
                if origin != "data:" {
                    problems.push(messages::external_origin(key, node, origin));
                }
                further.push((directive, origin.to_owned()));
            } else {
                problems.push(messages::bad_origin(key, node, origin));
            }
        }
    }
    to_header_value(&further).into()
}

/// The policy with further sources by directive. A directive without any falls back on
/// `default-src`.
fn to_header_value(further: &[(&str, String)]) -> String {
    let mut policy = String::new();
    for (directive, own) in DEFAULT_DIRECTIVES {
        let others: Vec<&str> = further
            .iter()
            .filter(|(other, _)| *other == directive)
            .map(|(_, origin)| origin.as_str())
            .collect();
        if own.is_empty() && others.is_empty() {
            continue;
        }
        let sources: Vec<&str> =
            std::iter::once(own).filter(|own| !own.is_empty()).chain(others).collect();
        if !policy.is_empty() {
            policy.push_str("; ");
        }
        policy.push_str(directive);
        policy.push(' ');
        policy.push_str(&sources.join(" "));
    }
    policy
}

fn origins(node: &Node) -> Vec<(&str, &Node)> {
    fn one(node: &Node) -> Option<(&str, &Node)> {
        match &node.value {
            Value::Scalar(Scalar { text, .. }) => Some((text, node)),
            _ => None,
        }
    }
    match &node.value {
        Value::List(entries) => entries.iter().filter_map(one).collect(),
        _ => one(node).into_iter().collect(),
    }
}

/// A host of the web, with or without subdomains, port and path, or `data:`; nothing that could end
/// the directive or allow what stands in the page.
fn is_origin(text: &str) -> bool {
    let rest = ["https://", "wss://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    match rest {
        None => text == "data:",
        Some(rest) => {
            let host = rest.split(['/', ':']).next().unwrap_or("");
            let host = host.strip_prefix("*.").unwrap_or(host);
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
            host.contains('.')
                && host.chars().all(plain)
                && rest.chars().all(|c| plain(c) || matches!(c, '*' | ':' | '/' | '_' | '~' | '%'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_origin, to_header_value};

    #[test]
    fn pages_load_from_their_own_site_and_from_what_is_named() {
        let own = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'; \
            manifest-src 'self'; base-uri 'none'; form-action 'self'";
        assert_eq!(to_header_value(&[]), own);
        let wider = to_header_value(&[
            ("img-src", "https://a.example".to_owned()),
            ("frame-src", "https://b.example".to_owned()),
        ]);
        assert!(
            wider.contains("; img-src 'self' https://a.example; ")
                && wider.contains("; frame-src https://b.example; "),
            "{wider}"
        );
    }

    #[test]
    fn only_hosts_of_the_web_are_origins() {
        for text in [
            "https://example.org",
            "https://*.example.org",
            "https://cdn.example.org:8443/fonts/",
            "wss://live.example.org",
            "data:",
        ] {
            assert!(is_origin(text), "{text}");
        }
        for text in [
            "*",
            "https:",
            "https://*",
            "http://example.org",
            "'unsafe-inline'",
            "'self'",
            "https://a.b; script-src *",
            "https://a.b x",
            "javascript:",
            "https://localhost",
            "",
        ] {
            assert!(!is_origin(text), "{text}");
        }
    }
}
