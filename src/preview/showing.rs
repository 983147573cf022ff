//! What the server shows at one moment, and the stage on which it is exchanged.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::watch;

use crate::diagnostics::Diagnostic;
use crate::engine::Site;
use crate::render::Body;
use crate::text::Route;

/// How many rendered pages are kept.
const KEPT: usize = 64;

/// The site that is shown, and what is wrong with the one that is being written. Immutable but for pages that are kept once they are rendered.
#[derive(Debug)]
pub struct Showing {
    /// The last good site.
    pub site: Arc<Site>,
    /// What is wrong, as the terminal shows it; `None` where what is shown is what is written.
    pub problems: Option<Arc<str>>,
    /// Files that have changed since the server was started, by their address as a link, with the number of the change.
    pub files: BTreeMap<String, u64>,
    /// What tells this run of the server from another.
    pub run: Arc<str>,
    kept: Mutex<VecDeque<(Route, Made)>>,
}

/// What an address gives: bytes made by the site, or a file as it is.
pub type Made = Result<MadeBody, Box<Diagnostic>>;

/// A [`Body`] that is cheap to hand on.
#[derive(Clone, Debug)]
pub enum MadeBody {
    /// Bytes made by the site.
    Bytes(Bytes),
    /// A file as it is.
    File(crate::input::Asset),
}

impl Showing {
    /// Shows a site.
    pub fn new(site: Arc<Site>, problems: Option<Arc<str>>, files: BTreeMap<String, u64>, run: Arc<str>) -> Self {
        Showing { site, problems, files, run, kept: Mutex::default() }
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
            Body::File(asset) => MadeBody::File(asset),
        });
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back((route.clone(), made.clone()));
        Some(made)
    }
}

/// Where what is shown is exchanged: readers take what is there, and are told when it is another.
#[derive(Clone, Debug)]
pub struct Stage(watch::Sender<Arc<Showing>>);

impl Stage {
    /// A stage with something on it.
    pub fn new(first: Showing) -> Self {
        Stage(watch::Sender::new(Arc::new(first)))
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
