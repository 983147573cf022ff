//! Addresses of the site, and the files they are published as.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use url::Url;

use super::escape::percent_encode_path;
use super::normalize::nfc;

/// An address inside the site, without its base path: `/figures/kim-jong-un/` for a page,
/// `/feed.xml` for a file.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(Arc<str>);

impl Route {
    /// The address of a page, from the parts between its slashes; none for the home page.
    pub fn for_page<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut route = String::from("/");
        for part in
            parts.into_iter().flat_map(|part| part.split('/')).filter(|part| is_valid_segment(part))
        {
            route.push_str(part);
            route.push('/');
        }
        Route(route.into())
    }

    /// The address of a file, from the parts between its slashes.
    pub fn for_file<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let page = Self::for_page(parts);
        Route(page.0.trim_end_matches('/').into())
    }

    /// An address from the root of the site, `/old/page/` or `/old.html`, as it is. `None` for one
    /// that is relative, has empty, `.` or `..` parts, or characters that do not belong in a path.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        if rest.is_empty() {
            return Some(Route("/".into()));
        }
        let inner = rest.strip_suffix('/').unwrap_or(rest);
        inner.split('/').all(is_valid_segment).then(|| Route(text.into()))
    }

    /// An address as an author writes it, in `[navigation]` or a link: the same, however its
    /// letters are composed (NFC, as all addresses of a site are).
    pub fn parse_nfc(text: &str) -> Option<Self> {
        Self::parse(&nfc(text))
    }

    /// The place of a page that leads on from an old address, as an author writes that in
    /// `redirect_from`. Hosts know by the end of its name what a file is: an old address that does
    /// not end like a page, `/old` or `/old.php`, is the index of a folder, to which they send
    /// whoever asks for it without its slash.
    pub fn parse_redirect_from(text: &str) -> Option<Self> {
        let route = Self::parse_nfc(text)?;
        let (folder, file) = route.0.rsplit_once('/')?;
        let is_page = file.rsplit_once('.').is_some_and(|(stem, suffix)| {
            !stem.is_empty() && ["html", "htm"].iter().any(|page| suffix.eq_ignore_ascii_case(page))
        });
        match file {
            "" => Some(route),
            "index.html" => Some(Route(format!("{folder}/").into())),
            _ if is_page => Some(route),
            _ => Some(Route(format!("{}/", route.0).into())),
        }
    }

    /// The address of page `number` of the list at this address; the first is the address itself.
    pub fn nth_page(&self, number: usize) -> Self {
        if number <= 1 {
            self.clone()
        } else {
            Self::for_page([&*self.0, "page", &number.to_string()])
        }
    }

    /// The address as text, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for the address of a page, which ends in a slash.
    pub fn is_page(&self) -> bool {
        self.0.ends_with('/')
    }

    /// The file a page or file at this address is published as.
    pub fn output_path(&self) -> OutputPath {
        let path = self.0.trim_start_matches('/');
        OutputPath(if self.is_page() { format!("{path}index.html").into() } else { path.into() })
    }
}

/// A part of an address that may be written to disk on every system we know.
fn is_valid_segment(part: &str) -> bool {
    !part.is_empty()
        && part != "."
        && part != ".."
        && part.len() <= 255
        && !part.chars().any(|c| {
            c.is_control()
                || matches!(c, '\\' | '?' | '#' | '"' | '<' | '>' | '|' | '*' | ':' | '%')
        })
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Borrow<str> for Route {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A file below the output directory, with `/` between its parts. It has no part that leaves the
/// directory: it can only be made from a [`Route`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text cannot be `base_url`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrlError {
    /// What is wrong with it, as a clause; `None` where it is no address at all.
    pub reason: Option<String>,
    /// What was likely meant.
    pub suggestion: Option<String>,
}

impl BaseUrlError {
    fn not_a_url() -> Self {
        BaseUrlError { reason: None, suggestion: None }
    }

    /// Of several things that are wrong the first is told, and what is meant has none of them.
    fn with_suggestion(reason: &str, instead: String) -> Self {
        let instead = match BaseUrl::parse(&instead) {
            Err(BaseUrlError { suggestion: Some(better), .. }) => better,
            _ => instead,
        };
        BaseUrlError { reason: Some(reason.to_owned()), suggestion: Some(instead) }
    }
}

/// True for the name of a file that is a page: what servers give for the address of its folder.
fn is_page_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, suffix)| {
        ["html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp"]
            .contains(&&*suffix.to_ascii_lowercase())
    })
}

