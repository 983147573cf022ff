//! What stands above and below every page: masthead and foot. They are the same on all pages that
//! are alike to them, and made once for those.

use serde::Serialize;

use super::fragment_cache::MarkupFields;
use super::renderer::Renderer;
use super::tera_values::to_value;
use crate::diagnostics::Diagnostic;
use crate::page::view::{PageView, SiteView};
use crate::text::SourcePath;

/// The partial templates that make it: the field that holds it, and the template.
const HEADER_FOOTER_PARTIALS: [(&str, &str); 2] =
    [("masthead_html", "partials/masthead.html"), ("footer_html", "partials/footer.html")];

/// All that masthead and foot may know of a page: `page` in their templates.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct HeaderFooterView {
    kind: &'static str,
    /// Of the home page alone: there the masthead is the headline.
    title: Option<String>,
    language: String,
    /// Its address, where it is one of [`NavTargets`].
    href: Option<String>,
    /// The entry of the main navigation that it is, or lies below; of several the longest, and
    /// never that of the home page.
    section: Option<String>,
}

/// The addresses that masthead and foot may lead to as to a page of the site: those of both
/// navigations, of the A–Z, and of the article to begin with.
#[derive(Clone, Debug)]
pub(super) struct NavTargets {
    hrefs: Vec<String>,
    /// Those of the main navigation, without that of the home page, the longest first.
    sections: Vec<String>,
}

impl NavTargets {
    pub(super) fn new(site: &SiteView) -> Self {
        let links = site.navigation.iter().chain(&site.footer).map(|link| &link.href);
        let others =
            site.a_to_z.iter().chain(site.start_here.as_ref().map(|article| &article.href));
        let mut sections: Vec<String> = site
            .navigation
            .iter()
            .map(|link| link.href.clone())
            .filter(|href| *href != site.home)
            .collect();
        sections.sort_by_key(|href| std::cmp::Reverse(href.len()));
        NavTargets { hrefs: links.chain(others).cloned().collect(), sections }
    }

    fn header_footer_view(&self, page: &PageView) -> HeaderFooterView {
        HeaderFooterView {
            kind: page.kind,
            title: (page.kind == "home").then(|| page.title.clone()),
            language: page.language.clone(),
            href: self.hrefs.contains(&page.href).then(|| page.href.clone()),
            section: self
                .sections
                .iter()
                .find(|href| page.href.starts_with(href.as_str()))
                .cloned(),
        }
    }
}

impl Renderer<'_> {
    /// What stands round a page, as fields of it.
    pub(super) fn header_and_footer(
        &self,
        view: &PageView,
        source: &SourcePath,
    ) -> Result<MarkupFields, Box<Diagnostic>> {
        let framed = self.globals.nav_targets.header_footer_view(view);
        self.fragments.header_and_footer(&framed, || {
            self.render_partials(
                "page",
                to_value(&framed, source)?,
                &HEADER_FOOTER_PARTIALS,
                source,
            )
        })
    }
}
