//! Finds the links to other sites.

use std::collections::BTreeMap;

use crate::data::Spanned;
use crate::document::{Document, FrontMatter, Source};
use crate::link::LinkTarget;
use crate::page::SiteData;
use crate::text::{SourcePath, Span};

/// A URL and all places that link to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalLink {
    /// Without its fragment.
    pub url: String,
    /// The files and ranges that contain it.
    pub locations: Vec<(SourcePath, Span)>,
}

/// All links from published pages to other sites, by URL: in texts, sources, documents of events,
/// and `site.toml`.
pub fn external_links(data: &SiteData<'_>) -> Vec<ExternalLink> {
    let mut found = LinkCollector::default();
    for entry in data.catalog.pages() {
        let document = data.document(entry.page);
        found.add_document(document, data);
        found.add_sources(&document.path, &document.common.sources[..]);
        if let FrontMatter::Event(_, event) = &document.front {
            found.add(&document.path, event.documents.iter().flat_map(|text| &text.url));
        }
    }
    let shared = SourcePath::from_static("content/sources.toml");
    found.add_sources(&shared, data.catalog.shared_sources().map(|(_, source)| source));
    let (config, site) = (data.config, SourcePath::from_static("site.toml"));
    found.add(&site, config.publisher.iter().flat_map(|publisher| &publisher.url));
    found.add(&site, config.authors.values().flat_map(|author| &author.url));
    let navigation =
        [&config.navigation.main, &config.navigation.footer].into_iter().flatten().flatten();
    found.add(&site, navigation.map(|entry| &entry.to));
    found.0.into_iter().map(|(url, locations)| ExternalLink { url, locations }).collect()
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

    fn add<'a>(
        &mut self,
        path: &SourcePath,
        urls: impl IntoIterator<Item = &'a Spanned<Box<str>>>,
    ) {
        urls.into_iter().for_each(|url| self.add_url(path, url.span, &url.value));
    }

    fn add_sources<'a>(
        &mut self,
        path: &SourcePath,
        sources: impl IntoIterator<Item = &'a Source>,
    ) {
        for source in sources {
            self.add(path, source.url.iter().chain(&source.archived));
        }
    }

    fn add_document(&mut self, document: &Document, data: &SiteData<'_>) {
        let Some(page) = data.catalog.by_path(document.path.as_str()) else { return };
        for (text, targets) in document.text_ids().zip(&data.linked(page).targets) {
            for (link, target) in document.outline(text).links.iter().zip(targets) {
                if let LinkTarget::External(url) = target {
                    self.add_url(&document.path, document.file_span(text, link.span), url);
                }
            }
            for citation in document.citations(text) {
                let span = document.file_span(text, citation.span);
                citation.items().for_each(|item| self.add_url(&document.path, span, item.id));
            }
        }
    }
}
