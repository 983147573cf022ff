//! The markup of pictures, with which a browser chooses the smallest file that suffices.

use crate::catalog::{Picture, PictureVersion, PictureVersions, Sidecar};
use crate::document::Image;
use crate::media::PictureKind;
use crate::text::{Route, collapse_whitespace, push_escaped_html, push_html_attribute};

/// How wide the theme shows pictures: values of the attribute `sizes` (HTML, 2.5.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSizes {
    /// In the text.
    pub text: Box<str>,
    /// In a gallery.
    pub gallery: Box<str>,
    /// The picture of a page.
    pub lead: Box<str>,
    /// The portrait of a person.
    pub portrait: Box<str>,
    /// The portrait beside a name.
    pub small_portrait: Box<str>,
}

impl Default for PictureSizes {
    /// As wide as the window, which loads no picture that is too small.
    fn default() -> Self {
        PictureSizes {
            text: "100vw".into(),
            gallery: "100vw".into(),
            lead: "100vw".into(),
            portrait: "100vw".into(),
            small_portrait: "100vw".into(),
        }
    }
}

/// When a browser loads a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// At once, before other pictures: it is at the top of the page.
    First,
    /// When the reader comes near.
    Lazy,
}

/// A picture as a page shows it.
#[derive(Clone, Copy, Debug)]
pub struct ShownPicture<'a> {
    pub picture: &'a Picture,
    pub versions: &'a PictureVersions,
    pub alt: &'a str,
    pub title: Option<&'a str>,
    pub class: Option<&'a str>,
    /// The value of `sizes`.
    pub sizes: &'a str,
    /// In pixels, if the author chose one. A picture of pixels is not made wider than it is.
    pub width: Option<u32>,
    pub loading: Loading,
}

impl<'a> ShownPicture<'a> {
    /// A picture of its own width, loaded when the reader comes near.
    pub fn new(
        picture: &'a Picture,
        versions: &'a PictureVersions,
        alt: &'a str,
        sizes: &'a str,
    ) -> Self {
        let (title, class, width) = (None, None, None);
        ShownPicture { picture, versions, alt, title, class, sizes, width, loading: Loading::Lazy }
    }

    /// The width that the author chose, if it is less than that of the picture.
    fn chosen_width(&self) -> Option<u32> {
        let is_vector = self.picture.kind() == PictureKind::Vector;
        self.width.filter(|chosen| is_vector || *chosen < self.picture.facts.width)
    }

    /// The size in pixels for which a browser keeps room: that of the widest file, or as chosen, in
    /// the shape of the picture.
    fn size(&self) -> (u32, u32) {
        let (width, height) = match self.versions.fallback.last() {
            Some(widest) => (widest.derived.width, widest.derived.height),
            None => (self.picture.facts.width, self.picture.facts.height),
        };
        match self.chosen_width() {
            Some(chosen) => {
                let scaled = (u64::from(height) * u64::from(chosen)).div_ceil(width.max(1).into());
                (chosen, u32::try_from(scaled).unwrap_or(u32::MAX))
            }
            None => (width, height),
        }
    }

    /// The element, with the addresses that `href` gives.
    pub fn html(&self, href: &dyn Fn(&Route) -> String) -> String {
        let (width, height) = self.size();
        let mut out = String::new();
        let has_avif = !self.versions.avif.is_empty();
        let sizes = match self.chosen_width() {
            // The width that an author chose, where the window is as wide.
            Some(width) => format!("(max-width: {width}px) 100vw, {width}px"),
            None => self.sizes.to_owned(),
        };
        if has_avif {
            out.push_str("<picture><source type=\"image/avif\"");
            push_html_attribute("srcset", &srcset(&self.versions.avif, href), &mut out);
            push_html_attribute("sizes", &sizes, &mut out);
            out.push('>');
        }
        out.push_str("<img");
        let ground = self.picture.file.needs_light_ground.then_some("drawing");
        let classes: Vec<&str> = self.class.into_iter().chain(ground).collect();
        if !classes.is_empty() {
            push_html_attribute("class", &classes.join(" "), &mut out);
        }
        match self.loading {
            Loading::First => out.push_str(" fetchpriority=\"high\""),
            Loading::Lazy => out.push_str(" loading=\"lazy\""),
        }
        out.push_str(" decoding=\"async\"");
        let fallback = &self.versions.fallback;
        let src = fallback.last().map_or(&self.picture.route, |widest| &widest.route);
        push_html_attribute("src", &href(src), &mut out);
        if fallback.len() > 1 {
            push_html_attribute("srcset", &srcset(fallback, href), &mut out);
            push_html_attribute("sizes", &sizes, &mut out);
        }
        push_html_attribute("alt", self.alt, &mut out);
        push_html_attribute("width", &width.to_string(), &mut out);
        push_html_attribute("height", &height.to_string(), &mut out);
        if let Some(title) = self.title {
            push_html_attribute("title", title, &mut out);
        }
        out.push_str(if has_avif { "></picture>" } else { ">" });
        out
    }
}

