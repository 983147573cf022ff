//! The renderer of a page's texts: its inputs, labels, and links to other pages.

use std::borrow::Cow;

use super::picture_html::PictureSizes;
use crate::catalog::{Catalog, PageIx};
use crate::config::Config;
use crate::document::{Document, LinkForm, TextId, WrittenLink, WrittenRef};
use crate::link::{LinkTarget, Linked};
use crate::text::{Route, Span, fill_placeholders, push_escaped_html};

/// Where a text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderTarget {
    /// On its own page, with its anchors and citations.
    OwnPage,
    /// On another page, without anchors and citations, which would be broken there.
    OtherPage,
    /// In a feed: like `OtherPage`, with absolute URLs.
    Feed,
}

/// Renders the texts of one document.
#[derive(Clone, Copy)]
pub struct ProseRenderer<'a> {
    /// The document whose texts are rendered.
    pub document: &'a Document,
    /// The document's resolved links.
    pub linked: &'a Linked,
    /// The pages that links lead to.
    pub catalog: &'a Catalog,
    /// The configuration of the site.
    pub config: &'a Config,
    /// How wide the theme shows pictures.
    pub picture_sizes: &'a PictureSizes,
}

impl<'a> ProseRenderer<'a> {
    /// A span of a text as plain text, with the labels of its links.
    pub fn plain_text(&self, text: TextId, span: Span) -> String {
        let links = &self.document.outline(text).links;
        let targets = &self.linked.targets[usize::from(text.0)];
        let label = |link: usize| self.generated_label(&links[link], targets.get(link)?);
        self.document.plain_text(text, span, label)
    }

    /// The label of a link that has none of its own: `[[target]]`, `[[!name]]`, or empty brackets.
    /// `None` for other links.
    pub fn generated_label(
        &self,
        link: &'a WrittenLink,
        target: &'a LinkTarget,
    ) -> Option<&'a str> {
        use LinkTarget::{Anchor, Draft, External, Page, Resource, Unlinked};
        let title = |page: PageIx| Some(&*self.catalog.entry(page).title);
        match (link.form, target) {
            (LinkForm::Image, _) => None,
            (
                LinkForm::Wiki,
                Page { page, shows_title: true, .. } | Draft { page, shows_title: true },
            ) => title(*page),
            (LinkForm::Wiki, Anchor(anchor)) => Some(anchor),
            (LinkForm::Wiki | LinkForm::Suppressed, _) => Some(&link.target),
            _ if !link.is_textless => None,
            (_, Page { page, .. } | Draft { page, .. }) => title(*page),
            (_, Anchor(text) | External(text)) => Some(text),
            (_, Resource { .. } | Unlinked) => Some(&link.target),
        }
    }

    /// The language of the theme's texts, if the document is in another.
    pub(super) fn theme_language(&self) -> Option<&'a str> {
        let own = self.document.language()?;
        Some(&*self.config.language).filter(|language| !own.eq_ignore_ascii_case(language))
    }

    /// The languages of an element's label by the theme and of its content, if they differ.
    pub(super) fn label_languages(&self) -> (Option<&'a str>, Option<&'a str>) {
        let theme = self.theme_language();
        (theme, theme.and(self.document.language()))
    }

    /// The number of a source that front matter refers to by id.
    pub fn source_number(&self, id: &WrittenRef) -> Option<usize> {
        let mut sources = self.linked.sources.iter();
        Some(sources.position(|used| used.origin.has_id(&id.value, self.document))? + 1)
    }

    /// Citations of sources by id; `None` if there are none.
    pub fn citations_html(&self, ids: &[WrittenRef]) -> Option<String> {
        let mut out = String::new();
        for number in ids.iter().filter_map(|id| self.source_number(id)) {
            out.push_str(if out.is_empty() { "<sup class=\"cite\">" } else { "" });
            push_source_link(number, None, &mut out);
        }
        (!out.is_empty()).then(|| out + "</sup>")
    }

    /// Links from source number `source` back to its citations, given by their numbers.
    pub fn citation_backlinks_html(&self, source: usize, cited_at: &[u32]) -> String {
        let text =
            self.config.locale.format("back_to_citation", &[("source", &source.to_string())]);
        let mut label = String::new();
        push_escaped_html(&text, &mut label);
        let mut out = String::new();
        for (index, nth) in cited_at.iter().zip(1..) {
            let nth = nth.to_string();
            let label = fill_placeholders(&label, &[("n", &nth)]);
            let space = if out.is_empty() { "" } else { " " };
            let index = index.to_string();
            out.extend([
                space,
                "<a href=\"#cite-",
                &index,
                "\" aria-label=\"",
                &label,
                "\">",
                &nth,
                "</a>",
            ]);
        }
        out
    }

    /// The link to a page, for a target.
    pub(super) fn page_href(
        &self,
        page: PageIx,
        anchor: Option<&str>,
        target: RenderTarget,
    ) -> Cow<'a, str> {
        let entry = self.catalog.entry(page);
        let href = match target {
            RenderTarget::Feed => self.route_href(&entry.route, target).into(),
            _ => Cow::Borrowed(&*entry.href),
        };
        match anchor {
            Some(anchor) => [&*href, "#", anchor].concat().into(),
            None => href,
        }
    }

    /// The link to a route, for a target.
    pub(super) fn route_href(&self, route: &Route, target: RenderTarget) -> String {
        match target {
            RenderTarget::Feed => self.config.base.absolute_url_or_href(route),
            RenderTarget::OwnPage | RenderTarget::OtherPage => self.config.base.href(route),
        }
    }
}

/// Appends a button that opens a source, `[1, p. 3]`. The theme writes the popover, with the list of
/// sources.
pub(super) fn push_source_link(number: usize, locator: Option<&str>, out: &mut String) {
    let number = number.to_string();
    let start = ["<button type=\"button\" popovertarget=\"page-source-", &number, "\">[", &number];
    out.extend(start);
    if let Some(locator) = locator {
        out.push_str(", ");
        push_escaped_html(locator, out);
    }
    out.push_str("]</button>");
}
