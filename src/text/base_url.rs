//! The base URL of a site, and URLs of the web.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

use super::escape::percent_encode_path;
use super::route::Route;

/// Why a text cannot be `base_url`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrlError {
    /// What is wrong, as a clause; `None` if the text is not a URL at all.
    pub reason: Option<String>,
    /// A valid base URL that was probably meant.
    pub suggestion: Option<String>,
}

/// True for a file that servers deliver for the address of its folder.
fn is_page_file(name: &str) -> bool {
    const EXTENSIONS: [&str; 8] = ["html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp"];
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Parses an `http` or `https` URL with a host and without characters that could end an attribute.
pub fn parse_web_url(text: &str) -> Option<Url> {
    let unsafe_char = |c: char| c.is_whitespace() || c.is_control() || "<>\"\\".contains(c);
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if !is_web || text.contains(unsafe_char) {
        return None;
    }
    Url::parse(text).ok().filter(Url::has_host)
}

/// The scheme of a URL (RFC 3986 §3.1).
pub fn url_scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let is_valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    is_valid.then_some(scheme)
}

/// The path a site is served under, with a slash at both ends (`/`, `/explainers/moon/`), and its
/// origin if known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    origin: Option<Box<str>>,
    path: Box<str>,
}

impl BaseUrl {
    /// Parses `base_url`: `https://example.org/moon/`, or a path alone.
    ///
    /// # Errors
    /// Anything else, with the first reason and a suggestion that is free of all.
    pub fn parse(base_url: &str) -> Result<Self, BaseUrlError> {
        let not_a_url = || BaseUrlError { reason: None, suggestion: None };
        let (mut origin, mut before, mut path) = (None, String::new(), base_url);
        let mut reason: Option<String> = None;
        if let Some((scheme, rest)) = base_url.split_once("://") {
            let url = parse_web_url(base_url).ok_or_else(not_a_url)?;
            let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
            if host != authority {
                let user = "it contains a user name or password, which every page would show";
                reason = Some(user.to_owned());
            }
            origin = Some(url.origin().ascii_serialization().into());
            (before, path) = (format!("{scheme}://{host}"), rest);
        } else if base_url.split('/').next().is_some_and(|host| host.contains('.'))
            && parse_web_url(&format!("https://{base_url}")).is_some()
        {
            let suggestion = Some(format!("https://{}/", base_url.trim_end_matches('/')));
            return Err(BaseUrlError { reason: Some("it has no `https://`".into()), suggestion });
        }
        if let Some(at) = path.find(['?', '#']) {
            let part = match path[at..].starts_with('?') {
                true => "it contains a query (`?`)",
                false => "it contains an anchor (`#`)",
            };
            reason.get_or_insert(part.to_owned());
            path = &path[..at];
        }
        let mut path = Cow::from(if path.is_empty() { "/" } else { path });
        if Route::parse(&path).is_none() {
            let decoded = percent_decode_str(&path).decode_utf8().map_err(|_| not_a_url())?;
            Route::parse(&decoded).ok_or_else(not_a_url)?;
            path = decoded.into_owned().into();
            reason.get_or_insert("it contains percent-encoded letters".to_owned());
        }
        if let Some((folder, file)) = path.rsplit_once('/').filter(|(_, file)| is_page_file(file)) {
            reason.get_or_insert(format!("it ends in a file, `{file}`, instead of a folder"));
            path = format!("{folder}/").into();
        }
        if reason.is_some() {
            return Err(BaseUrlError { reason, suggestion: Some(before + &path) });
        }
        let slash = if path.ends_with('/') { "" } else { "/" };
        Ok(BaseUrl { origin, path: format!("{path}{slash}").into() })
    }

    /// The path `/` without an origin.
    pub fn root() -> Self {
        BaseUrl { origin: None, path: "/".into() }
    }

    /// The link to `route` in a page: an absolute path, percent-encoded.
    pub fn href(&self, route: &Route) -> String {
        percent_encode_path(&self.path) + &percent_encode_path(&route.as_str()[1..])
    }

