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
const CACHED_PAGES: usize = 64;

/// The site that is shown, and what is wrong with the one that is being written. Immutable but for
/// pages that are kept once they are rendered.
#[derive(Debug)]
pub struct PreviewState {
    /// The last good site; where there has been none, the newest.
    pub site: Arc<Site>,
    /// What is wrong, as the terminal shows it; `None` where what is shown is what is written.
    pub problems: Option<Arc<str>>,
    /// An earlier site is shown, for the one that is being written has errors.
    pub is_stale: bool,
    /// Files that have changed since the server was started, by their address as a link, with the
    /// number of the change.
    pub changed_files: BTreeMap<String, u64>,
    /// What tells this run of the server from another.
    pub run_id: Arc<str>,
    /// How many times it has shown something else before.
    pub version: u64,
    pub(super) cache: Mutex<VecDeque<(Route, RenderResult)>>,
}

/// What an address gives: bytes made by the site, or a file as it is.
pub type RenderResult = Result<RenderedBody, Box<Diagnostic>>;

/// A [`Body`] that is cheap to hand on.
#[derive(Clone, Debug)]
pub enum RenderedBody {
    /// Bytes made by the site.
    Bytes(Bytes),
    /// A file as it is on disk.
    File(PathBuf),
}

impl PreviewState {
    /// Shows a site for the first time in this run.
    pub(super) fn new(site: Arc<Site>, problems: Option<Arc<str>>, run: Arc<str>) -> Self {
        PreviewState {
            site,
            problems,
            is_stale: false,
            changed_files: BTreeMap::new(),
            run_id: run,
            version: 0,
            cache: Mutex::default(),
        }
    }

    /// What is shown next: the same, with nothing rendered yet.
    pub(super) fn next(&self) -> Self {
        PreviewState {
            is_stale: self.is_stale,
            changed_files: self.changed_files.clone(),
            version: self.version + 1,
            cache: Mutex::default(),
            ..Self::new(self.site.clone(), self.problems.clone(), self.run_id.clone())
        }
    }

    /// What the address `route` gives; `None` for one that is none.
    pub fn body(&self, route: &str) -> Option<RenderResult> {
        let (route, _) = self.site.resource(route)?;
        let known = |kept: &VecDeque<(Route, RenderResult)>| {
            kept.iter().find(|(other, _)| other == route).map(|(_, made)| made.clone())
        };
        if let Some(made) = known(&self.cache.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Some(made);
        }
        // Not under the lock: a slow page holds nobody up, at worst it is made twice.
        let made: RenderResult = self.site.body(route.as_str())?.map(|body| match body {
            Body::Bytes(bytes) => RenderedBody::Bytes(bytes.into()),
            Body::File(Asset::InMemory(bytes)) => RenderedBody::Bytes(Bytes::from_owner(bytes)),
            Body::File(Asset::OnDisk { path, .. }) => RenderedBody::File(path),
        });
        if matches!(made, Ok(RenderedBody::File(_))) {
            return Some(made);
        }
        let mut kept = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == CACHED_PAGES {
            kept.pop_front();
        }
        kept.push_back((route.clone(), made.clone()));
        Some(made)
    }
}

/// The window in which what is shown stands: readers take what is there, and are told when it is
/// another.
#[derive(Clone, Debug)]
pub struct StateChannel(watch::Sender<Arc<PreviewState>>);

impl StateChannel {
    /// A window with something in it.
    pub fn new(first: PreviewState) -> Self {
        StateChannel(watch::Sender::new(Arc::new(first)))
    }

    /// What is shown now.
    pub fn current(&self) -> Arc<PreviewState> {
        self.0.borrow().clone()
    }

    /// Shows something else, and tells those who wait.
    pub fn send(&self, next: PreviewState) {
        self.0.send_replace(Arc::new(next));
    }

    /// To wait for what is shown next.
    pub fn subscribe(&self) -> watch::Receiver<Arc<PreviewState>> {
        self.0.subscribe()
    }
}
