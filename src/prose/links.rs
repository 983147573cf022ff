//! Writes links, citations and pictures.

use std::borrow::Cow;

use pulldown_cmark::{LinkType, Tag, TagEnd};

use super::html_writer::HtmlWriter;
use super::picture_html::{Loading, ShownPicture};
use super::prose_renderer::{RenderTarget, push_source_link};
use crate::catalog::Sidecar;
use crate::document::{Citation, MdEvent, PictureText};
use crate::link::{LinkTarget, resolve_citation};
use crate::text::{Route, Span, percent_encode_url};

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
        self.out.extend(["<sup class=\"cite\" id=\"cite-", &index.to_string(), "\">["]);
        for (at, (number, locator)) in sources.enumerate() {
            self.push(if at > 0 { "; " } else { "" });
            push_source_link(number as usize, &mut self.out);
            if let Some(locator) = locator {
                self.push(", ");
                self.push_escaped(locator);
            }
        }
        self.push("]</sup>");
    }

    /// Writes a paragraph that is only a picture as a figure. False for other paragraphs.
    pub(super) fn image_paragraph(&mut self) -> bool {
        let Some(&(MdEvent::Start(Tag::Image { link_type, title, .. }), span)) =
            self.events.get(self.at)
        else {
            return false;
        };
        let end = self.element_end(self.at);
        if !matches!(self.events.get(end), Some((MdEvent::End(TagEnd::Paragraph), _))) {
            return false;
        }
        self.at += 1;
        let text = self.skip_image(*link_type);
        self.at += 1;
        self.push("<figure class=\"picture\">");
        self.image("", span, PictureText::parse(&text));
        self.caption(title, span);
        self.push("</figure>\n");
        true
    }

    /// Writes the caption, credit and licence of a picture.
    fn caption(&mut self, title: &str, span: Span) {
        let sidecar = self.sidecar(span);
        let title = Some(title).filter(|title| !title.is_empty());
        let caption = title.or(sidecar.and_then(|sidecar| sidecar.caption.as_deref()));
        let terms = sidecar.into_iter().flat_map(|sidecar| [&sidecar.credit, &sidecar.license]);
        let terms: Vec<&str> = terms.filter_map(Option::as_deref).collect();
        if caption.is_none() && terms.is_empty() {
            return;
        }
        self.push("<figcaption>");
        self.push_escaped(caption.unwrap_or_default());
        if !terms.is_empty() {
            self.push(if caption.is_some() { " " } else { "" });
            self.push("<span class=\"credit\">");
            self.push_escaped(&terms.join(", "));
            self.push("</span>");
        }
        self.push("</figcaption>");
    }

    fn image_route(&self, span: Span) -> Option<&'a Route> {
        match self.targets.get(self.outline.link_at(span)?) {
            Some(LinkTarget::Resource { route, .. }) => Some(route),
            _ => None,
        }
    }

    /// The address of a picture, and the path in it.
    fn image_address(&self, span: Span) -> Option<(String, &'a str)> {
        if let Some(route) = self.image_route(span) {
            return Some((self.renderer.route_href(route, self.target), route.as_str()));
        }
        let target = self.targets.get(self.outline.link_at(span)?)?;
        let LinkTarget::External(url) = target else { return None };
        let path = match url.starts_with("http") {
            true => url.split(['?', '#']).next().unwrap_or_default(),
            false => "",
        };
        let is_allowed = self.renderer.config.content_policy.allows_media(url);
        is_allowed.then(|| (percent_encode_url(url).into_owned(), path))
    }

    fn sidecar(&self, span: Span) -> Option<&'a Sidecar> {
        self.renderer.catalog.sidecars.get(self.image_route(span)?)
    }

    /// Writes a picture, video or recording; other files become links.
    pub(super) fn image(&mut self, title: &str, span: Span, text: PictureText<'_>) {
        let PictureText { alt, width, height } = text;
        let Some((src, file)) = self.image_address(span) else { return self.push_escaped(alt) };
        let sidecar_alt = self.sidecar(span).and_then(|sidecar| sidecar.alt.as_deref());
        let alt = if alt.trim().is_empty() { sidecar_alt.unwrap_or_default() } else { alt };
        let title = Some(title).filter(|title| !title.is_empty());
        let pictures = &self.renderer.catalog.pictures;
        if let Some(picture) = self.image_route(span).and_then(|route| pictures.get(route)) {
            let pixels = |written: Option<&str>| written.and_then(|written| written.parse().ok());
            let shown = ShownPicture {
                picture,
                versions: &picture.sizes,
                alt,
                title,
                class: None,
                sizes: &self.renderer.picture_sizes.text,
                width: pixels(width),
                height: pixels(height),
                loading: Loading::Lazy,
            };
            let html = shown.html(&|route| self.renderer.route_href(route, self.target));
            return self.push(&html);
        }
        let extension = file.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        let (start, label, end) = match extension.as_str() {
            "pdf" | "csv" | "vtt" => {
                let name = || file.rsplit('/').next().unwrap_or_default();
                self.push_tag("<a", &[("href", Some(&src))]);
                self.push_escaped(if alt.is_empty() { name() } else { alt });
                return self.push("</a>");
            }
            "mp4" | "webm" | "ogv" => {
                ("<video controls preload=\"none\"", "aria-label", "</video>")
            }
            "mp3" | "ogg" | "oga" | "m4a" | "wav" | "flac" => {
                ("<audio controls preload=\"none\"", "aria-label", "</audio>")
            }
            _ => ("<img loading=\"lazy\"", "alt", ""),
        };
        let attributes = [
            ("src", Some(&*src)),
            (label, Some(alt)),
            ("width", width),
            ("height", height),
            ("title", title),
        ];
        self.push_tag(start, &attributes);
        self.push(end);
    }
}
