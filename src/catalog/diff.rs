//! What changed between two builds of a catalog, as far as links depend on it.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{Catalog, Lexicon, Name, PageIx, PageSummary, ResolvedRefs, WordFilter, fold_name};

#[derive(Debug)]
pub struct CatalogDiff {
    /// The first words of names that were added, removed or changed.
    changed_names: Option<WordFilter>,
    pub pages_or_routes_changed: bool,
    /// Only messages depend on titles.
    titles_changed: bool,
    /// A shared source changed.
    pub sources_changed: bool,
    renumbering: Option<Renumbering>,
}

/// New page indexes, because files were added or removed.
#[derive(Debug)]
struct Renumbering {
    new_by_old: Vec<Option<PageIx>>,
    old_by_new: Vec<Option<PageIx>>,
}

impl CatalogDiff {
    pub fn between(earlier: &Catalog, later: &Catalog) -> Self {
        let renumbering =
            (!earlier.has_same_pages(later)).then(|| Renumbering::between(earlier, later));
        let same_routes =
            Arc::ptr_eq(&earlier.assigned, &later.assigned) || earlier.routes() == later.routes();
        let mut diff = CatalogDiff {
            changed_names: None,
            pages_or_routes_changed: renumbering.is_some()
                || !same_routes
                || earlier.page_lookup.broken_files != later.page_lookup.broken_files
                || earlier.page_lookup.duplicates != later.page_lookup.duplicates
                || !earlier.is_unchanged(&later.summaries, |page| &page.key)
                || !earlier.is_unchanged(&later.summaries, |page| &page.entry.route)
                || !earlier.is_unchanged(&later.summaries, |page| &page.draft_names),
            titles_changed: renumbering.is_some()
                || !earlier.is_unchanged(&later.summaries, |page| &page.entry.title),
            sources_changed: earlier.sources.text != later.sources.text
                || earlier.sources.is_incomplete != later.sources.is_incomplete,
            renumbering,
        };
        if !Arc::ptr_eq(&earlier.lexicon, &later.lexicon) || diff.renumbering.is_some() {
            diff.changed_names =
                changed_first_words(&earlier.lexicon, &later.lexicon, |page| diff.new_index(page));
        }
        for (before, after) in diff.changed_facts(earlier, later) {
            for name in before.names.iter().chain(&after.names) {
                let words = diff.changed_names.get_or_insert_with(WordFilter::default);
                words.insert(&fold_name(&name.text));
            }
        }
        diff
    }

    /// Topics with other names, persons with other offices, and events that happened on another day: what
    /// stands next to their names means others.
    fn changed_facts<'a>(
        &self,
        earlier: &'a Catalog,
        later: &'a Catalog,
    ) -> Vec<(&'a PageSummary, &'a PageSummary)> {
        if Arc::ptr_eq(&earlier.summaries, &later.summaries) {
            return Vec::new();
        }
        let pairs = later.summaries.iter().enumerate().filter_map(|(at, after)| {
            let before = &earlier.summaries[self.old_index(PageIx::new(at))?.index()];
            let facts = |page: &PageSummary| (page.offices.clone(), page.entry.event_date.clone());
            // Undeclared forms of a name are recognised by all names of its topic.
            let is_same = facts(before) == facts(after) && before.names == after.names;
            (!is_same).then_some((&**before, &**after))
        });
        pairs.collect()
    }

    /// True if no page can depend on what changed.
    pub fn is_empty(&self) -> bool {
        let changed = self.pages_or_routes_changed || self.titles_changed || self.sources_changed;
        self.changed_names.is_none() && !changed
    }

    /// True if a changed name may begin with one of the words that were looked up.
    pub fn affects_lookups(&self, lookups: &WordFilter) -> bool {
        self.changed_names.as_ref().is_some_and(|names| names.may_intersect(lookups))
    }

    pub fn renumbers_pages(&self) -> bool {
        self.renumbering.is_some()
    }

    /// The later index of an earlier page; `None` if the page was removed.
    pub fn new_index(&self, page: PageIx) -> Option<PageIx> {
        self.renumbering
            .as_ref()
            .map_or(Some(page), |numbers| *numbers.new_by_old.get(page.index())?)
    }

    /// The earlier index of a later page; `None` if the page was added.
    pub fn old_index(&self, page: PageIx) -> Option<PageIx> {
        self.renumbering
            .as_ref()
            .map_or(Some(page), |numbers| *numbers.old_by_new.get(page.index())?)
    }

    /// True if the references that decide names in the text (`about`, `participants` and
    /// `disambiguate`) lead to the same pages.
    pub fn refs_are_equal(&self, earlier: &ResolvedRefs, later: &ResolvedRefs) -> bool {
        let new_index = |page: &PageIx| self.new_index(*page);
        let same_about = match (&earlier.about, &later.about) {
            (Some(earlier), Some(later)) => {
                earlier.iter().map(new_index).eq(later.iter().copied().map(Some))
            }
            (earlier, later) => earlier.is_none() && later.is_none(),
        };
        let new_participants = earlier.participants.iter().map(|page| page.as_ref().map(new_index));
        let new_meanings = earlier.disambiguate.iter().map(|(name, page)| (name, new_index(page)));
        same_about
            && new_participants.eq(later.participants.iter().map(|page| page.map(Some)))
            && new_meanings.eq(later.disambiguate.iter().map(|(name, page)| (name, Some(*page))))
    }
}

impl Renumbering {
    fn between(earlier: &Catalog, later: &Catalog) -> Self {
        let indexes = |from: &Catalog, to: &Catalog| {
            from.summaries.iter().map(|page| to.by_path(page.key.path.as_str())).collect()
        };
        Renumbering { new_by_old: indexes(earlier, later), old_by_new: indexes(later, earlier) }
    }
}

/// The first words of names that only one of two lexicons has, or that mean different topics.
fn changed_first_words(
    earlier: &Lexicon,
    later: &Lexicon,
    new_index: impl Fn(PageIx) -> Option<PageIx>,
) -> Option<WordFilter> {
    let renumbered: Vec<Option<Name>> =
        earlier.names().iter().map(|name| name.renumbered(&new_index)).collect();
    let before: FxHashSet<&Name> = renumbered.iter().flatten().collect();
    let after: FxHashSet<&Name> = later.names().iter().collect();
    let is_gone = |name: &Option<Name>| name.as_ref().is_none_or(|name| !after.contains(name));
    let names = earlier.names().iter().zip(&renumbered);
    let removed = names.filter(|(_, name)| is_gone(name)).map(|(name, _)| name);
    let added = later.names().iter().filter(|name| !before.contains(name));
    let mut words = None;
    for name in removed.chain(added) {
        words.get_or_insert_with(WordFilter::default).insert(name.first_word());
    }
    words
}
