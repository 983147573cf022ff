//! The markup of videos and recordings (WHATWG HTML, 4.8.8 to 4.8.11; WebVTT).

use super::picture_html::PictureWords;
use super::prose_renderer::{ProseRenderer, RenderTarget};
use crate::catalog::{Captions, MediaFiles};
use crate::input::MediaElement;
use crate::text::{
    Route, own_language_name, push_escaped_html, push_html_attribute, text_direction,
};

/// A video or recording as a page shows it.
pub(super) struct ShownMedia<'a> {
    pub(super) element: MediaElement,
    pub(super) src: String,
    /// Those of a file of this site.
    pub(super) files: Option<MediaFiles<'a>>,
    pub(super) alt: &'a str,
    pub(super) title: Option<&'a str>,
    /// In pixels, as the author chose them.
    pub(super) width: Option<&'a str>,
    pub(super) height: Option<&'a str>,
}

impl<'a> ProseRenderer<'a> {
    /// The files that belong to a video or recording.
    pub(super) fn media_files(&self, route: &Route) -> Option<MediaFiles<'a>> {
        let language = self.document.language().unwrap_or(&self.config.language);
        self.catalog.media_files(route, language)
    }

    /// The element. Nothing of the file is loaded before a reader plays it.
    pub(super) fn media_element(&self, media: &ShownMedia<'_>) -> String {
        let (name, end) = match media.element {
            MediaElement::Video => ("<video", "</video>"),
            MediaElement::Audio => ("<audio", "</audio>"),
        };
        let poster = media.files.as_ref().and_then(|files| self.catalog.poster(files.poster?));
        let mut out = format!("{name} controls preload=\"none\"");
        push_html_attribute("src", &media.src, &mut out);
        push_html_attribute("aria-label", media.alt, &mut out);
        if let Some(poster) = poster {
            let href = self.route_href(&poster.route, RenderTarget::OwnPage);
            push_html_attribute("poster", &href, &mut out);
        }
        if media.width.is_some() {
            out.push_str(" class=\"sized\"");
        }
        let shape = poster.map(|poster| (poster.derived.width, poster.derived.height));
        let (width, height) = size((media.width, media.height), shape);
        for (name, value) in [("width", width), ("height", height)] {
            if let Some(value) = value {
                push_html_attribute(name, &value, &mut out);
            }
        }
        if let Some(title) = media.title {
            push_html_attribute("title", title, &mut out);
        }
        out.push('>');
        let page_language = self.document.language().unwrap_or(&self.config.language);
        for captions in media.files.iter().flat_map(|files| &files.captions) {
            self.push_track(captions, page_language, &mut out);
        }
        out.push_str(end);
        out
    }

    /// Captions in the language of the page are shown unless a reader turns them off.
    fn push_track(&self, captions: &Captions<'_>, page_language: &str, out: &mut String) {
        let href = self.route_href(captions.route, RenderTarget::OwnPage);
        out.push_str("<track kind=\"captions\"");
        push_html_attribute("src", &href, out);
        push_html_attribute("srclang", &captions.language, out);
        push_html_attribute("label", &own_language_name(&captions.language), out);
        let is_own = captions.language.eq_ignore_ascii_case(page_language);
        out.push_str(if is_own { " default>" } else { ">" });
    }

    /// What is said of a video or recording in its figure, with links to its transcript and to the
    /// file, for readers whose browser cannot play it.
    pub(super) fn media_caption(&self, media: &ShownMedia<'_>, words: &PictureWords<'_>) -> String {
        let (locale, format) = (&self.config.locale, extension(&media.src));
        let label = match media.element {
            MediaElement::Video => "download_video",
            MediaElement::Audio => "download_audio",
        };
        let mut languages = String::new();
        if let Some(language) = self.theme_language() {
            push_html_attribute("lang", language, &mut languages);
            push_html_attribute("dir", text_direction(language), &mut languages);
        }
        let mut out = format!("<figcaption>{}<span class=\"media-files\">", words.caption_html());
        if let Some(transcript) = media.files.as_ref().and_then(|files| files.transcript) {
            out.push_str("<a");
            let href = self.route_href(transcript, RenderTarget::OwnPage);
            push_html_attribute("href", &href, &mut out);
            out.extend([&languages, ">"]);
            push_escaped_html(locale.text("transcript"), &mut out);
            out.push_str("</a> ");
        }
        out.push_str("<a");
        push_html_attribute("href", &media.src, &mut out);
        out.extend([" download", &languages, ">"]);
        push_escaped_html(&locale.format(label, &[("format", &format)]), &mut out);
        out.push_str("</a></span></figcaption>");
        out
    }
}

/// `MP4` of `/articles/clip.mp4`.
fn extension(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('.').next().unwrap_or_default().to_ascii_uppercase()
}

/// The attributes `width` and `height`: as the author chose, in the shape of the poster.
fn size(
    (width, height): (Option<&str>, Option<&str>),
    shape: Option<(u32, u32)>,
) -> (Option<String>, Option<String>) {
    let chosen = width.and_then(|width| width.parse::<u32>().ok());
    match (chosen, shape) {
        (Some(width), Some((own_width, own_height))) => {
            let height = u64::from(width) * u64::from(own_height) / u64::from(own_width.max(1));
            (Some(width.to_string()), Some(height.to_string()))
        }
        (None, Some((width, height))) => (Some(width.to_string()), Some(height.to_string())),
        (_, None) => (width.map(str::to_owned), height.map(str::to_owned)),
    }
}
