//! Finds a page by anything that an author can write for it.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::broken_files::BrokenFiles;
use super::{PageIx, messages};
use crate::diagnostics::{Diagnostic, NearestMatch};
use crate::document::{Head, PageKind};
use crate::text::{LetterCase, Route, Slug, SourcePath, nfc};

/// What a page is referred to by, and what decides whether a reference to it is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageKey {
    pub(super) id: Box<str>,
    pub(super) path: SourcePath,
    pub(super) kind: PageKind,
    pub(super) hidden: bool,
    pub(super) old_routes: Box<[Route]>,
}

impl PageKey {
    pub(super) fn new(head: &Head, hidden: bool) -> Self {
        PageKey {
            id: head.id.clone(),
            path: head.path.clone(),
            kind: head.kind.clone(),
            hidden,
            old_routes: head.common.redirect_from.iter().map(|route| route.value.clone()).collect(),
        }
    }
}

/// Index of all page keys. Lookups accept any Unicode composition of a text.
#[derive(Debug, Default)]
pub(super) struct PageLookup {
    pages: Vec<Arc<PageKey>>,
    by_id: FxHashMap<Box<str>, PageIx>,
    /// Ids with an ı, written with an i.
    by_id_with_dots: FxHashMap<Box<str>, PageIx>,
    by_path: FxHashMap<SourcePath, PageIx>,
    by_slug: FxHashMap<Box<str>, Vec<PageIx>>,
    by_old_route: FxHashMap<Route, PageIx>,
    /// Pages whose id an earlier page has.
    pub(super) duplicates: FxHashSet<PageIx>,
    pub(super) broken_files: BrokenFiles,
    letter_case: LetterCase,
    suggestions: OnceLock<[NearestMatch<PageIx>; 2]>,
    pub(super) problems: Vec<Diagnostic>,
}

impl PageLookup {
    pub(super) fn new(
        pages: Vec<Arc<PageKey>>,
        broken_files: BrokenFiles,
        letter_case: LetterCase,
    ) -> Self {
        let mut lookup = PageLookup { broken_files, letter_case, ..PageLookup::default() };
        for (at, key) in pages.iter().enumerate() {
            let page = PageIx::new(at);
            if let Some(first) = lookup.by_id.get(&key.id) {
                let first = &pages[first.index()].path;
                lookup.problems.push(messages::duplicate_id(&key.id, first, &key.path));
                lookup.duplicates.insert(page);
                lookup.by_path.insert(key.path.clone(), page);
                continue;
            }
            lookup.by_id.insert(key.id.clone(), page);
            if key.id.contains('ı') {
                lookup.by_id_with_dots.insert(with_dots(&key.id).into(), page);
            }
            lookup.by_path.insert(key.path.clone(), page);
            lookup.by_slug.entry(last_segment(&key.id).into()).or_default().push(page);
            lookup.by_old_route.extend(key.old_routes.iter().map(|route| (route.clone(), page)));
        }
        lookup.find_second_introductions(&pages);
        PageLookup { pages, ..lookup }
    }

    /// Pages in the folder of a kind of topic that introduce a page which has another introduction.
    fn find_second_introductions(&mut self, pages: &[Arc<PageKey>]) {
        for (at, key) in pages.iter().enumerate() {
            let PageKind::GeneratedIntro(generated) = key.kind else { continue };
            let first = self.by_id.get(generated.slug()).map(|first| &pages[first.index()]);
            let Some(first) = first.filter(|first| first.kind == key.kind) else { continue };
            if first.id != key.id && !first.hidden && !key.hidden {
                self.problems.push(messages::second_introduction(
                    generated,
                    &key.path,
                    &first.path,
                ));
                self.duplicates.insert(PageIx::new(at));
            }
        }
    }

    pub(super) fn get(&self, page: PageIx) -> &PageKey {
        &self.pages[page.index()]
    }

    /// The page with an id, in which dots on an i make no difference: on an English site
    /// "figures/ali-ışık" is "Ali Işık.md", with the id `figures/ali-işık`.
    pub(super) fn by_id(&self, id: &str) -> Option<PageIx> {
        let id = nfc(id);
        let with_dots = || {
            let id = &*with_dots(&id);
            self.by_id.get(id).or_else(|| self.by_id_with_dots.get(id))
        };
        self.by_id.get(&*id).or_else(with_dots).copied()
    }

    pub(super) fn id_of_file_name(&self, written: &str) -> Option<String> {
        let slugs = written.split('/').map(|name| Slug::from_text_in(name, self.letter_case));
        let slugs: Vec<String> =
            slugs.map(|slug| Some(slug.ok()?.to_string())).collect::<Option<_>>()?;
        Some(slugs.join("/"))
    }

    pub(super) fn by_path(&self, path: &str) -> Option<PageIx> {
        self.by_path.get(&*nfc(path)).copied()
    }

    pub(super) fn by_slug(&self, slug: &str) -> &[PageIx] {
        self.by_slug.get(&*nfc(slug)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn by_old_route(&self, route: &Route) -> Option<PageIx> {
        self.by_old_route.get(route).copied()
    }

    /// The id of the first published page that is `allowed`, as an example.
    pub(super) fn example(&self, allowed: impl Fn(&PageKey) -> bool) -> Option<&str> {
        self.pages.iter().find(|page| !page.hidden && allowed(page)).map(|page| &*page.id)
    }

    /// The id most like a reference that matches no page, among pages that are `allowed`: by title,
    /// then by id, then by slug.
    pub(super) fn suggest(
        &self,
        written: &str,
        allowed: impl Fn(&PageKey) -> bool,
    ) -> Option<&str> {
        let allowed = |page: &PageIx| allowed(self.get(*page));
        let [ids, slugs] = self.suggestions.get_or_init(|| {
            let pages =
                || self.pages.iter().enumerate().map(|(at, key)| (&*key.id, PageIx::new(at)));
            let slugs = pages().map(|(id, page)| (last_segment(id), page));
            [NearestMatch::new(pages()), NearestMatch::new(slugs)]
        });
        let by_title = || {
            let slug = Slug::from_text(last_segment(written)).ok()?;
            self.by_slug(slug.as_str()).iter().find(|page| allowed(page))
        };
        let page = by_title()
            .or_else(|| ids.find(written, allowed))
            .or_else(|| slugs.find(last_segment(written), allowed))?;
        Some(&self.get(*page).id)
    }
}

/// Each ı as i, and without dots that follow an i.
fn with_dots(id: &str) -> String {
    id.replace('ı', "i").replace("i\u{307}", "i")
}

pub(super) fn last_segment(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or("")
}
