//! What each page is referred to by.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::meant::MeantIds;
use super::{PageIx, messages};
use crate::diagnostics::Diagnostic;
use crate::document::{Head, PageKind};
use crate::text::{Route, SourcePath, nfc};

/// What a page is referred to by, and whether it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) id: Box<str>,
    pub(super) path: SourcePath,
    pub(super) kind: PageKind,
    pub(super) hidden: bool,
    pub(super) old_addresses: Box<[Route]>,
}

impl Identity {
    pub(super) fn of(head: &Head, hidden: bool) -> Arc<Self> {
        Arc::new(Identity {
            id: head.id.clone(),
            path: head.path.clone(),
            kind: head.kind.clone(),
            hidden,
            old_addresses: head.common.redirect_from.iter().map(|route| route.value.clone()).collect(),
        })
    }

    pub(super) fn slug(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }
}

/// All of them, found by each way of referring to a page, however its letters are composed.
#[derive(Clone, Debug, Default)]
pub(super) struct Identities {
    pages: Vec<Arc<Identity>>,
    by_id: FxHashMap<Box<str>, PageIx>,
    by_path: FxHashMap<SourcePath, PageIx>,
    by_slug: FxHashMap<Box<str>, Vec<PageIx>>,
    by_old_address: FxHashMap<Route, PageIx>,
    pub(super) meant: OnceLock<MeantIds>,
    pub(super) problems: Vec<Diagnostic>,
}

/// The same pages in the same order: all else is made of them.
impl PartialEq for Identities {
    fn eq(&self, other: &Self) -> bool {
        self.pages == other.pages
    }
}

impl Identities {
    pub(super) fn build(pages: Vec<Arc<Identity>>) -> Self {
        let mut all = Identities::default();
        for (at, identity) in pages.iter().enumerate() {
            let page = PageIx::new(at);
            match all.by_id.get(&identity.id) {
                Some(first) => all.problems.push(messages::duplicate_id(&identity.id, &pages[first.index()].path, &identity.path)),
                None => {
                    all.by_id.insert(identity.id.clone(), page);
                }
            }
            all.by_path.insert(identity.path.clone(), page);
            all.by_slug.entry(identity.slug().into()).or_default().push(page);
            all.by_old_address.extend(identity.old_addresses.iter().map(|route| (route.clone(), page)));
        }
        Identities { pages, ..all }
    }

    pub(super) fn get(&self, page: PageIx) -> &Identity {
        &self.pages[page.index()]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Identity> {
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

    pub(super) fn by_old_address(&self, route: &Route) -> Option<PageIx> {
        self.by_old_address.get(route).copied()
    }
}
