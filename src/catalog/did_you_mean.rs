//! What a reference that leads nowhere may have meant. It is made ready when the first one does.

use std::collections::BTreeMap;

use super::page_lookup::{PageKey, PageLookup};
use super::{Catalog, PageIx};
use crate::diagnostics::NearestMatch;
use crate::text::Slug;

/// What a reference of front matter may have meant: ids.
#[derive(Clone, Debug)]
pub(super) struct IdSuggestions {
    ids: NearestMatch<PageIx>,
    slugs: NearestMatch<PageIx>,
}

impl IdSuggestions {
    fn new(identities: &PageLookup) -> Self {
        let pages =
            || identities.iter().enumerate().map(|(at, identity)| (identity, PageIx::new(at)));
        let ids = pages().map(|(identity, page)| (&*identity.id, page));
        IdSuggestions {
            ids: NearestMatch::new(ids),
            slugs: NearestMatch::new(pages().map(|(identity, page)| (identity.slug(), page))),
        }
    }
}

impl PageLookup {
    /// The id that a reference which leads nowhere may have meant, of a page that `may_be` meant.
    pub(super) fn suggest(&self, written: &str, may_be: impl Fn(&PageKey) -> bool) -> Option<&str> {
        let meant = self.suggestions.get_or_init(|| IdSuggestions::new(self));
        let may_be = |page: &PageIx| may_be(self.get(*page));
        // A title in place of a path.
        let by_title = || {
            self.by_slug(Slug::from_text(last_segment(written)).ok()?.as_str())
                .iter()
                .find(|page| may_be(page))
        };
        let page = by_title()
            .or_else(|| meant.ids.find(written, may_be))
            .or_else(|| meant.slugs.find(last_segment(written), may_be))?;
        Some(&self.get(*page).id)
    }
}

/// What a link by hand may have meant: what the pages that have an address are called.
#[derive(Debug)]
pub(super) struct LinkSuggestions {
    titles: NearestMatch<PageIx>,
    slugs: NearestMatch<PageIx>,
    /// The words of slugs, each with the page that alone has it.
    words: NearestMatch<Option<PageIx>>,
}

/// The shortest word that a page is known by, in bytes.
const MIN_WORD_BYTES: usize = 4;

impl LinkSuggestions {
    fn new(catalog: &Catalog) -> Self {
        let pages =
            || catalog.pages().filter(|entry| catalog.routes().get(entry.route.as_str()).is_some());
        let slugs = || pages().map(|entry| (last_segment(entry.route.as_str()), entry.page));
        let mut words: BTreeMap<&str, Option<PageIx>> = BTreeMap::new();
        for (word, page) in slugs()
            .flat_map(|(slug, page)| slug.split('-').map(move |word| (word, page)))
            .filter(|(word, _)| word.len() >= MIN_WORD_BYTES)
        {
            words.entry(word).and_modify(|alone| *alone = None).or_insert(Some(page));
        }
        LinkSuggestions {
            titles: NearestMatch::new(pages().map(|entry| (&*entry.title, entry.page))),
            slugs: NearestMatch::new(slugs()),
            words: NearestMatch::new(words),
        }
    }
}

impl Catalog {
    /// What a link that leads nowhere may have meant: an address, or the title of a topic.
    pub fn suggest_link(&self, written: &str) -> Option<&str> {
        let meant = self.link_suggestions.get_or_init(|| LinkSuggestions::new(self));
        let route = |page: PageIx| self.entry(page).route.as_str();
        let by_slug = || {
            meant
                .slugs
                .find(
                    Slug::from_text(last_segment(written).trim_end_matches(".md")).ok()?.as_str(),
                    |_| true,
                )
                .map(|page| route(*page))
        };
        // Only topics are found by what they are called.
        let title = |page: PageIx| {
            if self.entry(page).topic_kind().is_some() {
                &*self.entry(page).title
            } else {
                route(page)
            }
        };
        let by_title = || meant.titles.find(written, |_| true).map(|page| title(*page));
        // "khrushchev", "nikita".
        let by_word = || {
            meant
                .words
                .find(Slug::from_text(last_segment(written)).ok()?.as_str(), |_| true)?
                .map(route)
        };
        by_slug().or_else(by_title).or_else(by_word)
    }

    /// The id of a shared source that an unknown one may have meant.
    pub fn suggest_source(&self, written: &str) -> Option<&str> {
        let meant = self.sources.id_suggestions.get_or_init(|| {
            let mut ids: Vec<&str> = self.shared_sources().map(|(id, _)| id).collect();
            ids.sort_unstable();
            NearestMatch::new(ids.into_iter().map(|id| (id, id.into())))
        });
        meant.find(written, |_| true).map(|id| &**id)
    }
}

fn last_segment(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or("")
}
