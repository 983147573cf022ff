//! What stands above and below every page: masthead and foot. They are the same on all pages that are alike to them, and made once for those.

use serde::Serialize;

use super::html::Renderer;
use super::shelf::Fields;
use super::value::value;
use crate::diagnostics::Diagnostic;
use crate::page::view::{PageView, SiteView};
use crate::text::SourcePath;

/// The partial templates that make it: the field that holds it, and the template.
const OF_FRAME: [(&str, &str); 2] = [("masthead_html", "partials/masthead.html"), ("footer_html", "partials/footer.html")];

/// All that masthead and foot may know of a page: `page` in their templates.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Framed {
    kind: &'static str,
    /// Of the home page alone: there the masthead is the headline.
    title: Option<String>,
    language: String,
    /// Its address, where it is one of [`WaysOut`].
    href: Option<String>,
    /// The entry of the main navigation that it is, or lies below; of several the longest, and never that of the home page.
    section: Option<String>,
}

/// The addresses that masthead and foot may lead to as to a page of the site: those of both navigations, of the A–Z, and of the article to begin with.
#[derive(Clone, Debug)]
pub(super) struct WaysOut {
    all: Vec<String>,
    /// Those of the main navigation, without that of the home page, the longest first.
    sections: Vec<String>,
}

impl WaysOut {
    pub(super) fn of(site: &SiteView) -> Self {
        let links = site.navigation.iter().chain(&site.footer).map(|link| &link.href);
        let others = site.a_to_z.iter().chain(site.start_here.as_ref().map(|article| &article.href));
        let mut sections: Vec<String> = site.navigation.iter().map(|link| link.href.clone()).filter(|href| *href != site.home).collect();
        sections.sort_by_key(|href| std::cmp::Reverse(href.len()));
        WaysOut { all: links.chain(others).cloned().collect(), sections }
    }

    fn framed(&self, page: &PageView) -> Framed {
        Framed {
            kind: page.kind,
            title: (page.kind == "home").then(|| page.title.clone()),
            language: page.language.clone(),
            href: self.all.contains(&page.href).then(|| page.href.clone()),
            section: self.sections.iter().find(|href| page.href.starts_with(href.as_str())).cloned(),
        }
    }
}

impl Renderer<'_> {
    /// What stands round a page, as fields of it.
    pub(super) fn frame(&self, view: &PageView, source: &SourcePath) -> Result<Fields, Box<Diagnostic>> {
        let framed = self.site.ways_out.framed(view);
        self.shelf.frame(&framed, || self.markup("page", value(&framed, source)?, &OF_FRAME, source))
    }
}
