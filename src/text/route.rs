//! Addresses of the site and the files they are published as.

use std::sync::Arc;

use super::normalize::nfc;

/// An address inside the site, without the base path: `/figures/ada-lovelace/` for a page,
/// `/feed.xml` for a file. Not percent-encoded.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(Arc<str>);

str_newtype!(Route);

impl Route {
    /// The route of a page from its path segments; without segments, the home page.
    pub fn for_page<'a>(segments: impl IntoIterator<Item = &'a str>) -> Self {
        let segments = segments.into_iter().flat_map(|part| part.split('/'));
        let mut route = String::from("/");
        segments.filter(|part| is_valid_segment(part)).for_each(|part| route.extend([part, "/"]));
        Route(route.into())
    }

    /// The route of a file from its path segments.
    pub fn for_file<'a>(segments: impl IntoIterator<Item = &'a str>) -> Self {
        Route(Self::for_page(segments).0.trim_end_matches('/').into())
    }

    /// Parses an absolute path, `/old/page/` or `/old.html`. `None` if it is relative, or has empty,
    /// `.` or `..` segments or characters that do not belong in a path.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let inner = rest.strip_suffix('/').unwrap_or(rest);
        (rest.is_empty() || inner.split('/').all(is_valid_segment)).then(|| Route(text.into()))
    }

    /// Parses a path that an author wrote. All routes are NFC; authors may write any normal form.
    pub fn parse_nfc(text: &str) -> Option<Self> {
        Self::parse(&nfc(text))
    }

    /// The route of the page that redirects from an old address, as written in `redirect_from`.
    /// Hosts derive a file's type from its extension, so an old address that does not end like a
    /// page (`/old`, `/old.php`) becomes the index of a folder: hosts redirect a request without the
    /// trailing slash to it.
    pub fn parse_redirect_from(text: &str) -> Option<Self> {
        let route = Self::parse_nfc(text)?;
        let (folder, file) = route.0.rsplit_once('/')?;
        let is_page = file.rsplit_once('.').is_some_and(|(stem, extension)| {
            !stem.is_empty()
                && ["html", "htm"].iter().any(|html| extension.eq_ignore_ascii_case(html))
        });
        match file {
            "index.html" => Some(Route(format!("{folder}/").into())),
            _ if is_page || file.is_empty() => Some(route),
            _ => Some(Route(format!("{}/", route.0).into())),
        }
    }

    /// The route of page `number` of the list at this route; page 1 is the route itself.
    pub fn nth_page(&self, number: usize) -> Self {
        if number <= 1 {
            return self.clone();
        }
        Self::for_page([&*self.0, "page", &number.to_string()])
    }

    /// True for a page, false for a file.
    pub fn is_page(&self) -> bool {
        self.0.ends_with('/')
    }

    /// The file that is published for this route.
    pub fn output_path(&self) -> OutputPath {
        let path = self.0.trim_start_matches('/');
        OutputPath(if self.is_page() { format!("{path}index.html").into() } else { path.into() })
    }
}

/// True for a path segment that every known file system can store.
fn is_valid_segment(part: &str) -> bool {
    !matches!(part, "" | "." | "..")
        && part.len() <= 255
        && !part.contains(|c: char| c.is_control() || r#"\?#"<>|*:%"#.contains(c))
}

/// A file below the output directory, with `/` as separator. It cannot leave the directory: it is
/// only made from a [`Route`].
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutputPath(Arc<str>);

str_newtype!(OutputPath);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_is_published_as_the_index_of_its_folder() {
        for (route, file) in [
            (Route::for_page(["people", "ada"]), "people/ada/index.html"),
            (Route::for_page([]), "index.html"),
            (Route::for_file(["feed.xml"]), "feed.xml"),
        ] {
            assert_eq!(route.output_path().as_str(), file);
        }
        assert_eq!(format!("{:?}", Route::for_page(["a b"])), "\"/a b/\"");
    }

    #[test]
    fn an_old_address_is_published_as_a_page_whatever_its_extension() {
        let file =
            |old| Route::parse_redirect_from(old).map(|route| route.output_path().to_string());
        for (old, expected) in [
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
            assert_eq!(file(old).as_deref(), Some(expected), "{old}");
        }
        for bad in ["old", "/old?x=1", "/old#x", ""] {
            assert_eq!(file(bad), None, "{bad}");
        }
    }

    #[test]
    fn later_pages_of_a_list_are_below_the_first() {
        let list = Route::for_page(["articles"]);
        assert_eq!(list.nth_page(1).as_str(), "/articles/");
        assert_eq!(list.nth_page(2).as_str(), "/articles/page/2/");
    }

    #[test]
    fn a_segment_that_some_file_system_cannot_store_is_refused() {
        let long = ["a".repeat(256), "a".repeat(255)];
        let bad = r##"a\b a?b a#b a"b a<b a>b a|b a*b a:b a%b . .."##.split(' ');
        for bad in bad.chain(["a\u{1}b", "a\nb", "", &long[0]]) {
            assert!(Route::parse(&format!("/x/{bad}/y/")).is_none(), "{bad:?}");
        }
        for good in ["a b", "김", "...", ".a", &long[1]] {
            assert!(Route::parse(&format!("/x/{good}/y/")).is_some(), "{good:?}");
        }
    }

    proptest! {
        #[test]
        fn no_parsed_route_leaves_the_output_directory(text in "(/|\\.|a|%|\\\\|\\PC){0,12}") {
            if let Some(route) = Route::parse(&text) {
                let output = route.output_path();
                let is_inside = |part: &str| !matches!(part, "" | "." | "..");
                prop_assert!(output.as_str().split('/').all(is_inside), "{:?}", output);
            }
        }
    }
}
