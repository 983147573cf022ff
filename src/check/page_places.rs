//! Pages whose file name or folder means something else than their author may think.

use std::collections::BTreeMap;

use super::messages;
use crate::catalog::Entry;
use crate::config::{GeneratedPage, TopicKind};
use crate::diagnostics::{Diagnostic, is_typing_error};
use crate::document::{PageKind, Section};
use crate::page::SiteData;
use crate::text::SourcePath;

/// Folders of other generators and spellings, and the folder that was probably meant.
const FOLDERS: [(&[&str], Section); 6] = [
    (&["posts", "post", "blog", "stories"], Section::Articles),
    (&["nations"], Section::Topics(TopicKind::Country)),
    (&["people", "persons", "person"], Section::Topics(TopicKind::Figure)),
    (&["incidents"], Section::Topics(TopicKind::Event)),
    (&["organizations", "orgs", "companies", "groups"], Section::Topics(TopicKind::Organisation)),
    (&["glossary", "concepts"], Section::Topics(TopicKind::Term)),
];

pub(super) fn check(data: &SiteData<'_>, problems: &mut Vec<Diagnostic>) {
    let mut folders: BTreeMap<&str, Vec<&SourcePath>> = BTreeMap::new();
    for entry in data.catalog.pages() {
        let path = &data.head(entry.page).path;
        let inner = path.strip_prefix("content").unwrap_or(path.as_str());
        check_file_name(data, entry, inner, problems);
        check_introduction(data, entry, problems);
        if let (PageKind::Plain(_), Some((folder, _))) = (&entry.kind, inner.split_once('/')) {
            folders.entry(folder).or_default().push(path);
        }
    }
    for (folder, pages) in folders {
        let section = intended_section(folder);
        problems.extend(
            section.and_then(|section| messages::folder_of_plain_pages(folder, section, &pages)),
        );
    }
}

fn intended_section(folder: &str) -> Option<Section> {
    let lower = folder.to_lowercase();
    let known = FOLDERS.iter().find(|(names, _)| names.contains(&&*lower));
    let similar =
        || Section::ALL.into_iter().find(|section| is_typing_error(&lower, section.folder()));
    known.map(|(_, section)| *section).or_else(similar)
}

/// `inner` is the path of the page below `content/`.
fn check_file_name(
    data: &SiteData<'_>,
    entry: &Entry,
    inner: &str,
    problems: &mut Vec<Diagnostic>,
) {
    let path = &data.head(entry.page).path;
    let is_index = path.stem() == "index";
    let introduces_folder = data.head(entry.page).id.ends_with("/_index");
    match &entry.kind {
        PageKind::Home if is_index => {
            problems.push(messages::index_as_introduction(path, "the text of the home page"));
        }
        PageKind::Index(_) | PageKind::GeneratedIntro(_) if is_index && introduces_folder => {
            problems.push(messages::index_as_introduction(path, "the introduction of this list"));
        }
        PageKind::Article | PageKind::Topic(_) if is_index => {
            if let Some(other) = neighbour_in_folder(data, entry) {
                problems.push(messages::index_beside_pages(path, &entry.title, other));
            }
        }
        _ if path.stem().eq_ignore_ascii_case("readme") => {
            problems.push(messages::published_readme(path, &entry.route));
        }
        PageKind::Plain(_) if matches!(inner, "404.md" | "404/index.md") => {
            problems.push(messages::page_for_unknown_addresses(path, &entry.route));
        }
        _ => {}
    }
}

/// Another page in the folder of a page, or below it.
fn neighbour_in_folder<'a>(data: &SiteData<'a>, entry: &Entry) -> Option<&'a SourcePath> {
    // Pages are in the order of their paths, so those of a folder follow each other.
    let at = entry.page.index();
    let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let folder = data.head(entry.page).path.folder();
    neighbours
        .filter_map(|at| Some(&data.documents.get(at)?.head.path))
        .find(|path| path.strip_prefix(folder).is_some())
}

/// An introduction of a list that the site will not have. A list of drafts is not reported.
fn check_introduction(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let any = |is_entry: &dyn Fn(&Entry) -> bool| data.catalog.all_pages().any(is_entry);
    let (list, entries, is_empty) = match &entry.kind {
        PageKind::Index(section) => {
            let kind = match section {
                Section::Articles => PageKind::Article,
                Section::Topics(kind) => PageKind::Topic(*kind),
            };
            (
                format!("list of {}", section.folder()),
                section.folder(),
                !any(&|entry| entry.kind == kind),
            )
        }
        PageKind::GeneratedIntro(GeneratedPage::Timeline) => {
            let event = PageKind::Topic(TopicKind::Event);
            ("timeline".to_owned(), "events", !any(&|entry| entry.kind == event))
        }
        PageKind::GeneratedIntro(GeneratedPage::AToZ) => {
            ("A–Z".to_owned(), "topics", !any(&|entry| entry.topic_kind().is_some()))
        }
        PageKind::GeneratedIntro(GeneratedPage::Updates) => {
            let has_updates = |entry: &Entry| !data.head(entry.page).common.updates.is_empty();
            ("list of changes".to_owned(), "pages with `updates`", !any(&has_updates))
        }
        PageKind::GeneratedIntro(GeneratedPage::Sources) => {
            let has_sources = data.catalog.shared_sources().next().is_some()
                || !data.catalog.has_all_shared_sources();
            ("list of sources".to_owned(), "entries in content/sources.toml", !has_sources)
        }
        PageKind::GeneratedIntro(GeneratedPage::Relations) => {
            let route = data.config.generated_route(GeneratedPage::Relations);
            let is_empty = data.catalog.routes().get(route.as_str()).is_none();
            ("page of relations".to_owned(), "events with several `participants`", is_empty)
        }
        _ => return,
    };
    if is_empty {
        let path = &data.head(entry.page).path;
        problems.push(messages::introduction_without_list(path, &list, entries));
    }
}
