//! What the server shows at one moment, and the window in which it stands.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::watch;

use crate::diagnostics::Diagnostic;
use crate::engine::Site;
use crate::input::Asset;
use crate::render::Body;
use crate::text::Route;

/// How many rendered pages are kept.
const KEPT: usize = 64;

/// The site that is shown, and what is wrong with the one that is being written. Immutable but for pages that are kept once they are rendered.
#[derive(Debug)]
pub struct Showing {
    /// The last good site; where there has been none, the newest.
    pub site: Arc<Site>,
    /// What is wrong, as the terminal shows it; `None` where what is shown is what is written.
    pub problems: Option<Arc<str>>,
    /// An earlier site is shown, for the one that is being written has errors.
    pub is_stale: bool,
    /// Files that have changed since the server was started, by their address as a link, with the number of the change.
    pub files: BTreeMap<String, u64>,
    /// What tells this run of the server from another.
    pub run: Arc<str>,
    /// How many times it has shown something else before.
    pub number: u64,
    pub(super) kept: Mutex<VecDeque<(Route, Made)>>,
}

/// What an address gives: bytes made by the site, or a file as it is.
pub type Made = Result<MadeBody, Box<Diagnostic>>;

/// A [`Body`] that is cheap to hand on.
#[derive(Clone, Debug)]
pub enum MadeBody {
    /// Bytes made by the site.
    Bytes(Bytes),
    /// A file as it is on disk.
    File(PathBuf),
}

impl Showing {
    /// Shows a site for the first time in this run.
    pub(super) fn first(site: Arc<Site>, problems: Option<Arc<str>>, run: Arc<str>) -> Self {
        Showing { site, problems, is_stale: false, files: BTreeMap::new(), run, number: 0, kept: Mutex::default() }
    }

    /// What is shown next: the same, with nothing rendered yet.
    pub(super) fn next(&self) -> Self {
        Showing {
            is_stale: self.is_stale,
            files: self.files.clone(),
            number: self.number + 1,
            kept: Mutex::default(),
            ..Self::first(self.site.clone(), self.problems.clone(), self.run.clone())
        }
    }

    /// What the address `route` gives; `None` for one that is none.
    pub fn made(&self, route: &str) -> Option<Made> {
        let (route, _) = self.site.address(route)?;
        let known = |kept: &VecDeque<(Route, Made)>| kept.iter().find(|(other, _)| other == route).map(|(_, made)| made.clone());
        if let Some(made) = known(&self.kept.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Some(made);
        }
        // Not under the lock: a slow page holds nobody up, at worst it is made twice.
        let made: Made = self.site.body(route.as_str())?.map(|body| match body {
            Body::Bytes(bytes) => MadeBody::Bytes(bytes.into()),
            Body::File(Asset::InMemory(bytes)) => MadeBody::Bytes(Bytes::from_owner(bytes)),
            Body::File(Asset::OnDisk { path, .. }) => MadeBody::File(path),
        });
        if matches!(made, Ok(MadeBody::File(_))) {
            return Some(made);
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back((route.clone(), made.clone()));
        Some(made)
    }
}

/// The window in which what is shown stands: readers take what is there, and are told when it is another.
#[derive(Clone, Debug)]
pub struct Window(watch::Sender<Arc<Showing>>);

impl Window {
    /// A window with something in it.
    pub fn new(first: Showing) -> Self {
        Window(watch::Sender::new(Arc::new(first)))
    }

    /// What is shown now.
    pub fn now(&self) -> Arc<Showing> {
        self.0.borrow().clone()
    }

    /// Shows something else, and tells those who wait.
    pub fn show(&self, next: Showing) {
        self.0.send_replace(Arc::new(next));
    }

    /// To wait for what is shown next.
    pub fn follow(&self) -> watch::Receiver<Arc<Showing>> {
        self.0.subscribe()
    }
}
