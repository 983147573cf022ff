//! Finds the pictures of other sites that pages may not load.

use std::collections::BTreeMap;

use url::Url;

use crate::check::html_pictures;
use crate::config::media_directive;
use crate::data::Spanned;
use crate::document::{Document, LinkForm};
use crate::input::Snapshot;
use crate::page::SiteData;
use crate::text::{SourcePath, Span};

/// The pictures of other sites that the files of a site name, except those that `[csp]` allows.
#[derive(Clone, Debug, Default)]
pub struct RemotePictures {
    /// In the order of their first places.
    pub pictures: Vec<RemotePicture>,
    /// Those in raw HTML, which stay there.
    pub in_html: Vec<HtmlPicture>,
    /// How many places name a picture that `[csp]` allows.
    pub allowed: usize,
}

/// A picture of another site and all places that name it.
#[derive(Clone, Debug)]
pub struct RemotePicture {
    /// Without its fragment; as written if it is not a URL.
    pub url: String,
    /// In the order of files and places.
    pub places: Vec<PicturePlace>,
}

/// A place that names a picture of another site.
#[derive(Clone, Debug)]
pub struct PicturePlace {
    /// The file.
    pub path: SourcePath,
    /// What messages mark: the Markdown of the picture, or the value of a key.
    pub span: Span,
    /// As the author wrote it.
    pub written: String,
    /// Where the address stands in the file; `None` where it cannot be replaced, because the file
    /// writes it with escapes.
    pub address: Option<Span>,
}

/// A picture of another site in raw HTML, `<img src="…">`.
#[derive(Clone, Debug)]
pub struct HtmlPicture {
    /// The file.
    pub path: SourcePath,
    /// The place of its tag.
    pub span: Span,
    /// Its address, as the author wrote it but for character references.
    pub written: String,
}

/// The pictures of other sites in all pages, drafts included, and in `site.toml`. The snapshot is the
/// one that the site was built from.
pub fn remote_pictures(data: &SiteData<'_>, snapshot: &Snapshot) -> RemotePictures {
    let mut finder = Finder { data, found: RemotePictures::default(), by_url: BTreeMap::new() };
    data.documents.iter().for_each(|document| finder.add_document(document));
    let site = SourcePath::from_static("site.toml");
    let text = snapshot.text_at(site.as_str()).map_or("", |text| text);
    let logo = data.config.publisher.iter().flat_map(|publisher| &publisher.logo);
    let portraits = data.config.authors.values().filter_map(|author| author.image.as_ref());
    let mut values: Vec<&Spanned<Box<str>>> = logo.chain(portraits).collect();
    values.sort_by_key(|value| value.span);
    values.into_iter().for_each(|value| finder.add_value(&site, text, value));
    finder.found
}

struct Finder<'a> {
    data: &'a SiteData<'a>,
    found: RemotePictures,
    /// Indexes of the pictures that were found.
    by_url: BTreeMap<String, usize>,
}

impl Finder<'_> {
    fn add_document(&mut self, document: &Document) {
        let path = &document.path;
        let mut values: Vec<&Spanned<Box<str>>> = document.key_pictures().collect();
        values.sort_by_key(|value| value.span);
        values.into_iter().for_each(|value| self.add_value(path, &document.text, value));
        for text in document.text_ids() {
            let links = document.outline(text).links.iter();
            for picture in links.filter(|link| link.form == LinkForm::Image) {
                let address = || document.picture_address(text, picture);
                let span = document.file_span(text, picture.span);
                self.add(path, span, &picture.address(), address);
            }
        }
        for (span, written) in html_pictures(document) {
            if self.url_to_fetch(&written).is_some() {
                self.found.in_html.push(HtmlPicture { path: path.clone(), span, written });
            }
        }
    }

    /// Adds the value of a key.
    fn add_value(&mut self, path: &SourcePath, text: &str, value: &Spanned<Box<str>>) {
        self.add(path, value.span, &value.value, || value.span.find_once(text, &value.value));
    }

    fn add(
        &mut self,
        path: &SourcePath,
        span: Span,
        written: &str,
        address: impl FnOnce() -> Option<Span>,
    ) {
        let Some(url) = self.url_to_fetch(written) else { return };
        let pictures = &mut self.found.pictures;
        let index = *self.by_url.entry(url).or_insert_with_key(|url| {
            pictures.push(RemotePicture { url: url.clone(), places: Vec::new() });
            pictures.len() - 1
        });
        let (path, written, address) = (path.clone(), written.to_owned(), address());
        pictures[index].places.push(PicturePlace { path, span, written, address });
    }

    /// The URL of a picture of another site that pages may not load.
    fn url_to_fetch(&mut self, written: &str) -> Option<String> {
        let url = remote_url(written)?;
        if self.data.config.content_policy.allows_media(written) {
            self.found.allowed += 1;
            return None;
        }
        Some(url)
    }
}

/// The URL of a picture of another site, without its fragment; as written if it is not a URL. `None`
/// for a file of this site, for data, and for video and recordings.
fn remote_url(written: &str) -> Option<String> {
    let written = written.trim();
    let is_web = |scheme: &str| {
        written.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let full = match written.starts_with("//") {
        true => format!("https:{written}"),
        false if is_web("https:") || is_web("http:") => written.to_owned(),
        false => return None,
    };
    if media_directive(&full) != "img-src" {
        return None;
    }
    Some(match Url::parse(&full) {
        Ok(mut url) => {
            url.set_fragment(None);
            url.into()
        }
        Err(_) => full,
    })
}

#[cfg(test)]
mod tests {
    use super::remote_url;

    #[test]
    fn only_pictures_of_other_sites_are_remote() {
        for (written, url) in [
            ("https://a.example/b.jpg#c", "https://a.example/b.jpg"),
            ("HTTP://A.example/b c.jpg", "http://a.example/b%20c.jpg"),
            ("//a.example/b.jpg", "https://a.example/b.jpg"),
            ("https://", "https://"),
        ] {
            assert_eq!(remote_url(written).as_deref(), Some(url));
        }
        for written in
            ["b.jpg", "/b.jpg", "data:image/png;base64,AA", "https://a.example/b.mp4", "ftp://a/b"]
        {
            assert_eq!(remote_url(written), None, "{written}");
        }
    }
}
