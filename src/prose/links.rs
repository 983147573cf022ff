//! Writes links and citations.

use std::borrow::Cow;

use pulldown_cmark::LinkType;

use super::html_writer::HtmlWriter;
use super::prose_renderer::{RenderTarget, push_source_link};
use crate::document::Citation;
use crate::link::{LinkTarget, resolve_citation};
use crate::text::{Span, percent_encode_url};

impl<'a> HtmlWriter<'a> {
    pub(super) fn start_link(&mut self, link_type: LinkType, dest: &str, title: &str, span: Span) {
        let index = self.outline.link_at(span);
        let resolved = index.and_then(|at| Some((&self.outline.links[at], self.targets.get(at)?)));
        let Some((link, target)) = resolved else {
            // Only `<name@host>` is not resolved.
            let closer = if link_type == LinkType::Email {
                self.push_tag("<a", &[("href", Some(&format!("mailto:{dest}")))]);
                "</a>"
            } else {
                ""
            };
            return self.link_closers.push(closer);
        };
        let has_anchor = |name: &&_| {
            let name: &crate::link::FoundName = name;
            name.span == span && name.has_anchor && self.target == RenderTarget::OwnPage
        };
        let topic = self.all_names.iter().find(has_anchor).and_then(|name| name.topic);
        let id = topic.map(|topic| &*self.renderer.catalog.entry(topic).mention_anchor);
        let title = Some(title).filter(|title| !title.is_empty());
        let closer = self.open_link(target, title, id);
        match self.renderer.generated_label(link, target) {
            Some(label) => {
                self.push_escaped(label);
                self.push(closer);
                self.at = self.element_end(self.at - 1);
            }
            None => self.link_closers.push(closer),
        }
    }

    /// Writes the start tag of a link. Returns the end tag.
    fn open_link(
        &mut self,
        target: &LinkTarget,
        title: Option<&str>,
        id: Option<&str>,
    ) -> &'static str {
        let mut class = None;
        let href: Cow<'_, str> = match target {
            LinkTarget::Page { page, anchor, .. } => {
                let entry = self.renderer.catalog.entry(*page);
                class = match (entry.topic_kind().is_some(), entry.draft || entry.future) {
                    (true, false) => Some("topic"),
                    (true, true) => Some("topic draft"),
                    (false, true) => Some("draft"),
                    (false, false) => None,
                };
                self.renderer.page_href(*page, anchor.as_deref(), self.target)
            }
            LinkTarget::Resource { route, anchor } => {
                let route = self.renderer.catalog.pictures.link_target(route);
                let href = self.renderer.route_href(route, self.target);
                match anchor {
                    Some(anchor) => format!("{href}#{anchor}").into(),
                    None => href.into(),
                }
            }
            LinkTarget::Anchor(anchor) if self.target == RenderTarget::OwnPage => {
                format!("#{anchor}").into()
            }
            LinkTarget::External(url) => {
                class = Some("external");
                percent_encode_url(url)
            }
            LinkTarget::Anchor(_) | LinkTarget::Draft { .. } | LinkTarget::Unlinked => {
                if id.is_none() {
                    return "";
                }
                self.push_tag("<span", &[("id", id)]);
                return "</span>";
            }
        };
        let rel = class.filter(|class| *class == "external");
        let attributes =
            [("class", class), ("href", Some(&*href)), ("title", title), ("rel", rel), ("id", id)];
        self.push_tag("<a", &attributes);
        "</a>"
    }

    pub(super) fn citation(&mut self, citation: Citation<'_>) {
        let own_page = self.target == RenderTarget::OwnPage;
        let resolved = resolve_citation(self.cites, citation).filter(|_| own_page);
        if resolved.is_some() || !own_page {
            // No space and no line break between a claim and its citation, and none left over
            // where the citation is left out.
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
        let Some((index, sources)) = resolved else { return };
        self.out.extend(["<sup class=\"cite\" id=\"cite-", &index.to_string(), "\">"]);
        for (number, locator) in sources {
            push_source_link(number as usize, locator, &mut self.out);
        }
        self.push("</sup>");
    }
}
