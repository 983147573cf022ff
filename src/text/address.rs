//! Addresses of the site, and the files they are published as.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use super::escape::percent_encode_path;

/// An address inside the site, without its base path: `/figures/kim-jong-un/` for a page, `/feed.xml` for a file.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(Arc<str>);

impl Route {
    /// The address of a page, from the parts between its slashes; none for the home page.
    pub fn page<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut route = String::from("/");
        for part in parts.into_iter().flat_map(|part| part.split('/')).filter(|part| is_part(part)) {
            route.push_str(part);
            route.push('/');
        }
        Route(route.into())
    }

    /// The address of a file, from the parts between its slashes.
    pub fn file<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let page = Self::page(parts);
        Route(page.0.trim_end_matches('/').into())
    }

    /// An address as an author writes it in `redirect_from` or `[navigation]`: from the root of the site, `/old/page/` or `/old.html`.
    /// `None` for one that is relative, has empty, `.` or `..` parts, or characters that do not belong in a path.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        if rest.is_empty() {
            return Some(Route("/".into()));
        }
        let inner = rest.strip_suffix('/').unwrap_or(rest);
        inner.split('/').all(is_part).then(|| Route(text.into()))
    }

    /// The address of page `number` of the list at this address; the first is the address itself.
    pub fn numbered(&self, number: usize) -> Self {
        if number <= 1 { self.clone() } else { Self::page([&*self.0, "page", &number.to_string()]) }
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
    pub fn output(&self) -> OutputPath {
        let path = self.0.trim_start_matches('/');
        OutputPath(if self.is_page() { format!("{path}index.html").into() } else { path.into() })
    }
}

/// A part of an address that may be written to disk on every system we know.
fn is_part(part: &str) -> bool {
    !part.is_empty()
        && part != "."
        && part != ".."
        && part.len() <= 255
        && !part.chars().any(|c| c.is_control() || matches!(c, '\\' | '?' | '#' | '"' | '<' | '>' | '|' | '*' | ':' | '%'))
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

/// A file below the output directory, with `/` between its parts. It has no part that leaves the directory: it can only be made from a [`Route`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The path a site is served under, with a slash at both ends: `/` or `/explainers/korea/`; and its origin, where it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BasePath {
    origin: Option<Box<str>>,
    path: Box<str>,
}

impl BasePath {
    /// Reads `base_url`: `https://example.org/korea/`, or a path only. `None` for anything else.
    pub fn parse(base_url: &str) -> Option<Self> {
        let (origin, path) = match base_url.split_once("://") {
            Some(("http" | "https", rest)) => {
                let end = rest.find('/').unwrap_or(rest.len());
                let host = &rest[..end];
                let sound = !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'));
                if !sound {
                    return None;
                }
                (Some(&base_url[..base_url.len() - rest.len() + end]), &rest[end..])
            }
            Some(_) => return None,
            None => (None, base_url),
        };
        let path = if path.is_empty() { "/" } else { path };
        Route::parse(path)?;
        let path = if path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        Some(BasePath { origin: origin.map(Into::into), path: path.into() })
    }

    /// The address of `route` as a link in a page: from the root of the server, percent-encoded.
    pub fn href(&self, route: &Route) -> String {
        let mut href = percent_encode_path(&self.path);
        href.push_str(&percent_encode_path(&route.as_str()[1..]));
        href
    }

    /// The whole address of `route`, where the site knows its own (RFC 3986, percent-encoded).
    pub fn absolute(&self, route: &Route) -> Option<String> {
        Some([self.origin.as_deref()?, &self.href(route)].concat())
    }

    /// The whole address of `route`, or where the site does not know its own, that from the root of the server.
    pub fn fullest(&self, route: &Route) -> String {
        self.absolute(route).unwrap_or_else(|| self.href(route))
    }

    /// The path, with a slash at both ends.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address of the server, `https://example.org`, where it is known.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
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
        assert_eq!(Route::page(["figures", "kim"]).output().as_str(), "figures/kim/index.html");
        assert_eq!(Route::page([]).output().as_str(), "index.html");
        assert_eq!(Route::file(["feed.xml"]).output().as_str(), "feed.xml");
    }

    #[test]
    fn later_pages_of_a_list_lie_below_the_first() {
        let list = Route::page(["articles"]);
        assert_eq!(list.numbered(1).as_str(), "/articles/");
        assert_eq!(list.numbered(2).as_str(), "/articles/page/2/");
    }

    #[test]
    fn a_base_url_may_be_an_address_or_a_path_only() {
        let base = BasePath::parse("https://example.org/korea").unwrap();
        assert_eq!(base.href(&Route::page(["figures", "김"])), "/korea/figures/%EA%B9%80/");
        assert_eq!(base.absolute(&Route::page([])).as_deref(), Some("https://example.org/korea/"));
        assert_eq!(BasePath::parse("/sub/").unwrap().absolute(&Route::page([])), None);
        for bad in ["ftp://x/", "https://", "//x", "sub", "/a/../b", "javascript:alert(1)", "https://a b/"] {
            assert!(BasePath::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_address_has_no_part_that_some_system_cannot_write() {
        for bad in ["a\u{1}b", "a\nb", "a\\b", "a?b", "a#b", "a\"b", "a<b", "a>b", "a|b", "a*b", "a:b", "a%b", "", ".", "..", &"a".repeat(256)] {
            assert!(Route::parse(&format!("/x/{bad}/y/")).is_none(), "{bad:?}");
        }
        for good in ["a b", "김", "...", ".a", &"a".repeat(255)] {
            assert!(Route::parse(&format!("/x/{good}/y/")).is_some(), "{good:?}");
        }
    }

    #[test]
    fn a_base_url_of_a_path_knows_no_server() {
        assert!(!BasePath::parse("/sub/").unwrap().has_origin());
        assert!(BasePath::parse("https://example.org/").unwrap().has_origin());
        assert_eq!(format!("{:?}", Route::page(["a b"])), "\"/a b/\"");
    }

    proptest! {
        #[test]
        fn no_written_address_leaves_the_output(text in "(/|\\.|a|%|\\\\|\\PC){0,12}") {
            if let Some(route) = Route::parse(&text) {
                let output = route.output();
                prop_assert!(output.as_str().split('/').all(|part| !part.is_empty() && part != ".." && part != "."), "{:?}", output);
            }
        }
    }
}
