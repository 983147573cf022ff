//! The Content-Security-Policy of pages (W3C, CSP Level 3): what they may load.

use super::messages;
use crate::data::Node;
use crate::diagnostics::Diagnostic;

/// Without `[csp]`, pages load from the site itself only.
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

/// The policy with the further origins of `[csp]`. Invalid origins are reported and left out; each
/// external origin is noted, because it learns who reads the page.
pub(super) fn content_security_policy(
    csp: Option<&Node>,
    problems: &mut Vec<Diagnostic>,
) -> Box<str> {
    let mut further: Vec<(&str, String)> = Vec::new();
    let directives = || DEFAULT_DIRECTIVES.iter().map(|(directive, _)| *directive);
    for (key, node) in csp.into_iter().flat_map(Node::valid_keys) {
        let Some(directive) = directives().find(|directive| {
            *directive == &*key.name && !matches!(*directive, "default-src" | "base-uri")
        }) else {
            problems.push(messages::unknown_csp_directive(key, directives()));
            continue;
        };
        let origins = node.entries().iter().filter_map(|node| Some((node.as_text()?, node)));
        for (origin, node) in origins {
            if !is_origin(origin) {
                problems.push(messages::bad_origin(key, node, origin));
                continue;
            }
            if origin != "data:" {
                problems.push(messages::external_origin(key, node, origin));
            }
            further.push((directive, origin.to_owned()));
        }
    }
    to_header_value(&further).into()
}

/// The policy with further sources by directive. A directive without sources is left out:
/// `default-src` applies.
fn to_header_value(further: &[(&str, String)]) -> String {
    let with_sources = |(directive, own): (&'static str, &'static str)| {
        let others = further.iter().filter(|(other, _)| *other == directive);
        let mut words = vec![directive];
        words.extend(Some(own).filter(|own| !own.is_empty()));
        words.extend(others.map(|(_, origin)| origin.as_str()));
        (words.len() > 1).then(|| words.join(" "))
    };
    DEFAULT_DIRECTIVES.into_iter().filter_map(with_sources).collect::<Vec<_>>().join("; ")
}

/// `data:`, or a host of the web with or without subdomains, port and path; nothing that ends the
/// directive or allows inline code.
fn is_origin(text: &str) -> bool {
    let Some(rest) = ["https://", "wss://"].iter().find_map(|scheme| text.strip_prefix(scheme))
    else {
        return text == "data:";
    };
    let host = rest.split(['/', ':']).next().unwrap_or("");
    let host = host.strip_prefix("*.").unwrap_or(host);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    host.contains('.')
        && host.chars().all(is_plain)
        && rest.chars().all(|c| is_plain(c) || matches!(c, '*' | ':' | '/' | '_' | '~' | '%'))
}

#[cfg(test)]
mod tests {
    use super::{is_origin, to_header_value};

    #[test]
    fn policy_allows_the_site_itself_and_configured_origins() {
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
    fn only_web_hosts_and_data_are_origins() {
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
