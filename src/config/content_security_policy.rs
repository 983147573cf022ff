//! The Content-Security-Policy of pages (W3C, CSP Level 3): what they may load.

use super::messages;
use crate::data::Node;
use crate::diagnostics::Diagnostic;
use crate::input::MediaElement;
use crate::text::parse_web_url;

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

/// What pages may load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentPolicy {
    /// The value of the header.
    pub header: Box<str>,
    /// Further sources by directive.
    further: Box<[(&'static str, String)]>,
}

impl ContentPolicy {
    /// True if pages may load a URL of another site under a directive.
    pub fn allows(&self, directive: &str, url: &str) -> bool {
        self.sources(directive).any(|source| matches_source(source, url))
    }

    /// True if pages may show a picture, video or recording of another site.
    pub fn allows_media(&self, url: &str) -> bool {
        self.allows(media_directive(url), url)
    }

    /// The policy of pages that may also show frames of these origins.
    pub fn with_frames<'a>(&self, origins: impl IntoIterator<Item = &'a str>) -> Self {
        let mut further = self.further.to_vec();
        for origin in origins {
            let frame = ("frame-src", origin.to_owned());
            if !further.contains(&frame) {
                further.push(frame);
            }
        }
        ContentPolicy { header: to_header_value(&further).into(), further: further.into() }
    }

    /// The sources that `[csp]` adds to a directive.
    pub fn sources(&self, directive: &str) -> impl Iterator<Item = &str> {
        let of_directive = self.further.iter().filter(move |(other, _)| *other == directive);
        of_directive.map(|(_, source)| source.as_str())
    }
}

/// The directive for the URL of a picture, video or recording.
pub fn media_directive(url: &str) -> &'static str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let is_media = MediaElement::for_path(path).is_some();
    if is_media { "media-src" } else { "img-src" }
}

/// True if a URL matches a source of a policy (CSP §6.7.2.5).
fn matches_source(source: &str, url: &str) -> bool {
    if source == "data:" {
        return url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    }
    let (Some((scheme, rest)), Some(url)) = (source.split_once("://"), parse_web_url(url)) else {
        return false;
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) =
        authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let url_host = url.host_str().unwrap_or("");
    let is_host = match host.strip_prefix('*') {
        Some(domain) => url_host.ends_with(&domain.to_ascii_lowercase()),
        None => url_host.eq_ignore_ascii_case(host),
    };
    let is_port = match port {
        Some("*") => true,
        Some(port) => url.port_or_known_default().is_some_and(|own| own.to_string() == port),
        None => url.port().is_none(),
    };
    // A path that ends with a slash is that of a folder.
    let is_path = matches!(path, "" | "/")
        || if path.ends_with('/') { url.path().starts_with(path) } else { url.path() == path };
    url.scheme() == scheme && is_host && is_port && is_path
}

/// The policy with the further origins of `[csp]`. Invalid origins are reported and left out; each
/// external origin is noted, because it learns who reads the page.
pub(super) fn content_security_policy(
    csp: Option<&Node>,
    problems: &mut Vec<Diagnostic>,
) -> ContentPolicy {
    let mut further: Vec<(&'static str, String)> = Vec::new();
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
    ContentPolicy { header: to_header_value(&further).into(), further: further.into() }
}

/// The policy with further sources by directive. A directive without sources is left out:
/// `default-src` applies.
fn to_header_value(further: &[(&'static str, String)]) -> String {
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
    use super::{is_origin, matches_source, to_header_value};

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
    fn a_source_allows_its_host_port_and_folder() {
        for (source, url) in [
            ("https://a.example", "https://a.example/x.png?y"),
            ("https://A.example/", "https://a.example/x.png"),
            ("https://*.example.org", "https://cdn.example.org/x"),
            ("https://a.example:8443/f/", "https://a.example:8443/f/x"),
            ("https://a.example:*", "https://a.example:8443/x"),
            ("https://a.example/x.png", "https://a.example/x.png"),
            ("data:", "data:image/png;base64,AA"),
        ] {
            assert!(matches_source(source, url), "{source} {url}");
        }
        for (source, url) in [
            ("https://a.example", "http://a.example/x.png"),
            ("https://a.example", "https://b.example/x.png"),
            ("https://a.example", "https://a.example.evil/x.png"),
            ("https://a.example", "https://a.example:8443/x.png"),
            ("https://*.example.org", "https://example.org/x"),
            ("https://a.example/f/", "https://a.example/g/x"),
            ("https://a.example", "//a.example/x.png"),
            ("https://a.example", "data:image/png;base64,AA"),
            ("data:", "https://a.example/"),
        ] {
            assert!(!matches_source(source, url), "{source} {url}");
        }
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
