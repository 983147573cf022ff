//! Files next to pages that no published page uses. They are not published: they may be photographs
//! of a draft, or working files.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use super::messages;
use crate::catalog::Entry;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::document::{Document, FrontMatter, MdEvent};
use crate::input::Snapshot;
use crate::link::LinkTarget;
use crate::page::SiteData;
use crate::text::{Route, SourcePath, resolve_relative_path};

/// The routes of files that are not published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnusedFiles {
    routes: BTreeSet<Route>,
}

impl UnusedFiles {
    /// Finds the files, and reports them in one note.
    pub fn find(data: &SiteData<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) -> Self {
        let routes = data.catalog.routes();
        let mut unused: Vec<(&SourcePath, &Route)> =
            routes.files().filter(|(path, _)| path.as_str().starts_with("content/")).collect();
        if unused.is_empty() {
            return UnusedFiles::default();
        }
        let mut used: BTreeSet<&Route> =
            site_toml_urls(data.config).filter_map(|url| routes.file_at(url)).collect();
        let mut used_by_drafts = BTreeSet::new();
        for entry in data.catalog.all_pages() {
            let document = data.document(entry.page);
            if entry.hidden {
                used_by_drafts.extend(draft_references(data, document));
            } else {
                used.extend(page_references(data, entry, document));
            }
        }
        unused.retain(|(_, route)| !used.contains(route));
        // Files of drafts need no note, and files that are not allowed have been reported.
        let reported: BTreeSet<&SourcePath> = snapshot
            .problems()
            .chain(data.catalog.problems())
            .filter_map(|problem| Some(&problem.primary_label()?.path))
            .collect();
        let noted: Vec<&SourcePath> = unused
            .iter()
            .filter(|(path, route)| !used_by_drafts.contains(route) && !reported.contains(path))
            .map(|(path, _)| *path)
            .collect();
        problems.extend(messages::unused_files(&noted));
        UnusedFiles { routes: unused.into_iter().map(|(_, route)| route.clone()).collect() }
    }

    pub fn contains(&self, route: &Route) -> bool {
        self.routes.contains(route)
    }
}

/// The files that a published page uses: in links and images, in front matter, and in raw HTML if
/// the site allows it.
fn page_references<'a>(
    data: &SiteData<'a>,
    entry: &Entry,
    document: &'a Document,
) -> Vec<&'a Route> {
    let (routes, path) = (data.catalog.routes(), &document.path);
    let mut found: Vec<&Route> =
        front_matter_files(document).filter_map(|url| routes.linked_file(path, url)).collect();
    for target in data.linked(entry.page).targets.iter().flatten() {
        if let LinkTarget::Resource { route, .. } = target {
            found.push(route);
        }
    }
    if !data.config.markdown.raw_html {
        return found;
    }
    for text in document.text_ids() {
        for (event, _) in document.outline(text).events.iter(document.markdown(text)) {
            let MdEvent::Html(html) = event else { continue };
            for url in html_urls(html) {
                let url = url.split(['#', '?']).next().unwrap_or_default();
                let url = percent_decode_str(url).decode_utf8().unwrap_or_default();
                let at_root = |path: &str| routes.file_at(&format!("/{path}"));
                if !url.starts_with('/') {
                    let from_page = resolve_relative_path(entry.route.as_str(), &url);
                    found.extend(from_page.and_then(|path| at_root(&path)));
                }
                found.extend(url.strip_prefix(data.config.base.path()).and_then(at_root));
                found.extend(routes.linked_file(path, &url));
            }
        }
    }
    found
}

/// The files that a draft uses. Its links have not been resolved.
fn draft_references<'a>(
    data: &SiteData<'a>,
    document: &'a Document,
) -> impl Iterator<Item = &'a Route> {
    let routes = data.catalog.routes();
    let links = document.outlines.iter().flat_map(|outline| &outline.links);
    links
        .map(|link| &*link.target)
        .chain(front_matter_files(document))
        .filter_map(|url| routes.linked_file(&document.path, url))
}

fn front_matter_files(document: &Document) -> impl Iterator<Item = &str> {
    let image = document.common.image.iter().map(|image| &*image.src.value);
    let documents = match &document.front {
        FrontMatter::Event(_, event) => &event.documents[..],
        _ => &[],
    };
    image.chain(documents.iter().filter_map(|document| Some(&*document.url.as_ref()?.value)))
}

/// The values in `site.toml` that may be files of the site.
fn site_toml_urls(config: &Config) -> impl Iterator<Item = &str> {
    let publisher = config.publisher.iter().flat_map(|publisher| {
        [&publisher.logo, &publisher.contact, &publisher.corrections].into_iter().flatten()
    });
    let author_images = config.authors.values().filter_map(|author| author.image.as_ref());
    let navigation = [&config.navigation.main, &config.navigation.footer].into_iter().flatten();
    let navigation = navigation.flatten().map(|entry| &entry.to);
    publisher.chain(author_images).chain(navigation).map(|url| &*url.value)
}

/// The URLs in raw HTML, which may be only a part of a tag: so attributes are looked for, not
/// elements.
fn html_urls(html: &str) -> Vec<&str> {
    // Same byte positions as `html`.
    let lower = html.to_ascii_lowercase();
    let mut urls = Vec::new();
    for name in ["src", "href", "srcset", "poster", "data"] {
        let values = lower.match_indices(name).filter_map(|(at, _)| {
            if html[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-') {
                return None;
            }
            let value = html[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
            match value.chars().next()? {
                quote @ ('"' | '\'') => value[1..].split(quote).next(),
                _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
            }
        });
        for value in values {
            if name == "srcset" {
                urls.extend(value.split(',').filter_map(|image| image.split_whitespace().next()));
            } else {
                urls.push(value.trim());
            }
        }
    }
    urls
}

#[cfg(test)]
mod tests {
    use super::html_urls;

    #[test]
    fn urls_are_found_in_any_part_of_a_tag() {
        let found = |html: &'static str| html_urls(html);
        assert_eq!(
            found("<img src=\"a.jpg\" srcset='b.jpg 1x, c.jpg 2x' alt=src>"),
            ["a.jpg", "b.jpg", "c.jpg"]
        );
        assert_eq!(found("poster = d.jpg data-src=\"no\" >"), ["d.jpg"]);
        assert_eq!(found("<a HREF=e.pdf><a href"), ["e.pdf"]);
    }
}