/// The address of a page on the web that a text is: of `http` or `https`, with a host, and with
/// nothing that could end an attribute.
pub fn parse_web_url(text: &str) -> Option<Url> {
    let is_plain = !text.contains(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\')
    });
    let begins = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    Some(text)
        .filter(|_| is_plain && begins)
        .and_then(|text| Url::parse(text).ok())
        .filter(Url::has_host)
}

/// The scheme of an address that has one (RFC 3986 §3.1).
pub fn url_scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    sound.then_some(scheme)
}

/// The path a site is served under, with a slash at both ends: `/` or `/explainers/korea/`; and its
/// origin, where it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    origin: Option<Box<str>>,
    path: Box<str>,
}

impl BaseUrl {
    /// Reads `base_url`: `https://example.org/korea/`, or a path only.
    ///
    /// # Errors
    /// What is wrong with anything else.
    pub fn parse(base_url: &str) -> Result<Self, BaseUrlError> {
        let (origin, path) = match base_url.split_once("://") {
            Some((_, rest)) => {
                let address = parse_web_url(base_url).ok_or_else(BaseUrlError::not_a_url)?;
                let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
                if rest[..end].contains('@') {
                    let host = rest[..end].rsplit('@').next().unwrap_or("");
                    return Err(BaseUrlError::with_suggestion(
                        "a name or password stands in it, and every page would show it",
                        base_url.replacen(&rest[..end], host, 1),
                    ));
                }
                (Some(address.origin().ascii_serialization()), &rest[end..])
            }
            None => (None, base_url),
        };
        let before = &base_url[..base_url.len() - path.len()];
        if let Some(at) = path.find(['?', '#']) {
            let reason = if path[at..].starts_with('?') {
                "a question (`?`) stands in it"
            } else {
                "a place on a page (`#`) stands in it"
            };
            return Err(BaseUrlError::with_suggestion(
                reason,
                format!("{before}{}", if at == 0 { "/" } else { &path[..at] }),
            ));
        }
        let path = if path.is_empty() { "/" } else { path };
        if let Some((folder, file)) = path.rsplit_once('/').filter(|(_, file)| is_page_file(file)) {
            return Err(BaseUrlError::with_suggestion(
                &format!("it ends in a file, `{file}`, and not in a folder"),
                format!("{before}{folder}/"),
            ));
        }
        if Route::parse(path).is_none() {
            let decoded = percent_encoding::percent_decode_str(path)
                .decode_utf8()
                .ok()
                .filter(|decoded| Route::parse(decoded).is_some());
            return Err(decoded.map_or_else(BaseUrlError::not_a_url, |decoded| {
                BaseUrlError::with_suggestion(
                    "letters are encoded in it",
                    format!("{before}{decoded}"),
                )
            }));
        }
        let path = if path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        Ok(BaseUrl { origin: origin.map(Into::into), path: path.into() })
    }

    /// The path `/`, of a server that is not known.
    pub fn root() -> Self {
        BaseUrl { origin: None, path: "/".into() }
    }

    /// The address of `route` as a link in a page: from the root of the server, percent-encoded.
    pub fn href(&self, route: &Route) -> String {
        let mut href = percent_encode_path(&self.path);
        href.push_str(&percent_encode_path(&route.as_str()[1..]));
        href
    }

    /// The whole address of `route`, where the site knows its own (RFC 3986, percent-encoded).
    pub fn absolute_url(&self, route: &Route) -> Option<String> {
        Some([self.origin.as_deref()?, &self.href(route)].concat())
    }

    /// The whole address of `route`, or where the site does not know its own, that from the root of
    /// the server.
    pub fn absolute_url_or_href(&self, route: &Route) -> String {
        self.absolute_url(route).unwrap_or_else(|| self.href(route))
    }

    /// The path, with a slash at both ends.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address of the server, `https://example.org`, where it is known.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// The name of the server, `example.org`, without a port, where it is known.
    pub fn host(&self) -> Option<&str> {
        let (_, host) = self.origin.as_deref()?.split_once("://")?;
        let end =
            if host.starts_with('[') { host.find(']').map(|end| end + 1) } else { host.find(':') };
        Some(&host[..end.unwrap_or(host.len())])
    }

