//! The picture of a page, and portraits.

use super::site_data::SiteData;
use super::summaries::string;
use super::view::ImageView;
use crate::catalog::{Entry, PageIx, Picture, built_in_flag};
use crate::config::TopicKind;
use crate::data::Spanned;
use crate::document::{Document, Image};
use crate::prose::{Loading, ShownPicture};
use crate::text::{Route, SourcePath, push_html_attribute};

/// The width in pixels that services for which `og:image` is made show at most.
const WIDEST_FOR_SERVICES: u32 = 1_200;

/// Where a picture is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PicturePlace {
    /// At the top of a page.
    Lead,
    /// On the page of a person, cut to a square.
    Portrait,
    Gallery,
}

impl SiteData<'_> {
    /// The picture of a page. Of a person, it is a portrait.
    pub(super) fn image(&self, document: &Document, entry: &Entry) -> Option<ImageView> {
        self.image_at(document, entry, &|route| self.route_href(route))
    }

    /// The picture of a page with absolute addresses, for feeds and other programs.
    pub fn absolute_image(&self, page: PageIx) -> Option<ImageView> {
        let (document, entry) = (self.document(page), self.entry(page));
        self.image_at(document, entry, &|route| self.full_href(route))
    }

    fn image_at(
        &self,
        document: &Document,
        entry: &Entry,
        href: &dyn Fn(&Route) -> String,
    ) -> Option<ImageView> {
        let image = document.common.image.as_ref()?;
        let place = match entry.topic_kind() {
            Some(TopicKind::Figure) => PicturePlace::Portrait,
            _ => PicturePlace::Lead,
        };
        self.image_in(place, &document.path, image, href)
    }

    /// A picture of a gallery that a file names.
    pub(super) fn gallery_picture(&self, path: &SourcePath, image: &Image) -> Option<ImageView> {
        self.image_in(PicturePlace::Gallery, path, image, &|route| self.route_href(route))
    }

    fn image_in(
        &self,
        place: PicturePlace,
        path: &SourcePath,
        image: &Image,
        href: &dyn Fn(&Route) -> String,
    ) -> Option<ImageView> {
        let src = self.picture_href(path, &image.src.value)?;
        let route = self.catalog.routes().linked_file(path, &image.src.value);
        let sidecar = route.and_then(|route| self.catalog.sidecars.get(route));
        let text = |own: &Option<Box<str>>, sidecar: Option<&Option<Box<str>>>| {
            string(own).or_else(|| string(sidecar?))
        };
        let picture = route.and_then(|route| self.catalog.pictures.get(route));
        let versions = picture.map(|picture| match place {
            PicturePlace::Portrait => self.catalog.squares(picture, image.focus),
            PicturePlace::Lead | PicturePlace::Gallery => picture.sizes.clone(),
        });
        let for_services =
            versions.as_ref().and_then(|versions| versions.widest_within(WIDEST_FOR_SERVICES));
        let absolute = match for_services.map(|version| &version.route).or(route) {
            Some(route) => self.config.base.absolute_url(route),
            None => Some(src.clone()),
        };
        let (class, loading, sizes) = match place {
            PicturePlace::Portrait => {
                (Some("portrait"), Loading::First, &self.picture_sizes.portrait)
            }
            PicturePlace::Lead => (None, Loading::First, &self.picture_sizes.lead),
            PicturePlace::Gallery => (None, Loading::Lazy, &self.picture_sizes.gallery),
        };
        let picture_html = match (picture, &versions) {
            (Some(picture), Some(versions)) => {
                let shown = ShownPicture::new(picture, versions, &image.alt, sizes);
                ShownPicture { class, loading, ..shown }.html(href)
            }
            _ => remote_html(&src, &image.alt, class),
        };
        let widest = versions.as_ref().and_then(|versions| versions.fallback.last());
        let size = match widest {
            Some(version) => Some((version.derived.width, version.derived.height)),
            None => picture.map(|picture| (picture.facts.width, picture.facts.height)),
        };
        Some(ImageView {
            src: match (widest.map(|version| &version.route), route) {
                (Some(route), _) | (None, Some(route)) => href(route),
                (None, None) => src,
            },
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            absolute,
            absolute_width: for_services.map(|version| version.derived.width),
            absolute_height: for_services.map(|version| version.derived.height),
            is_square: place == PicturePlace::Portrait,
            picture_html,
            alt: image.alt.to_string(),
            caption: text(&image.caption, sidecar.map(|sidecar| &sidecar.caption)),
            credit: text(&image.credit, sidecar.map(|sidecar| &sidecar.credit)),
            license: text(&image.license, sidecar.map(|sidecar| &sidecar.license)),
        })
    }

    /// The small portrait beside the name of a person; `None` without a picture.
    pub(super) fn small_portrait(&self, document: &Document) -> Option<SmallPortrait> {
        let image = document.common.image.as_ref()?;
        let picture = self.picture_at(&document.path, &image.src)?;
        let versions = self.catalog.squares(picture, image.focus);
        let smallest = versions.fallback.first().map_or(&picture.route, |version| &version.route);
        let sizes = &self.picture_sizes.small_portrait;
        // The name beside it says who it is.
        let shown = ShownPicture::new(picture, &versions, "", sizes);
        let html = self.picture_html(ShownPicture { class: Some("face"), ..shown });
        Some(SmallPortrait { html, src: self.route_href(smallest) })
    }

    /// The portrait on the page of an author.
    pub(super) fn author_portrait_html(&self, written: &Spanned<Box<str>>) -> Option<String> {
        let picture = self.picture_at(&SourcePath::from_static("site.toml"), written)?;
        let versions = self.catalog.squares(picture, None);
        let shown = ShownPicture::new(picture, &versions, "", &self.picture_sizes.portrait);
        let (class, loading) = (Some("portrait"), Loading::First);
        Some(self.picture_html(ShownPicture { class, loading, ..shown }))
    }

    /// The logo of the publisher: a narrow file, which is shown small.
    pub(super) fn logo(&self, written: &Spanned<Box<str>>) -> Option<Logo> {
        let picture = self.picture_at(&SourcePath::from_static("site.toml"), written)?;
        let (route, width, height) = match picture.narrowest() {
            Some(version) => (&version.route, version.derived.width, version.derived.height),
            None => (&picture.route, picture.facts.width, picture.facts.height),
        };
        Some(Logo { href: self.route_href(route), width, height })
    }

    /// The address of the flag of a country: of a small file if the author gives a picture, else of
    /// the built-in flag.
    pub(super) fn flag(&self, country: PageIx) -> Option<String> {
        let head = self.head(country);
        let Some(written) = head.front.flag() else {
            let flag = built_in_flag(head, self.entry(country))?;
            return Some(self.route_href(&flag.route));
        };
        match self.picture_at(&head.path, written) {
            Some(picture) => {
                let narrowest = picture.narrowest().map(|version| &version.route);
                Some(self.route_href(narrowest.unwrap_or(&picture.route)))
            }
            None => self.picture_href(&head.path, &written.value),
        }
    }

    fn picture_html(&self, shown: ShownPicture<'_>) -> String {
        shown.html(&|route| self.route_href(route))
    }

    fn picture_at(&self, path: &SourcePath, written: &Spanned<Box<str>>) -> Option<&Picture> {
        let route = self.catalog.routes().linked_file(path, &written.value)?;
        self.catalog.pictures.get(route)
    }
}

/// The address of a logo, and its size in pixels.
pub(super) struct Logo {
    pub(super) href: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// A small portrait as markup, and the address of its smallest file.
pub(super) struct SmallPortrait {
    pub(super) html: String,
    pub(super) src: String,
}

/// A picture of another site, whose size is unknown.
fn remote_html(src: &str, alt: &str, class: Option<&str>) -> String {
    let mut out = String::from("<img");
    if let Some(class) = class {
        push_html_attribute("class", class, &mut out);
    }
    push_html_attribute("src", src, &mut out);
    push_html_attribute("alt", alt, &mut out);
    out.push_str(" decoding=\"async\">");
    out
}
