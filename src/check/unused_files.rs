//! Files beside pages that no published page refers to. They are not published: a draft's
//! photograph, or a table that was only worked with, is nobody's business.

use std::borrow::Cow;
use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::{Document, FrontMatter, MdEvent};
use crate::input::Snapshot;
use crate::link::LinkTarget;
use crate::page::SiteData;
use crate::text::{Route, SourcePath, resolve_relative_path};

/// The addresses of files beside pages that are not published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnusedFiles {
    routes: BTreeSet<Route>,
}

impl UnusedFiles {
    /// Finds them, and lists them in one note.
    pub fn find(story: &SiteData<'_>, snapshot: &Snapshot, problems: &mut Vec<Diagnostic>) -> Self {
        let addresses = story.catalog.routes();
        let mut unused: Vec<(&SourcePath, &Route)> =
            addresses.files().filter(|(path, _)| path.as_str().starts_with("content/")).collect();
        if unused.is_empty() {
            return UnusedFiles::default();
        }
        let mut used: BTreeSet<&Route> = BTreeSet::new();
        let (mut of_drafts, mut of_site) = (BTreeSet::new(), Vec::new());
        for entry in story.catalog.all_pages() {
            let document = story.document(entry.page);
            if entry.hidden {
                of_drafts.extend(draft_references(story, document));
            } else {
                used.extend(page_references(story, entry, document));
            }
        }
        site_toml_files(story, &mut |written| of_site.extend(addresses.file_at(written)));
        used.extend(of_site);
        unused.retain(|(_, route)| !used.contains(route));
        // That a draft keeps its files to itself needs no note, and what may not be there at all
        // has been told.
        let refused: BTreeSet<&SourcePath> = snapshot
            .problems()
            .chain(story.catalog.problems())
            .filter_map(|problem| Some(&problem.primary_label()?.path))
            .collect();
        let told = unused
            .iter()
            .filter(|(path, route)| !of_drafts.contains(route) && !refused.contains(path));
        let told: Vec<&SourcePath> = told.map(|(path, _)| *path).collect();
        problems.extend(messages::unused_files(&told));
        UnusedFiles { routes: unused.into_iter().map(|(_, route)| route.clone()).collect() }
    }

    /// True for the address of a file that is not published.
    pub fn contains(&self, route: &Route) -> bool {
        self.routes.contains(route)
    }
}

/// What a published page refers to: links, pictures and media in its text and its front matter, and
/// in HTML where the site allows it.
fn page_references<'a>(
    story: &SiteData<'a>,
    entry: &Entry,
    document: &'a Document,
) -> Vec<&'a Route> {
    let addresses = story.catalog.routes();
    let links =
        story.linked(entry.page).targets.iter().flatten().filter_map(|target| match target {
            LinkTarget::Resource { route, .. } => Some(route),
            _ => None,
        });
    let mut found: Vec<&Route> = links.collect();
    found.extend(
        front_matter_files(document)
            .filter_map(|written| addresses.linked_file(&document.path, written)),
    );
    if story.config.markdown.raw_html {
        for piece in document.text_ids() {
            for (part, _) in document.outline(piece).events.iter(document.markdown(piece)) {
                if let MdEvent::Html(html) = part {
                    html_urls(html, &mut |written| {
                        let written = percent_decode_str(
                            written.split(['#', '?']).next().unwrap_or_default(),
                        )
                        .decode_utf8()
                        .unwrap_or(Cow::Borrowed(""));
                        let from_page = resolve_relative_path(entry.route.as_str(), &written)
                            .and_then(|path| addresses.file_at(&format!("/{path}")));
                        let from_root = written
                            .strip_prefix(story.config.base.path())
                            .and_then(|path| addresses.file_at(&format!("/{path}")));
                        found.extend(
                            [
                                from_page.filter(|_| !written.starts_with('/')),
                                from_root,
                                addresses.linked_file(&document.path, &written),
                            ]
                            .into_iter()
                            .flatten(),
                        );
                    });
                }
            }
        }
    }
    found
}

/// What a draft will refer to. Its links have not been resolved.
fn draft_references<'a>(story: &SiteData<'a>, document: &'a Document) -> Vec<&'a Route> {
    let links =
        document.outlines.iter().flat_map(|outline| &outline.links).map(|link| &*link.target);
    links
        .chain(front_matter_files(document))
        .filter_map(|written| story.catalog.routes().linked_file(&document.path, written))
        .collect()
}

/// Files that front matter names.
fn front_matter_files(document: &Document) -> impl Iterator<Item = &str> {
    let image = document.common.image.iter().map(|image| &*image.src.value);
    let documents = match &document.front {
        FrontMatter::Event(_, event) => &event.documents[..],
        _ => &[],
    };
    image.chain(documents.iter().filter_map(|document| Some(&*document.url.as_ref()?.value)))
}

/// Addresses of this site in `site.toml`.
fn site_toml_files<'a>(story: &SiteData<'a>, act: &mut impl FnMut(&'a str)) {
    let config = story.config;
    if let Some(publisher) = &config.publisher {
        [&publisher.logo, &publisher.contact, &publisher.corrections]
            .into_iter()
            .flatten()
            .for_each(|written| act(&written.value));
    }
    config
        .authors
        .values()
        .filter_map(|author| author.image.as_ref())
        .map(|image| &*image.value)
        .for_each(&mut *act);
    [&config.navigation.main, &config.navigation.footer]
        .into_iter()
        .flatten()
        .flatten()
        .for_each(|entry| act(&entry.to.value));
}

/// The addresses in a stretch of HTML. It may be a part of a tag, so attributes are looked for, not
/// elements.
fn html_urls<'h>(html: &'h str, act: &mut impl FnMut(&'h str)) {
    let lower = html.to_ascii_lowercase();
    for name in ["src", "href", "srcset", "poster", "data"] {
        let attributes = lower.match_indices(name).filter_map(|(at, _)| {
            let is_name = !html[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
            // The same bytes as they are written.
            let value = html[at + name.len()..]
                .trim_start()
                .strip_prefix('=')
                .filter(|_| is_name)?
                .trim_start();
            match value.chars().next()? {
                quote @ ('"' | '\'') => value[1..].split(quote).next(),
                _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
            }
        });
        for value in attributes {
            if name == "srcset" {
                value
                    .split(',')
                    .filter_map(|candidate| candidate.split_whitespace().next())
                    .for_each(&mut *act);
            } else {
                act(value.trim());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::html_urls;

    #[test]
    fn addresses_are_found_in_any_part_of_a_tag() {
        let found = |html: &'static str| {
            let mut found = Vec::new();
            html_urls(html, &mut |address| found.push(address));
            found
        };
        assert_eq!(
            found("<img src=\"a.jpg\" srcset='b.jpg 1x, c.jpg 2x' alt=src>"),
            ["a.jpg", "b.jpg", "c.jpg"]
        );
        assert_eq!(found("poster = d.jpg data-src=\"no\" >"), ["d.jpg"]);
        assert_eq!(found("<a HREF=e.pdf><a href"), ["e.pdf"]);
    }
}
