//! What each page is referred to by.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::did_you_mean::IdSuggestions;
use super::{PageIx, messages};
use crate::diagnostics::Diagnostic;
use crate::document::{Head, PageKind};
use crate::text::{Route, SourcePath, nfc};

/// What a page is referred to by, and whether it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageKey {
    pub(super) id: Box<str>,
    pub(super) path: SourcePath,
    pub(super) kind: PageKind,
    pub(super) hidden: bool,
    pub(super) old_routes: Box<[Route]>,
}

impl PageKey {
    pub(super) fn from_head(head: &Head, hidden: bool) -> Arc<Self> {
        Arc::new(PageKey {
            id: head.id.clone(),
            path: head.path.clone(),
            kind: head.kind.clone(),
            hidden,
            old_routes: head.common.redirect_from.iter().map(|route| route.value.clone()).collect(),
        })
    }

    pub(super) fn slug(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }
}

/// All of them, found by each way of referring to a page, however its letters are composed.
#[derive(Clone, Debug, Default)]
pub(super) struct PageLookup {
    pages: Vec<Arc<PageKey>>,
    by_id: FxHashMap<Box<str>, PageIx>,
    by_path: FxHashMap<SourcePath, PageIx>,
    by_slug: FxHashMap<Box<str>, Vec<PageIx>>,
    by_old_route: FxHashMap<Route, PageIx>,
    pub(super) suggestions: OnceLock<IdSuggestions>,
    pub(super) problems: Vec<Diagnostic>,
}

/// The same pages in the same order: all else is made of them.
impl PartialEq for PageLookup {
    fn eq(&self, other: &Self) -> bool {
        self.pages == other.pages
    }
}

impl PageLookup {
    pub(super) fn build(pages: Vec<Arc<PageKey>>) -> Self {
        let mut all = PageLookup::default();
        for (at, identity) in pages.iter().enumerate() {
            let page = PageIx::new(at);
            match all.by_id.get(&identity.id) {
                Some(first) => all.problems.push(messages::duplicate_id(
                    &identity.id,
                    &pages[first.index()].path,
                    &identity.path,
                )),
                None => {
                    all.by_id.insert(identity.id.clone(), page);
                }
            }
            all.by_path.insert(identity.path.clone(), page);
            all.by_slug.entry(identity.slug().into()).or_default().push(page);
            all.by_old_route.extend(identity.old_routes.iter().map(|route| (route.clone(), page)));
        }
        PageLookup { pages, ..all }
    }

    pub(super) fn get(&self, page: PageIx) -> &PageKey {
        &self.pages[page.index()]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &PageKey> {
        self.pages.iter().map(|identity| &**identity)
    }

    pub(super) fn by_id(&self, id: &str) -> Option<PageIx> {
        self.by_id.get(&*nfc(id)).copied()
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
}
