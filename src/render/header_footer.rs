//! What the header and footer of a page depend on. Pages for which it is equal share them.

use std::cmp::Reverse;

use serde::Serialize;

use crate::page::view::{PageView, SiteView};

/// All that header and footer can see of a page: `page` in their templates.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub(super) struct HeaderFooterView {
    kind: &'static str,
    /// Only on the home page, where the header is the headline.
    title: Option<String>,
    language: String,
    /// The page's link, if it is in [`NavTargets`].
    href: Option<String>,
    /// The longest entry of the main navigation that the page is or lies below; never the home
    /// page.
    section: Option<String>,
}

/// The links by which header and footer recognise the current page.
#[derive(Clone, Debug)]
pub(super) struct NavTargets {
    /// Both navigations, the A–Z and the article to start with.
    hrefs: Vec<String>,
    /// The main navigation without the home page, longest first.
    sections: Vec<String>,
}

impl NavTargets {
    pub(super) fn new(site: &SiteView) -> Self {
        let links = site.navigation.iter().chain(&site.footer).map(|link| &link.href);
        let others = site.a_to_z.iter().chain(site.start_here.as_ref().map(|item| &item.href));
        let sections = site.navigation.iter().map(|link| link.href.clone());
        let mut sections: Vec<String> = sections.filter(|href| *href != site.home).collect();
        sections.sort_by_key(|href| Reverse(href.len()));
        NavTargets { hrefs: links.chain(others).cloned().collect(), sections }
    }

    pub(super) fn header_footer_view(&self, page: &PageView) -> HeaderFooterView {
        let mut sections = self.sections.iter();
        HeaderFooterView {
            kind: page.kind,
            title: (page.kind == "home").then(|| page.title.clone()),
            language: page.language.clone(),
            href: self.hrefs.contains(&page.href).then(|| page.href.clone()),
            section: sections.find(|href| page.href.starts_with(href.as_str())).cloned(),
        }
    }
}
