//! Who writes the pieces of one document.

use std::borrow::Cow;

use crate::catalog::{Catalog, PageIx};
use crate::config::Config;
use crate::document::{Document, LinkForm, TextId, WrittenLink};
use crate::link::{LinkTarget, Linked};
use crate::text::{Route, Span, fill_placeholders, push_escaped_html};

/// Where a piece is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderTarget {
    /// On its own page, with the anchors and citations that belong there.
    OwnPage,
    /// On another page: anchors and citations, which would lead nowhere there, are left out.
    OtherPage,
    /// Outside of the site, in a feed: the same, with whole addresses.
    Feed,
}

/// Writes the pieces of one document.
#[derive(Clone, Copy)]
pub struct ProseRenderer<'a> {
    /// The document.
    pub document: &'a Document,
    /// What its links mean.
    pub linked: &'a Linked,
    /// Who exists.
    pub catalog: &'a Catalog,
    /// The configuration.
    pub config: &'a Config,
}

impl<'a> ProseRenderer<'a> {
    /// A piece as HTML.
    pub fn html(&self, piece: TextId, setting: RenderTarget) -> String {
        super::html_writer::render_html(*self, piece, setting)
    }

    /// A piece of inline Markdown as HTML: without the paragraph round it, where there is only one.
    pub fn inline_html(&self, piece: TextId, setting: RenderTarget) -> String {
        let html = self.html(piece, setting);
        match html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>\n")) {
            Some(inner) if !inner.contains("<p>") => inner.to_owned(),
            _ => html,
        }
    }

    /// The words of a stretch of a piece, its links read as they are shown.
    pub fn plain_text(&self, piece: TextId, stretch: Span) -> String {
        let (links, targets) =
            (&self.document.outline(piece).links, &self.linked.targets[usize::from(piece.0)]);
        self.document.plain_text(piece, stretch, |link| {
            self.generated_label(&links[link], targets.get(link)?)
        })
    }

    /// What a link shows that is of the form `[[target]]` or `[[!name]]`, or has nothing but space
    /// for words; `None` for one that shows its own.
    pub fn generated_label(
        &self,
        link: &'a WrittenLink,
        target: &'a LinkTarget,
    ) -> Option<&'a str> {
        let title = |page: PageIx| Some(&*self.catalog.entry(page).title);
        match (link.form, target) {
            (LinkForm::Image, _) => None,
            (
                LinkForm::Wiki,
                LinkTarget::Page { page, shows_title: true, .. }
                | LinkTarget::Draft { page, shows_title: true },
            ) => title(*page),
            (LinkForm::Wiki, LinkTarget::Anchor(anchor)) => Some(anchor),
            (LinkForm::Wiki | LinkForm::Suppressed, _) => Some(&link.target),
            _ if !link.is_textless => None,
            (_, LinkTarget::Page { page, .. } | LinkTarget::Draft { page, .. }) => title(*page),
            (_, LinkTarget::Anchor(words) | LinkTarget::External(words)) => Some(words),
            (_, LinkTarget::Resource { .. } | LinkTarget::Unlinked) => Some(&link.target),
        }
    }

    /// Citations of sources by their ids, as those of a role or an account.
    pub fn citations_html(&self, ids: &[crate::document::WrittenRef]) -> Option<String> {
        let mut out = String::new();
        for id in ids {
            let number = self
                .linked
                .sources
                .iter()
                .position(|used| used.origin.has_id(&id.value, self.document));
            if let Some(number) = number {
                out.push_str(if out.is_empty() { "<sup class=\"cite\">[" } else { "; " });
                write_source_link(number as u32 + 1, &mut out);
            }
        }
        if out.is_empty() {
            return None;
        }
        out.push_str("]</sup>");
        Some(out)
    }

    /// Links from a source, by its number, back to the places that cite it, by theirs.
    pub fn citation_backlinks_html(&self, source: usize, cited_at: &[u32]) -> String {
        let mut label = String::new();
        push_escaped_html(
            &self.config.locale.format("back_to_citation", &[("source", &source.to_string())]),
            &mut label,
        );
        let mut out = String::with_capacity(cited_at.len() * (label.len() + 48));
        for (at, index) in cited_at.iter().enumerate() {
            let nth = (at + 1).to_string();
            let space = if at > 0 { " " } else { "" };
            out.extend([
                space,
                "<a href=\"#cite-",
                &index.to_string(),
                "\" aria-label=\"",
                &fill_placeholders(&label, &[("n", &nth)]),
                "\">",
                &nth,
                "</a>",
            ]);
        }
        out
    }

    /// The link to a page of the site, at an anchor, as it must be written where the text is shown.
    pub(super) fn page_href(
        &self,
        page: PageIx,
        anchor: Option<&str>,
        setting: RenderTarget,
    ) -> Cow<'a, str> {
        let entry = self.catalog.entry(page);
        let href = if setting == RenderTarget::Feed {
            self.route_href(&entry.route, setting).into()
        } else {
            Cow::Borrowed(&*entry.href)
        };
        match anchor {
            Some(anchor) => [&*href, "#", anchor].concat().into(),
            None => href,
        }
    }

    /// The link to an address of the site, as it must be written where the text is shown.
    pub(super) fn route_href(&self, route: &Route, setting: RenderTarget) -> String {
        match setting {
            RenderTarget::Feed => self.config.base.absolute_url_or_href(route),
            RenderTarget::OwnPage | RenderTarget::OtherPage => self.config.base.href(route),
        }
    }
}

pub(super) fn write_source_link(number: u32, out: &mut String) {
    // The note that it opens is written by the theme, with the list of sources.
    let number = number.to_string();
    out.extend([
        "<button type=\"button\" popovertarget=\"page-source-",
        &number,
        "\">",
        &number,
        "</button>",
    ]);
}
