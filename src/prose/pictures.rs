//! Writes pictures, videos and recordings.

use pulldown_cmark::{Tag, TagEnd};

use super::html_writer::{HtmlWriter, picture_text};
use super::media_html::ShownMedia;
use super::picture_html::{PictureWords, ShownPicture};
use super::prose_renderer::RenderTarget;
use crate::catalog::Sidecar;
use crate::document::{MdEvent, PictureText};
use crate::input::MediaElement;
use crate::link::LinkTarget;
use crate::text::{Route, Span, percent_encode_url};

impl<'a> HtmlWriter<'a> {
    /// Writes a paragraph of nothing but pictures: one as a figure, several as a gallery. False for
    /// other paragraphs.
    pub(super) fn picture_paragraph(&mut self) -> bool {
        let Some((pictures, end)) = self.pictures_of_paragraph() else { return false };
        let is_gallery = pictures.len() > 1;
        if is_gallery {
            self.push("<div class=\"gallery\">\n");
        }
        let sizes = &self.renderer.picture_sizes;
        let sizes = if is_gallery { &sizes.gallery } else { &sizes.text };
        for at in pictures {
            let (MdEvent::Start(Tag::Image { link_type, title, .. }), span) = self.events[at]
            else {
                continue;
            };
            self.at = at + 1;
            let text = self.skip_image(*link_type);
            self.figure(title, span, picture_text(*link_type, &text), sizes);
        }
        if is_gallery {
            self.push("</div>\n");
        }
        self.at = end;
        true
    }

    /// The events with which the pictures of the paragraph begin that has just been started, and the
    /// event after the paragraph; `None` if it contains anything else.
    fn pictures_of_paragraph(&self) -> Option<(Vec<usize>, usize)> {
        let (mut at, mut pictures) = (self.at, Vec::new());
        loop {
            match self.events.get(at)? {
                (MdEvent::Start(Tag::Image { .. }), _) => {
                    pictures.push(at);
                    at = self.element_end(at);
                }
                (MdEvent::SoftBreak | MdEvent::HardBreak, _) => at += 1,
                (MdEvent::Text(text), _) if text.trim().is_empty() => at += 1,
                (MdEvent::End(TagEnd::Paragraph), _) => break,
                _ => return None,
            }
        }
        (!pictures.is_empty()).then_some((pictures, at + 1))
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

    /// Writes a picture, video or recording with what is said of it.
    fn figure(&mut self, title: &str, span: Span, text: PictureText<'_>, sizes: &str) {
        let caption = Some(title).filter(|title| !title.is_empty());
        let words = PictureWords::new(caption, self.sidecar(span));
        let media = self.shown_media("", span, text);
        match media.filter(|_| self.target == RenderTarget::OwnPage) {
            Some(media) => {
                self.push("<figure class=\"picture media\">");
                self.push(&self.renderer.media_element(&media));
                self.push(&self.renderer.media_caption(&media, &words));
            }
            None => {
                self.push("<figure class=\"picture\">");
                self.image("", span, text, sizes);
                self.push(&words.figcaption_html());
            }
        }
        self.push("</figure>\n");
    }

    /// A video or recording; `None` for anything else.
    fn shown_media<'t>(
        &self,
        title: &'t str,
        span: Span,
        text: PictureText<'t>,
    ) -> Option<ShownMedia<'t>>
    where
        'a: 't,
    {
        let (src, file) = self.image_address(span)?;
        let element = MediaElement::for_path(file)?;
        let files = self.image_route(span).and_then(|route| self.renderer.media_files(route));
        Some(ShownMedia {
            element,
            src,
            files,
            alt: self.alternative_text(span, text.alt),
            title: Some(title).filter(|title| !title.is_empty()),
            width: text.width,
            height: text.height,
        })
    }

    /// As written, else that of the sidecar.
    fn alternative_text<'t>(&self, span: Span, written: &'t str) -> &'t str
    where
        'a: 't,
    {
        match self.sidecar(span).and_then(|sidecar| sidecar.alt.as_deref()) {
            Some(alt) if written.trim().is_empty() => alt,
            _ if written.trim().is_empty() => "",
            _ => written,
        }
    }

    /// Writes a picture, video or recording; other files become links, and in feeds and on other pages
    /// videos and recordings too. `sizes` is the attribute of pictures.
    pub(super) fn image(&mut self, title: &str, span: Span, text: PictureText<'_>, sizes: &str) {
        let PictureText { alt, width, height } = text;
        if let Some(media) = self.shown_media(title, span, text)
            && self.target == RenderTarget::OwnPage
        {
            let html = self.renderer.media_element(&media);
            return self.push(&html);
        }
        let Some((src, file)) = self.image_address(span) else { return self.push_escaped(alt) };
        let alt = self.alternative_text(span, alt);
        let title = Some(title).filter(|title| !title.is_empty());
        let pictures = &self.renderer.catalog.pictures;
        if let Some(picture) = self.image_route(span).and_then(|route| pictures.get(route)) {
            let shown = ShownPicture {
                title,
                width: width.and_then(|width| width.parse().ok()),
                ..ShownPicture::new(picture, &picture.sizes, alt, sizes)
            };
            let html = shown.html(&|route| self.renderer.route_href(route, self.target));
            return self.push(&html);
        }
        let extension = file.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        let is_link = matches!(&*extension, "pdf" | "csv" | "vtt" | "txt");
        if is_link || MediaElement::for_extension(&extension).is_some() {
            let name = || file.rsplit('/').next().unwrap_or_default();
            self.push_tag("<a", &[("href", Some(&src))]);
            self.push_escaped(if alt.is_empty() { name() } else { alt });
            return self.push("</a>");
        }
        let attributes = [
            ("src", Some(&*src)),
            ("alt", Some(alt)),
            ("width", width),
            ("height", height),
            ("title", title),
        ];
        self.push_tag("<img loading=\"lazy\"", &attributes);
    }
}
