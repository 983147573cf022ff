//! What differs between two catalogs of one site, as far as the links of a page can tell.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{Catalog, Entry, Lexicon, Name, PageIx, ResolvedRefs, WordFilter};

/// The way from an earlier catalog to a later one.
#[derive(Debug)]
pub struct CatalogDiff {
    /// The first words of names that are not the same in both.
    changed_names: Option<WordFilter>,
    /// Some page or address is not the same.
    pages_or_routes_changed: bool,
    /// Some title is not the same; only messages name titles.
    titles_changed: bool,
    /// Some shared source is not the same.
    sources_changed: bool,
    renumbering: Option<Renumbering>,
}

/// Pages have other places in the order of paths, because files came or went.
#[derive(Debug)]
struct Renumbering {
    new_by_old: Vec<Option<PageIx>>,
    old_by_new: Vec<Option<PageIx>>,
}

impl CatalogDiff {
    /// What is not the same in `later`.
    pub fn between(earlier: &Catalog, later: &Catalog) -> Self {
        let renumbering = Renumbering::between(earlier, later);
        let same_claims =
            Arc::ptr_eq(&earlier.assigned, &later.assigned) || earlier.routes() == later.routes();
        let same_identities = Arc::ptr_eq(&earlier.page_lookup, &later.page_lookup)
            || earlier.page_lookup == later.page_lookup;
        fn differ_in<T: PartialEq>(
            earlier: &Catalog,
            later: &Catalog,
            part: impl Fn(&Entry) -> &T,
        ) -> bool {
            let mut pages = earlier.summaries.iter().zip(&*later.summaries);
            pages.any(|(one, other)| {
                !Arc::ptr_eq(one, other) && part(&one.entry) != part(&other.entry)
            })
        }
        let mut change = CatalogDiff {
            changed_names: None,
            pages_or_routes_changed: renumbering.is_some()
                || !same_claims
                || !same_identities
                || differ_in(earlier, later, |entry| &entry.route),
            titles_changed: renumbering.is_some()
                || differ_in(earlier, later, |entry| &entry.title),
            sources_changed: earlier.sources.text != later.sources.text,
            renumbering,
        };
        if !Arc::ptr_eq(&earlier.lexicon, &later.lexicon) || change.renumbering.is_some() {
            change.changed_names =
                changed_name_words(&earlier.lexicon, &later.lexicon, |page| change.new_index(page));
        }
        change
    }

    /// True where no page can tell the two apart.
    pub fn is_empty(&self) -> bool {
        self.changed_names.is_none()
            && !self.pages_or_routes_changed
            && !self.titles_changed
            && !self.sources_changed
    }

    /// True where a name that is not the same in both may begin with one of the words that were
    /// asked for.
    pub fn affects_lookups(&self, asked: &WordFilter) -> bool {
        self.changed_names.as_ref().is_some_and(|names| names.may_intersect(asked))
    }

    /// True where some page or address is not the same.
    pub fn changes_pages_or_routes(&self) -> bool {
        self.pages_or_routes_changed
    }

    /// True where some shared source is not the same.
    pub fn changes_sources(&self) -> bool {
        self.sources_changed
    }

    /// True where pages have other numbers.
    pub fn renumbers_pages(&self) -> bool {
        self.renumbering.is_some()
    }

    /// The later number of an earlier page; `None` for one that is no more.
    pub fn new_index(&self, page: PageIx) -> Option<PageIx> {
        self.renumbering
            .as_ref()
            .map_or(Some(page), |numbers| numbers.new_by_old.get(page.index()).copied().flatten())
    }

    /// The earlier number of a later page; `None` for one that is new.
    pub fn old_index(&self, page: PageIx) -> Option<PageIx> {
        self.renumbering
            .as_ref()
            .map_or(Some(page), |numbers| numbers.old_by_new.get(page.index()).copied().flatten())
    }

    /// True where what two pages refer to is the same, as far as names in their text are decided by
    /// it.
    pub fn refs_are_equal(&self, earlier: &ResolvedRefs, later: &ResolvedRefs) -> bool {
        let same = |earlier: &[PageIx], later: &[PageIx]| {
            earlier
                .iter()
                .map(|page| self.new_index(*page))
                .eq(later.iter().map(|page| Some(*page)))
        };
        let about = match (&earlier.about, &later.about) {
            (Some(earlier), Some(later)) => same(earlier, later),
            (None, None) => true,
            _ => false,
        };
        let participants = earlier
            .participants
            .iter()
            .map(|page| page.map(|page| self.new_index(page)))
            .eq(later.participants.iter().map(|page| page.map(Some)));
        let meant = earlier
            .disambiguate
            .iter()
            .map(|(name, page)| (name, self.new_index(*page)))
            .eq(later.disambiguate.iter().map(|(name, page)| (name, Some(*page))));
        about && participants && meant
    }
}

impl Renumbering {
    /// `None` where the same files stand in the same places.
    fn between(earlier: &Catalog, later: &Catalog) -> Option<Self> {
        let paths = |catalog: &Catalog| {
            catalog.page_lookup.iter().map(|identity| identity.path.clone()).collect::<Vec<_>>()
        };
        if earlier.has_same_pages(later) {
            return None;
        }
        let (earlier, later) = (paths(earlier), paths(later));
        let mut numbers = Renumbering {
            new_by_old: vec![None; earlier.len()],
            old_by_new: vec![None; later.len()],
        };
        let (mut one, mut other) = (0, 0);
        while one < earlier.len() && other < later.len() {
            match earlier[one].cmp(&later[other]) {
                std::cmp::Ordering::Less => one += 1,
                std::cmp::Ordering::Greater => other += 1,
                std::cmp::Ordering::Equal => {
                    numbers.new_by_old[one] = Some(PageIx::new(other));
                    numbers.old_by_new[other] = Some(PageIx::new(one));
                    one += 1;
                    other += 1;
                }
            }
        }
        Some(numbers)
    }
}

/// The first words of names that only one of two lexicons has, or that mean something else in the
/// other.
fn changed_name_words(
    earlier: &Lexicon,
    later: &Lexicon,
    number: impl Fn(PageIx) -> Option<PageIx>,
) -> Option<WordFilter> {
    let renumbered: Vec<Option<Name>> =
        earlier.names().iter().map(|name| name.renumbered(&number)).collect();
    let before: FxHashSet<&Name> = renumbered.iter().flatten().collect();
    let after: FxHashSet<&Name> = later.names().iter().collect();
    let gone = earlier
        .names()
        .iter()
        .zip(&renumbered)
        .filter(|(_, name)| name.as_ref().is_none_or(|name| !after.contains(name)))
        .map(|(name, _)| name);
    let come = later.names().iter().filter(|name| !before.contains(name));
    let mut words = None;
    for name in gone.chain(come) {
        words.get_or_insert_with(WordFilter::default).insert(name.first_word());
    }
    words
}
