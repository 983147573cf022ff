//! Suggests what a broken link may have meant.

use std::collections::BTreeMap;

use super::page_lookup::last_segment;
use super::{Catalog, PageIx};
use crate::diagnostics::NearestMatch;
use crate::text::Slug;

/// Titles and slugs of all pages that have a route. Built at the first broken link.
#[derive(Debug)]
pub(super) struct LinkSuggestions {
    titles: NearestMatch<PageIx>,
    slugs: NearestMatch<PageIx>,
    /// The words of slugs; `None` for a word that several slugs have.
    words: NearestMatch<Option<PageIx>>,
}

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
        }
    }
}

impl Catalog {
    /// The route of a page, or the title of a topic, most like a broken link.
    pub fn suggest_link(&self, written: &str) -> Option<&str> {
        let suggestions = self.link_suggestions.get_or_init(|| LinkSuggestions::new(self));
        let slug = |text: &str| Slug::from_text(text).ok();
        let segment = last_segment(written);
        let by_slug = || {
            let slug = slug(segment.trim_end_matches(".md"))?;
            Some(self.entry(*suggestions.slugs.find(slug.as_str(), |_| true)?).route.as_str())
        };
        let by_title = || {
            let entry = self.entry(*suggestions.titles.find(written, |_| true)?);
            Some(if entry.topic_kind().is_some() { &*entry.title } else { entry.route.as_str() })
        };
        let by_word = || {
            let page = suggestions.words.find(slug(segment)?.as_str(), |_| true)?;
            Some(self.entry((*page)?).route.as_str())
        };
        by_slug().or_else(by_title).or_else(by_word)
    }

    /// The id of the shared source most like an unknown one.
    pub fn suggest_source(&self, written: &str) -> Option<&str> {
        self.sources.suggest(written)
    }
}
