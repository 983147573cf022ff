//! Where the story leads out of the site.

use std::collections::BTreeMap;

use crate::data::Spanned;
use crate::document::{Document, FrontMatter, Source};
use crate::link::LinkTarget;
use crate::page::SiteData;
use crate::text::{SourcePath, Span};

/// An address of the web, and all places that lead there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalLink {
    /// The address, without what stands after `#`.
    pub url: String,
    /// Where it is given.
    pub locations: Vec<(SourcePath, Span)>,
}

/// All links out of the site, of pages that are shown: in texts, sources, documents of events, and
/// in `site.toml`. In the order of addresses, each once.
pub fn external_links(story: &SiteData<'_>) -> Vec<ExternalLink> {
    let mut found = LinkCollector::default();
    for entry in story.catalog.pages() {
        let document = story.document(entry.page);
        found.add_document(document, story);
        found.add_sources(&document.path, &document.common.sources[..]);
        if let FrontMatter::Event(_, event) = &document.front {
            event
                .documents
                .iter()
                .for_each(|outer| found.add_optional(&document.path, outer.url.as_ref()));
        }
    }
    let shared = SourcePath::from_static("content/sources.toml");
    found.add_sources(&shared, story.catalog.shared_sources().map(|(_, source)| source));
    let (config, site) = (story.config, SourcePath::from_static("site.toml"));
    found.add_optional(
        &site,
        config.publisher.as_ref().and_then(|publisher| publisher.url.as_ref()),
    );
    config.authors.values().for_each(|author| found.add_optional(&site, author.url.as_ref()));
    let navigation =
        [&config.navigation.main, &config.navigation.footer].into_iter().flatten().flatten();
    navigation.for_each(|entry| found.add_optional(&site, Some(&entry.to)));
    found.0.into_iter().map(|(url, places)| ExternalLink { url, locations: places }).collect()
}

#[derive(Default)]
struct LinkCollector(BTreeMap<String, Vec<(SourcePath, Span)>>);

impl LinkCollector {
    fn add_url(&mut self, path: &SourcePath, span: Span, written: &str) {
        let url = written.split('#').next().unwrap_or_default();
        if url.starts_with("https://") || url.starts_with("http://") {
            self.0.entry(url.to_owned()).or_default().push((path.clone(), span));
        }
    }

    fn add_optional(&mut self, path: &SourcePath, url: Option<&Spanned<Box<str>>>) {
        if let Some(url) = url {
            self.add_url(path, url.span, &url.value);
        }
    }

    fn add_sources<'a>(
        &mut self,
        path: &SourcePath,
        sources: impl IntoIterator<Item = &'a Source>,
    ) {
        for source in sources {
            self.add_optional(path, source.url.as_ref());
            self.add_optional(path, source.archived.as_ref());
        }
    }

    fn add_document(&mut self, document: &Document, story: &SiteData<'_>) {
        let Some(page) = story.catalog.by_path(document.path.as_str()) else { return };
        for (piece, targets) in document.text_ids().zip(&story.linked(page).targets) {
            let outline = document.outline(piece);
            for (link, target) in outline.links.iter().zip(targets) {
                if let LinkTarget::External(url) = target {
                    self.add_url(&document.path, document.file_span(piece, link.span), url);
                }
            }
            for citation in document.citations(piece) {
                citation.items().for_each(|cited| {
                    self.add_url(&document.path, document.file_span(piece, citation.span), cited.id)
                });
            }
        }
    }
}
