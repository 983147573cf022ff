//! Suggests what a broken link may have meant, and finds drafts by name.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::page_lookup::last_segment;
use super::{Catalog, Entry, PageIx, fold_name};
use crate::diagnostics::NearestMatch;
use crate::document::Head;
use crate::text::{Slug, SourcePath};

/// Titles and slugs of all pages that have a route, and what else broken links are compared with.
/// Built at the first broken link.
#[derive(Debug)]
pub(super) struct LinkSuggestions {
    titles: NearestMatch<PageIx>,
    slugs: NearestMatch<PageIx>,
    /// The words of slugs; `None` for a word that several slugs have.
    words: NearestMatch<Option<PageIx>>,
    /// The names of all files but pages, without their extensions.
    files: NearestMatch<SourcePath>,
}

/// Hidden topics by folded name: they have no name in the lexicon.
pub(super) type DraftNames = FxHashMap<String, PageIx>;

/// Shorter words of slugs are not suggested.
const MIN_WORD_BYTES: usize = 4;

impl LinkSuggestions {
    fn new(catalog: &Catalog) -> Self {
        let pages =
            || catalog.pages().filter(|entry| catalog.routes().get(entry.route.as_str()).is_some());
        let slugs = || pages().map(|entry| (last_segment(entry.route.as_str()), entry.page));
        let mut words: BTreeMap<&str, Option<PageIx>> = BTreeMap::new();
        for (slug, page) in slugs() {
            for word in slug.split('-').filter(|word| word.len() >= MIN_WORD_BYTES) {
                words.entry(word).and_modify(|page| *page = None).or_insert(Some(page));
            }
        }
        LinkSuggestions {
            titles: NearestMatch::new(pages().map(|entry| (&*entry.title, entry.page))),
            slugs: NearestMatch::new(slugs()),
            words: NearestMatch::new(words),
            files: NearestMatch::new(
                catalog.routes().files().map(|(path, _)| (path.stem(), path.clone())),
            ),
        }
    }
}

fn drafts_by_name(catalog: &Catalog) -> DraftNames {
    let mut drafts = DraftNames::default();
    for entry in catalog.all_pages().filter(|entry| entry.hidden) {
        for name in draft_names(catalog.head(entry.page), entry) {
            drafts.entry(name.into()).or_insert(entry.page);
        }
    }
    drafts
}

/// The names of a topic that is left out, folded; none for other pages.
pub(super) fn draft_names(head: &Head, entry: &Entry) -> Box<[Box<str>]> {
    let Some(topic) = head.front.topic().filter(|_| entry.hidden) else { return Box::default() };
    let others = topic.also_known_as.iter().map(|other| &other.name.value);
    let native = topic.native_name.iter().map(|native| &native.text.value);
    let names = std::iter::once(&entry.title).chain(others).chain(native);
    names.map(|name| fold_name(name).into()).collect()
}

impl Catalog {
    fn link_suggestions(&self) -> &LinkSuggestions {
        self.link_suggestions.get_or_init(|| LinkSuggestions::new(self))
    }

    /// The page most like a broken link.
    pub fn suggest_page(&self, written: &str) -> Option<PageIx> {
        let suggestions = self.link_suggestions();
        let slug = |text: &str| Slug::from_text(text).ok();
        let segment = last_segment(written);
        let by_slug = || {
            let slug = slug(segment.trim_end_matches(".md"))?;
            suggestions.slugs.find(slug.as_str(), |_| true).copied()
        };
        let by_title = || suggestions.titles.find(written, |_| true).copied();
        let by_word = || *suggestions.words.find(slug(segment)?.as_str(), |_| true)?;
        by_slug().or_else(by_title).or_else(by_word)
    }

    /// The file most like one that does not exist, as `page` would refer to it: its name, or its
    /// address where it is in `static/`.
    pub fn suggest_file(&self, page: &SourcePath, written: &str) -> Option<String> {
        let is_near = |file: &SourcePath| {
            file.strip_prefix("static").is_some()
                || file.folder() == page.folder() && !page.folder().is_empty()
        };
        let name = last_segment(written);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let file = self.link_suggestions().files.find(stem, is_near)?;
        let in_static = file.strip_prefix("static").map(|inner| format!("/{inner}"));
        Some(in_static.unwrap_or_else(|| file.file_name().to_owned()))
    }

    /// The hidden topic with this name.
    pub fn draft_named(&self, written: &str) -> Option<PageIx> {
        let drafts = self.draft_names.get_or_init(|| drafts_by_name(self));
        drafts.get(&fold_name(written)).copied()
    }

    /// The id of the shared source most like an unknown one.
    pub fn suggest_source(&self, written: &str) -> Option<&str> {
        self.sources.suggest(written)
    }
}
