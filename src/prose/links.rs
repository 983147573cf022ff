//! Links, citations and pictures.

use std::borrow::Cow;

use pulldown_cmark::{LinkType, Tag, TagEnd};

use super::html_writer::{HtmlWriter, alt_text, element_len};
use super::renderer::{RenderTarget, write_source_link};
use crate::catalog::Sidecar;
use crate::document::{Citation, MdEvent};
use crate::link::{LinkTarget, resolve_citation};
use crate::text::{Route, Span, push_escaped_html, push_html_attribute};

impl<'a> HtmlWriter<'a> {
    pub(super) fn start_link(
        &mut self,
        tag: &Tag<'a>,
        dest: &str,
        span: Span,
        parts: &[(MdEvent<'a>, Span)],
        at: usize,
    ) -> usize {
        let Some((link, target)) = self
            .outline
            .link_at(span)
            .and_then(|index| Some((&self.outline.links[index], self.targets.get(index)?)))
        else {
            // A mail address between angle brackets is the one link that is written as it stands.
            return match tag {
                Tag::Link { link_type: LinkType::Email, .. } => {
                    self.start_plain_link(&format!("mailto:{dest}"))
                }
                _ => {
                    self.link_closers.push("");
                    1
                }
            };
        };
        let anchor = self.all_names.iter().find(|name| {
            name.span == span && name.has_anchor && self.target == RenderTarget::OwnPage
        });
        let id = anchor
            .and_then(|name| name.topic)
            .map(|topic| &*self.renderer.catalog.entry(topic).mention_anchor);
        let close = self.open_link(target, id);
        match self.renderer.generated_label(link, target) {
            Some(text) => {
                push_escaped_html(text, &mut self.out);
                self.out.push_str(close);
                element_len(parts, at)
            }
            None => {
                self.link_closers.push(close);
                1
            }
        }
    }

    pub(super) fn start_plain_link(&mut self, href: &str) -> usize {
        self.out.push_str("<a");
        push_html_attribute("href", href, &mut self.out);
        self.out.push('>');
        self.link_closers.push("</a>");
        1
    }

    /// Opens a link, and returns how it is closed.
    pub(super) fn open_link(&mut self, target: &LinkTarget, id: Option<&str>) -> &'static str {
        let (class, href): (_, Cow<'_, str>) = match target {
            LinkTarget::Page { page, anchor, .. } => {
                let entry = self.renderer.catalog.entry(*page);
                let class = match (entry.topic_kind().is_some(), entry.draft || entry.future) {
                    (true, false) => Some("topic"),
                    (true, true) => Some("topic draft"),
                    (false, true) => Some("draft"),
                    (false, false) => None,
                };
                (class, self.renderer.page_href(*page, anchor.as_deref(), self.target))
            }
            LinkTarget::Resource { route, anchor } => {
                let mut href = self.renderer.route_href(route, self.target);
                if let Some(anchor) = anchor {
                    href.push('#');
                    href.push_str(anchor);
                }
                (None, href.into())
            }
            LinkTarget::Anchor(anchor) if self.target == RenderTarget::OwnPage => {
                (None, format!("#{anchor}").into())
            }
            LinkTarget::External(address) => (Some("external"), Cow::Borrowed(&**address)),
            LinkTarget::Anchor(_) | LinkTarget::Draft { .. } | LinkTarget::Unlinked => {
                return match id {
                    Some(id) => {
                        self.out.push_str("<span");
                        push_html_attribute("id", id, &mut self.out);
                        self.out.push('>');
                        "</span>"
                    }
                    None => "",
                };
            }
        };
        self.out.push_str("<a");
        if let Some(class) = class {
            push_html_attribute("class", class, &mut self.out);
        }
        push_html_attribute("href", &href, &mut self.out);
        if class == Some("external") {
            push_html_attribute("rel", "external", &mut self.out);
        }
        if let Some(id) = id {
            push_html_attribute("id", id, &mut self.out);
        }
        self.out.push('>');
        "</a>"
    }

    pub(super) fn citation(&mut self, citation: Citation<'_>) {
        if self.target != RenderTarget::OwnPage {
            // The space before it goes with it.
            self.out.truncate(self.out.trim_end_matches(' ').len());
            return;
        }
        let Some((index, sources)) = resolve_citation(self.cites, citation) else { return };
        // A line should not break between a claim and its source.
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.extend(["<sup class=\"cite\" id=\"cite-", &index.to_string(), "\">["]);
        for (at, (number, locator)) in sources.enumerate() {
            if at > 0 {
                self.out.push_str("; ");
            }
            write_source_link(number, &mut self.out);
            if let Some(locator) = locator {
                self.out.push_str(", ");
                push_escaped_html(locator, &mut self.out);
            }
        }
        self.out.push_str("]</sup>");
    }

    /// A picture that is all of its paragraph becomes a figure; returns how many parts that used
    /// up.
    pub(super) fn image_paragraph(
        &mut self,
        parts: &[(MdEvent<'a>, Span)],
        at: usize,
    ) -> Option<usize> {
        let &(MdEvent::Start(Tag::Image { title, .. }), span) = parts.get(at + 1)? else {
            return None;
        };
        let used = element_len(parts, at + 1);
        let MdEvent::End(TagEnd::Paragraph) = parts.get(at + 1 + used)?.0 else { return None };
        self.out.push_str("<figure class=\"picture\">");
        self.image("", span, &alt_text(&parts[at + 1..at + 1 + used]));
        self.caption(title, span);
        self.out.push_str("</figure>\n");
        Some(used + 2)
    }

    /// What stands below a picture: its caption, and who made it on what terms.
    fn caption(&mut self, title: &str, span: Span) {
        let sidecar = self.sidecar(span);
        let caption = Some(title)
            .filter(|title| !title.is_empty())
            .or(sidecar.and_then(|sidecar| sidecar.caption.as_deref()));
        let terms: Vec<&str> = sidecar
            .into_iter()
            .flat_map(|sidecar| [&sidecar.credit, &sidecar.license])
            .filter_map(Option::as_deref)
            .collect();
        if caption.is_none() && terms.is_empty() {
            return;
        }
        self.out.push_str("<figcaption>");
        push_escaped_html(caption.unwrap_or_default(), &mut self.out);
        if !terms.is_empty() {
            self.out.push_str(if caption.is_some() {
                " <span class=\"credit\">"
            } else {
                "<span class=\"credit\">"
            });
            push_escaped_html(&terms.join(", "), &mut self.out);
            self.out.push_str("</span>");
        }
        self.out.push_str("</figcaption>");
    }

    /// The address of the picture at a place.
    fn image_route(&self, span: Span) -> Option<&'a Route> {
        match self.targets.get(self.outline.link_at(span)?) {
            Some(LinkTarget::Resource { route, .. }) => Some(route),
            _ => None,
        }
    }

    fn sidecar(&self, span: Span) -> Option<&'a Sidecar> {
        self.renderer.catalog.sidecars.get(self.image_route(span)?)
    }

    pub(super) fn image(&mut self, title: &str, span: Span, alt: &str) {
        let Some(route) = self.image_route(span) else {
            push_escaped_html(alt, &mut self.out);
            return;
        };
        let alt = Some(alt)
            .filter(|alt| !alt.is_empty())
            .or(self.sidecar(span).and_then(|sidecar| sidecar.alt.as_deref()))
            .unwrap_or_default();
        let src = self.renderer.route_href(route, self.target);
        let suffix = route.as_str().rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        if matches!(suffix.as_str(), "pdf" | "csv" | "vtt") {
            // Nothing a page can show: a link to it.
            self.out.push_str("<a");
            push_html_attribute("href", &src, &mut self.out);
            self.out.push('>');
            push_escaped_html(
                if alt.is_empty() {
                    route.as_str().rsplit('/').next().unwrap_or_default()
                } else {
                    alt
                },
                &mut self.out,
            );
            self.out.push_str("</a>");
            return;
        }
        let (open, close) = match suffix.as_str() {
            "mp4" | "webm" | "ogv" => ("<video controls preload=\"none\"", "</video>"),
            "mp3" | "ogg" | "oga" | "m4a" | "wav" | "flac" => {
                ("<audio controls preload=\"none\"", "</audio>")
            }
            _ => ("<img loading=\"lazy\"", ""),
        };
        self.out.push_str(open);
        push_html_attribute("src", &src, &mut self.out);
        push_html_attribute(
            if close.is_empty() { "alt" } else { "aria-label" },
            alt,
            &mut self.out,
        );
        if !title.is_empty() {
            push_html_attribute("title", title, &mut self.out);
        }
        self.out.push('>');
        self.out.push_str(close);
    }
}