/// What is said of a picture: what it shows, who made it, how it may be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureWords<'a> {
    pub caption: Option<&'a str>,
    pub credit: Option<&'a str>,
    pub license: Option<&'a str>,
}

impl<'a> PictureWords<'a> {
    /// What the text says of a picture, else its sidecar.
    pub(super) fn new(title: Option<&'a str>, sidecar: Option<&'a Sidecar>) -> Self {
        PictureWords {
            caption: title.or(sidecar.and_then(|sidecar| sidecar.caption.as_deref())),
            credit: sidecar.and_then(|sidecar| sidecar.credit.as_deref()),
            license: sidecar.and_then(|sidecar| sidecar.license.as_deref()),
        }
    }

    /// What keys say of a picture, else its sidecar.
    pub(super) fn of_image(image: &'a Image, sidecar: Option<&'a Sidecar>) -> Self {
        let of_file = PictureWords::new(None, sidecar);
        PictureWords {
            caption: image.caption.as_deref().or(of_file.caption),
            credit: image.credit.as_deref().or(of_file.credit),
            license: image.license.as_deref().or(of_file.license),
        }
    }

    fn terms(&self) -> Option<String> {
        let terms: Vec<&str> = self.credit.into_iter().chain(self.license).collect();
        (!terms.is_empty()).then(|| terms.join(", "))
    }

    /// The caption of a figure, with the credit on a line of its own; empty if nothing is said.
    pub fn figcaption_html(&self) -> String {
        match self.caption_html() {
            nothing if nothing.is_empty() => nothing,
            caption => format!("<figcaption>{caption}</figcaption>"),
        }
    }

    /// What is in the `figcaption`.
    pub(super) fn caption_html(&self) -> String {
        let (mut out, terms) = (String::new(), self.terms());
        push_escaped_html(self.caption.unwrap_or_default(), &mut out);
        if let Some(terms) = terms {
            out.push_str(if self.caption.is_some() { "<br>" } else { "" });
            out.push_str("<span class=\"credit\">");
            push_escaped_html(&terms, &mut out);
            out.push_str("</span>");
        }
        out
    }

    /// The same as plain text: "A dam (Ann Lee, CC BY 4.0)".
    fn text(&self) -> Option<String> {
        match (self.caption, self.terms()) {
            (Some(caption), Some(terms)) => Some(format!("{caption} ({terms})")),
            (Some(caption), None) => Some(caption.to_owned()),
            (None, terms) => terms,
        }
    }

    /// A picture as Markdown. `alt` is Markdown; what is said of the picture is its title.
    pub fn picture_markdown(&self, alt: &str, address: &str) -> String {
        match self.text() {
            Some(text) => {
                let text = collapse_whitespace(&text).replace('\\', "\\\\").replace('"', "\\\"");
                format!("![{alt}]({address} \"{text}\")")
            }
            None => format!("![{alt}]({address})"),
        }
    }
}

/// The files of one format with their widths.
fn srcset(versions: &[PictureVersion], href: &dyn Fn(&Route) -> String) -> String {
    let entry =
        |version: &PictureVersion| format!("{} {}w", href(&version.route), version.derived.width);
    versions.iter().map(entry).collect::<Vec<_>>().join(", ")
}
