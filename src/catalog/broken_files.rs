//! Files that could not be read, or that cannot be pages. What refers to one of them is not reported
//! as well.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::document::classify;
use crate::input::Snapshot;
use crate::text::{LetterCase, Slug, SourcePath, nfc};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BrokenFiles {
    paths: BTreeSet<SourcePath>,
    /// The ids that the pages among them would have.
    ids: FxHashSet<Box<str>>,
    letter_case: LetterCase,
}

impl BrokenFiles {
    /// `pages` are the paths of all pages of the catalog, in order.
    pub(super) fn find<'a>(
        snapshot: &Snapshot,
        pages: impl ExactSizeIterator<Item = &'a SourcePath>,
        letter_case: LetterCase,
    ) -> Self {
        let mut broken = BrokenFiles { letter_case, ..BrokenFiles::default() };
        let problems = snapshot.problems().filter_map(|problem| problem.primary_label());
        let unreadable = problems.map(|label| &label.path).filter(|path| !snapshot.has_file(path));
        broken.paths.extend(unreadable.cloned());
        if snapshot.pages().count() > pages.len() {
            let mut pages = pages.peekable();
            let mut without_page = snapshot.pages().map(|(path, _)| path);
            broken.paths.extend(
                without_page
                    .by_ref()
                    .filter(|path| pages.next_if(|page| page == path).is_none())
                    .cloned(),
            );
        }
        let ids = broken.paths.iter().filter(|path| path.extension() == "md");
        broken.ids = ids.filter_map(|path| Some(classify(path, letter_case).ok()?.1)).collect();
        broken
    }

    pub(super) fn has_path(&self, path: &str) -> bool {
        !self.paths.is_empty() && self.paths.contains(&*nfc(path))
    }

    /// True if a reference may mean one of them: by its id, address, slug or name.
    pub(super) fn may_be_meant(&self, written: &str) -> bool {
        if self.ids.is_empty() {
            return false;
        }
        let written = written.trim_matches('/');
        let Some((folder, name)) = written.rsplit_once('/') else {
            let slug = Slug::from_text_in(written, self.letter_case);
            let is_last = |id: &str| id.rsplit('/').next() == slug.as_ref().ok().map(Slug::as_str);
            return self.ids.iter().any(|id| is_last(id));
        };
        Slug::from_text_in(name, self.letter_case)
            .is_ok_and(|slug| self.ids.contains(&*format!("{folder}/{slug}")))
    }
}
