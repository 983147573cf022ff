//! Where the story leads out of the site.

use std::collections::BTreeMap;

use crate::data::Spanned;
use crate::document::{Document, FrontKind, Source};
use crate::link::Target;
use crate::page::Story;
use crate::text::{SourcePath, Span};

/// An address of the web, and all places that lead there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLink {
    /// The address, without what stands after `#`.
    pub url: String,
    /// Where it is given.
    pub places: Vec<(SourcePath, Span)>,
}

/// All links out of the site, of pages that are shown: in texts, sources, documents of events, and in `site.toml`. In the order of addresses, each once.
pub fn outside_links(story: &Story<'_>) -> Vec<OutsideLink> {
    let mut found = Found::default();
    for entry in story.catalog.pages() {
        let document = story.document(entry.page);
        found.in_text(document, story);
        found.of_sources(&document.path, &document.common.sources);
        if let FrontKind::Event(_, event) = &document.front {
            event.documents.iter().for_each(|outer| found.add(&document.path, outer.url.as_ref()));
        }
    }
    let shared = SourcePath::constant("content/sources.toml");
    found.of_sources(&shared, story.catalog.shared_sources().map(|(_, source)| source));
    let (config, site) = (story.config, SourcePath::constant("site.toml"));
    found.add(&site, config.publisher.as_ref().and_then(|publisher| publisher.url.as_ref()));
    config.authors.values().for_each(|author| found.add(&site, author.url.as_ref()));
    let navigation = [&config.main_navigation, &config.footer_navigation].into_iter().flatten().flatten();
    navigation.for_each(|entry| found.add(&site, Some(&entry.to)));
    found.0.into_iter().map(|(url, places)| OutsideLink { url, places }).collect()
}

#[derive(Default)]
struct Found(BTreeMap<String, Vec<(SourcePath, Span)>>);

impl Found {
    fn put(&mut self, path: &SourcePath, span: Span, written: &str) {
        let url = written.split('#').next().unwrap_or_default();
        if url.starts_with("https://") || url.starts_with("http://") {
            self.0.entry(url.to_owned()).or_default().push((path.clone(), span));
        }
    }

    fn add(&mut self, path: &SourcePath, url: Option<&Spanned<Box<str>>>) {
        if let Some(url) = url {
            self.put(path, url.span, &url.value);
        }
    }

    fn of_sources<'a>(&mut self, path: &SourcePath, sources: impl IntoIterator<Item = &'a Source>) {
        for source in sources {
            self.add(path, source.url.as_ref());
            self.add(path, source.archived.as_ref());
        }
    }

    fn in_text(&mut self, document: &Document, story: &Story<'_>) {
        let Some(page) = story.catalog.by_path(document.path.as_str()) else { return };
        for (piece, targets) in document.pieces().zip(&story.linked(page).targets) {
            let outline = document.outline(piece);
            for (link, target) in outline.links.iter().zip(targets) {
                if let Target::Outside(url) = target {
                    self.put(&document.path, document.place(piece, link.span), url);
                }
            }
            for citation in document.citations(piece) {
                citation.cited().for_each(|cited| self.put(&document.path, document.place(piece, citation.span), cited.id));
            }
        }
    }
}