    /// The URL of `route` (RFC 3986, percent-encoded), if the origin is known.
    pub fn absolute_url(&self, route: &Route) -> Option<String> {
        Some([self.origin()?, &self.href(route)].concat())
    }

    /// The URL of `route`, or its absolute path if the origin is unknown.
    pub fn absolute_url_or_href(&self, route: &Route) -> String {
        self.absolute_url(route).unwrap_or_else(|| self.href(route))
    }

    /// The path, with a slash at both ends.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The origin, `https://example.org`, if known.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// The host, `example.org`, without a port, if known.
    pub fn host(&self) -> Option<&str> {
        let (_, host) = self.origin()?.split_once("://")?;
        let end = match host.starts_with('[') {
            true => host.find(']').map(|end| end + 1),
            false => host.find(':'),
        };
        Some(&host[..end.unwrap_or(host.len())])
    }

    /// True if the origin is known.
    pub fn has_origin(&self) -> bool {
        self.origin.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_may_be_a_url_or_a_path_alone() {
        let home = Route::for_page([]);
        let base = BaseUrl::parse("https://example.org/moon").unwrap();
        assert_eq!(base.href(&Route::for_page(["people", "김"])), "/moon/people/%EA%B9%80/");
        assert_eq!(base.absolute_url(&home).as_deref(), Some("https://example.org/moon/"));
        assert_eq!(BaseUrl::parse("/sub/").unwrap().absolute_url(&home), None);
        let punycode = Some("https://xn--mnster-3ya.example");
        assert_eq!(BaseUrl::parse("https://Münster.example/").unwrap().origin(), punycode);
        for bad in [
            "ftp://x/",
            "https://",
            "//x",
            "sub",
            "/a/../b",
            "javascript:alert(1)",
            "https://a b/",
            " https://x.org/",
            "https://x.org:99999/",
            "https://x.org//a",
        ] {
            let not_a_url = BaseUrlError { reason: None, suggestion: None };
            assert_eq!(BaseUrl::parse(bad), Err(not_a_url), "{bad}");
        }
    }

    #[test]
    fn a_base_url_with_more_than_a_folder_gets_a_suggestion() {
        for (written, suggestion) in [
            ("https://x.org/a/index.html", "https://x.org/a/"),
            ("https://x.org/Home.HTM", "https://x.org/"),
            ("/a/index.php", "/a/"),
            ("https://x.org/a/?lang=en", "https://x.org/a/"),
            ("https://x.org?lang=en", "https://x.org/"),
            ("https://x.org/a/#top", "https://x.org/a/"),
            ("/a/#top", "/a/"),
            ("https://ann:secret@x.org/a/", "https://x.org/a/"),
            ("https://ann@x.org/a/index.html?x#y", "https://x.org/a/"),
            ("https://x.org/caf%C3%A9/", "https://x.org/café/"),
        ] {
            let wrong = BaseUrl::parse(written).expect_err(written);
            assert!(
                wrong.reason.is_some() && wrong.suggestion.as_deref() == Some(suggestion),
                "{written}: {wrong:?}"
            );
            assert!(BaseUrl::parse(suggestion).is_ok(), "{suggestion}");
        }
        assert!(BaseUrl::parse("https://x.org/v1.2").is_ok());
    }

    #[test]
    fn only_a_valid_scheme_before_the_first_colon_is_a_scheme() {
        assert_eq!(url_scheme("javascript:alert(1)"), Some("javascript"));
        assert_eq!(url_scheme("HTTPS://x"), Some("HTTPS"));
        assert_eq!(url_scheme("a/b:c"), None);
        assert_eq!(url_scheme("../x"), None);
    }

    #[test]
    fn a_base_url_that_is_a_path_has_no_origin() {
        for (base, host) in [
            ("https://x.org:8080/a/", Some("x.org")),
            ("http://[::1]:80/", Some("[::1]")),
            ("http://[::1]:81/", Some("[::1]")),
            ("/a/", None),
        ] {
            assert_eq!(BaseUrl::parse(base).unwrap().host(), host, "{base}");
        }
        assert!(!BaseUrl::parse("/sub/").unwrap().has_origin());
        assert!(BaseUrl::parse("https://example.org/").unwrap().has_origin());
    }
}
