//! What differs between two catalogs of one site, as far as the links of a page can tell.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{Asked, Catalog, Entry, Lexicon, Name, PageIx, Resolved};

/// The way from an earlier catalog to a later one.
#[derive(Debug)]
pub struct Change {
    /// The first words of names that are not the same in both.
    names: Option<Asked>,
    /// Some page or address is not the same.
    places: bool,
    /// Some title is not the same; only messages name titles.
    titles: bool,
    /// Some shared source is not the same.
    sources: bool,
    renumbering: Option<Renumbering>,
}

/// Pages have other places in the order of paths, because files came or went.
#[derive(Debug)]
struct Renumbering {
    later: Vec<Option<PageIx>>,
    earlier: Vec<Option<PageIx>>,
}

impl Change {
    /// What is not the same in `later`.
    pub fn between(earlier: &Catalog, later: &Catalog) -> Self {
        let renumbering = Renumbering::between(earlier, later);
        let same_claims = Arc::ptr_eq(&earlier.claimed, &later.claimed) || earlier.addresses() == later.addresses();
        let same_identities = Arc::ptr_eq(&earlier.identities, &later.identities) || earlier.identities == later.identities;
        fn differ_in<T: PartialEq>(earlier: &Catalog, later: &Catalog, part: impl Fn(&Entry) -> &T) -> bool {
            let mut pages = earlier.listings.iter().zip(&*later.listings);
            pages.any(|(one, other)| !Arc::ptr_eq(one, other) && part(&one.entry) != part(&other.entry))
        }
        let mut change = Change {
            names: None,
            places: renumbering.is_some() || !same_claims || !same_identities || differ_in(earlier, later, |entry| &entry.route),
            titles: renumbering.is_some() || differ_in(earlier, later, |entry| &entry.title),
            sources: earlier.sources.text != later.sources.text,
            renumbering,
        };
        if !Arc::ptr_eq(&earlier.lexicon, &later.lexicon) || change.renumbering.is_some() {
            change.names = different_names(&earlier.lexicon, &later.lexicon, |page| change.later(page));
        }
        change
    }

    /// True where no page can tell the two apart.
    pub fn is_nothing(&self) -> bool {
        self.names.is_none() && !self.places && !self.titles && !self.sources
    }

    /// True where a name that is not the same in both may begin with one of the words that were asked for.
    pub fn touches_names(&self, asked: &Asked) -> bool {
        self.names.as_ref().is_some_and(|names| names.meets(asked))
    }

    /// True where some page or address is not the same.
    pub fn changes_places(&self) -> bool {
        self.places
    }

    /// True where some shared source is not the same.
    pub fn changes_sources(&self) -> bool {
        self.sources
    }

    /// True where pages have other numbers.
    pub fn renumbers(&self) -> bool {
        self.renumbering.is_some()
    }

    /// The later number of an earlier page; `None` for one that is no more.
    pub fn later(&self, page: PageIx) -> Option<PageIx> {
        self.renumbering.as_ref().map_or(Some(page), |numbers| numbers.later.get(page.index()).copied().flatten())
    }

    /// The earlier number of a later page; `None` for one that is new.
    pub fn earlier(&self, page: PageIx) -> Option<PageIx> {
        self.renumbering.as_ref().map_or(Some(page), |numbers| numbers.earlier.get(page.index()).copied().flatten())
    }

    /// True where what two pages refer to is the same, as far as names in their text are decided by it.
    pub fn same_references(&self, earlier: &Resolved, later: &Resolved) -> bool {
        let same = |earlier: &[PageIx], later: &[PageIx]| earlier.iter().map(|page| self.later(*page)).eq(later.iter().map(|page| Some(*page)));
        let about = match (&earlier.about, &later.about) {
            (Some(earlier), Some(later)) => same(earlier, later),
            (None, None) => true,
            _ => false,
        };
        let participants = earlier.participants.iter().map(|page| page.map(|page| self.later(page))).eq(later.participants.iter().map(|page| page.map(Some)));
        let meant =
            earlier.disambiguate.iter().map(|(name, page)| (name, self.later(*page))).eq(later.disambiguate.iter().map(|(name, page)| (name, Some(*page))));
        about && participants && meant
    }
}

impl Renumbering {
    /// `None` where the same files stand in the same places.
    fn between(earlier: &Catalog, later: &Catalog) -> Option<Self> {
        let paths = |catalog: &Catalog| catalog.identities.iter().map(|identity| identity.path.clone()).collect::<Vec<_>>();
        if earlier.has_pages_of(later) {
            return None;
        }
        let (earlier, later) = (paths(earlier), paths(later));
        let mut numbers = Renumbering { later: vec![None; earlier.len()], earlier: vec![None; later.len()] };
        let (mut one, mut other) = (0, 0);
        while one < earlier.len() && other < later.len() {
            match earlier[one].cmp(&later[other]) {
                std::cmp::Ordering::Less => one += 1,
                std::cmp::Ordering::Greater => other += 1,
                std::cmp::Ordering::Equal => {
                    numbers.later[one] = Some(PageIx::new(other));
                    numbers.earlier[other] = Some(PageIx::new(one));
                    one += 1;
                    other += 1;
                }
            }
        }
        Some(numbers)
    }
}

/// The first words of names that only one of two lexicons has, or that mean something else in the other.
fn different_names(earlier: &Lexicon, later: &Lexicon, number: impl Fn(PageIx) -> Option<PageIx>) -> Option<Asked> {
    let renumbered: Vec<Option<Name>> = earlier.names().iter().map(|name| name.renumbered(&number)).collect();
    let before: FxHashSet<&Name> = renumbered.iter().flatten().collect();
    let after: FxHashSet<&Name> = later.names().iter().collect();
    let gone = earlier.names().iter().zip(&renumbered).filter(|(_, name)| name.as_ref().is_none_or(|name| !after.contains(name))).map(|(name, _)| name);
    let come = later.names().iter().filter(|name| !before.contains(name));
    let mut words = None;
    for name in gone.chain(come) {
        words.get_or_insert_with(Asked::default).add(name.first_word());
    }
    words
}
