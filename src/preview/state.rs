//! What the preview shows at one moment, and the channel that publishes it.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::watch;

use crate::diagnostics::Diagnostic;
use crate::engine::Site;
use crate::input::Asset;
use crate::render::{Body, picture_bytes, share_card_bytes};
use crate::text::Route;

/// How many rendered pages are cached.
const CACHED_PAGES: usize = 64;

/// The shown site, and the problems of the newest one. Immutable except for the cache.
#[derive(Debug)]
pub struct PreviewState {
    /// The last site without errors; if there has been none, the newest.
    pub site: Arc<Site>,
    /// The problems of the newest site, as the terminal shows them; `None` if it has no errors.
    pub problems: Option<Arc<str>>,
    /// An earlier site is shown, because the newest has errors.
    pub is_stale: bool,
    /// Files that have changed since the server started, by URL path, with the version of this
    /// state at their last change.
    pub changed_files: BTreeMap<String, u64>,
    /// Identifies this run of the server.
    pub run_id: Arc<str>,
    /// Counts the states of this run.
    pub version: u64,
    pub(super) cache: Mutex<VecDeque<(Route, RenderResult)>>,
}

/// A rendered route.
pub type RenderResult = Result<RenderedBody, Box<Diagnostic>>;

/// A [`Body`] that is cheap to clone.
#[derive(Clone, Debug)]
pub enum RenderedBody {
    /// Rendered bytes.
    Bytes(Bytes),
    /// A file on disk.
    File(PathBuf),
}

impl PreviewState {
    /// The first state of a run.
    pub(super) fn new(site: Arc<Site>, problems: Option<Arc<str>>, run_id: Arc<str>) -> Self {
        PreviewState {
            site,
            problems,
            is_stale: false,
            changed_files: BTreeMap::new(),
            run_id,
            version: 0,
            cache: Mutex::default(),
        }
    }

    /// The same as the next version, with an empty cache.
    pub(super) fn next(&self) -> Self {
        PreviewState {
            site: self.site.clone(),
            problems: self.problems.clone(),
            changed_files: self.changed_files.clone(),
            run_id: self.run_id.clone(),
            version: self.version + 1,
            cache: Mutex::default(),
            ..*self
        }
    }

    /// What a route serves; `None` if the site has no such route.
    pub fn body(&self, route: &str) -> Option<RenderResult> {
        let (route, _) = self.site.resource(route)?;
        if let Some((_, cached)) = self.cache().iter().find(|(other, _)| other == route) {
            return Some(cached.clone());
        }
        // Without the lock, so that a slow page delays no other; at worst it is rendered twice.
        let rendered: RenderResult = self.site.body(route.as_str())?.and_then(|body| {
            Ok(match body {
                Body::Bytes(bytes) => RenderedBody::Bytes(bytes.into()),
                Body::ShareCard(card) => RenderedBody::Bytes(share_card_bytes(&card)?.into()),
                Body::Picture(picture) => RenderedBody::Bytes(picture_bytes(&picture)?.into()),
                Body::File(Asset::InMemory(bytes)) => RenderedBody::Bytes(Bytes::from_owner(bytes)),
                Body::File(Asset::OnDisk { path, .. }) => RenderedBody::File(path),
            })
        });
        if !matches!(rendered, Ok(RenderedBody::File(_))) {
            let mut cache = self.cache();
            if cache.len() == CACHED_PAGES {
                cache.pop_front();
            }
            cache.push_back((route.clone(), rendered.clone()));
        }
        Some(rendered)
    }

    fn cache(&self) -> MutexGuard<'_, VecDeque<(Route, RenderResult)>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Publishes the shown state: readers take the current one and are notified of the next.
#[derive(Clone, Debug)]
pub struct StateChannel(watch::Sender<Arc<PreviewState>>);

impl StateChannel {
    /// A channel with a first state.
    pub fn new(first: PreviewState) -> Self {
        StateChannel(watch::Sender::new(Arc::new(first)))
    }

    /// The shown state.
    pub fn current(&self) -> Arc<PreviewState> {
        self.0.borrow().clone()
    }

    /// Shows another state, and notifies the subscribers.
    pub fn send(&self, next: PreviewState) {
        self.0.send_replace(Arc::new(next));
    }

    /// A receiver of this and all further states.
    pub fn subscribe(&self) -> watch::Receiver<Arc<PreviewState>> {
        self.0.subscribe()
    }
}