    /// True where the site knows its whole address.
    pub fn has_origin(&self) -> bool {
        self.origin.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_is_published_as_the_index_of_its_folder() {
        assert_eq!(
            Route::for_page(["figures", "kim"]).output_path().as_str(),
            "figures/kim/index.html"
        );
        assert_eq!(Route::for_page([]).output_path().as_str(), "index.html");
        assert_eq!(Route::for_file(["feed.xml"]).output_path().as_str(), "feed.xml");
    }

    #[test]
    fn an_old_address_is_a_page_whatever_it_ends_in() {
        for (old, file) in [
            ("/old/", "old/index.html"),
            ("/old", "old/index.html"),
            ("/old/index.html", "old/index.html"),
            ("/index.html", "index.html"),
            ("/", "index.html"),
            ("/old.html", "old.html"),
            ("/a/Old.HTM", "a/Old.HTM"),
            ("/old.php", "old.php/index.html"),
            ("/2020/05/post", "2020/05/post/index.html"),
            ("/2020/05/31", "2020/05/31/index.html"),
            ("/v1.2", "v1.2/index.html"),
            ("/feed.xml", "feed.xml/index.html"),
            ("/.html", ".html/index.html"),
        ] {
            assert_eq!(
                Route::parse_redirect_from(old)
                    .map(|route| route.output_path().as_str().to_owned())
                    .as_deref(),
                Some(file),
                "{old}"
            );
        }
        assert_eq!(
            [
                Route::parse_redirect_from("old"),
                Route::parse_redirect_from("/old?x=1"),
                Route::parse_redirect_from("/old#x"),
                Route::parse_redirect_from("")
            ],
            [const { None }; 4]
        );
    }

    #[test]
    fn later_pages_of_a_list_lie_below_the_first() {
        let list = Route::for_page(["articles"]);
        assert_eq!(list.nth_page(1).as_str(), "/articles/");
        assert_eq!(list.nth_page(2).as_str(), "/articles/page/2/");
    }

    #[test]
    fn a_base_url_may_be_an_address_or_a_path_only() {
        let base = BaseUrl::parse("https://example.org/korea").unwrap();
        assert_eq!(base.href(&Route::for_page(["figures", "김"])), "/korea/figures/%EA%B9%80/");
        assert_eq!(
            base.absolute_url(&Route::for_page([])).as_deref(),
            Some("https://example.org/korea/")
        );
        assert_eq!(BaseUrl::parse("/sub/").unwrap().absolute_url(&Route::for_page([])), None);
        assert_eq!(
            BaseUrl::parse("https://Münster.example/").unwrap().origin(),
            Some("https://xn--mnster-3ya.example")
        );
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
            assert_eq!(BaseUrl::parse(bad), Err(BaseUrlError::not_a_url()), "{bad}");
        }
    }

    #[test]
    fn a_base_url_with_more_than_a_folder_is_told_what_it_should_be() {
        for (written, instead) in [
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
                wrong.reason.is_some() && wrong.suggestion.as_deref() == Some(instead),
                "{written}: {wrong:?}"
            );
            assert!(BaseUrl::parse(instead).is_ok(), "{instead}");
        }
        assert!(BaseUrl::parse("https://x.org/v1.2").is_ok());
    }

    #[test]
    fn only_what_begins_with_a_scheme_has_one() {
        assert_eq!(url_scheme("javascript:alert(1)"), Some("javascript"));
        assert_eq!(url_scheme("HTTPS://x"), Some("HTTPS"));
        assert_eq!(url_scheme("a/b:c"), None);
        assert_eq!(url_scheme("../x"), None);
    }

    #[test]
    fn an_address_has_no_part_that_some_system_cannot_write() {
        for bad in [
            "a\u{1}b",
            "a\nb",
            "a\\b",
            "a?b",
            "a#b",
            "a\"b",
            "a<b",
            "a>b",
            "a|b",
            "a*b",
            "a:b",
            "a%b",
            "",
            ".",
            "..",
            &"a".repeat(256),
        ] {
            assert!(Route::parse(&format!("/x/{bad}/y/")).is_none(), "{bad:?}");
        }
        for good in ["a b", "김", "...", ".a", &"a".repeat(255)] {
            assert!(Route::parse(&format!("/x/{good}/y/")).is_some(), "{good:?}");
        }
    }

    #[test]
    fn a_base_url_of_a_path_knows_no_server() {
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
        assert_eq!(format!("{:?}", Route::for_page(["a b"])), "\"/a b/\"");
    }

    proptest! {
        #[test]
        fn no_written_address_leaves_the_output(text in "(/|\\.|a|%|\\\\|\\PC){0,12}") {
            if let Some(route) = Route::parse(&text) {
                let output = route.output_path();
                prop_assert!(output.as_str().split('/').all(|part| !part.is_empty() && part != ".." && part != "."), "{:?}", output);
            }
        }
    }
}
