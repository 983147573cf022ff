//! The pictures that pages can show, with the files that are published of each.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::RouteTable;
use super::assets::Assets;
use crate::media::{
    DerivedPicture, Focus, PictureError, PictureFacts, PictureFile, PictureKind, PictureLibrary,
    PictureSet, PictureSettings,
};
use crate::text::{Route, SourcePath};

/// The folder of all pictures that are made of others.
const FOLDER: [&str; 2] = ["assets", "pictures"];

/// A picture file of the site that can be published.
#[derive(Debug)]
pub struct Picture {
    /// The file.
    pub path: SourcePath,
    /// What is known of the file.
    pub file: Arc<PictureFile>,
    /// Its own route. Only an SVG, and a file of `static/`, is always published there.
    pub route: Route,
    /// What the file is.
    pub facts: PictureFacts,
    /// Its sizes; none of an SVG.
    pub sizes: PictureVersions,
}

/// The files of a picture that a browser chooses from, from the narrowest to the widest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureVersions {
    /// For browsers that show AVIF.
    pub avif: Vec<PictureVersion>,
    /// For all others.
    pub fallback: Vec<PictureVersion>,
}

/// One file that is made of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureVersion {
    pub route: Route,
    pub derived: DerivedPicture,
}

/// A file that cannot be shown.
#[derive(Debug)]
struct BrokenPicture {
    path: SourcePath,
    error: PictureError,
    has_position: bool,
}

/// All pictures by their own routes.
#[derive(Debug)]
pub struct Pictures {
    by_route: FxHashMap<Route, Picture>,
    broken: FxHashMap<Route, BrokenPicture>,
    settings: PictureSettings,
}

impl Pictures {
    /// The pictures that have a route.
    pub(super) fn new(
        library: &PictureLibrary,
        assets: &Assets,
        routes: &RouteTable,
        settings: &PictureSettings,
    ) -> Self {
        let (mut by_route, mut broken) = (FxHashMap::default(), FxHashMap::default());
        for (path, file) in library.iter() {
            let facts = match &file.facts {
                Ok(facts) => facts,
                Err(_) if assets.refuses_svg(path) => continue,
                Err(error) => {
                    let route = routes.source_file(path.as_str());
                    let (path, error) = (path.clone(), error.clone());
                    let picture = BrokenPicture { path, error, has_position: file.has_position };
                    broken.extend(route.map(|route| (route.clone(), picture)));
                    continue;
                }
            };
            let Some(route) = routes.source_file(path.as_str()) else { continue };
            let picture = Picture {
                path: path.clone(),
                file: file.clone(),
                route: route.clone(),
                facts: *facts,
                sizes: PictureVersions::new(&PictureSet::sizes(facts, settings), file),
            };
            by_route.insert(route.clone(), picture);
        }
        Pictures { by_route, broken, settings: settings.clone() }
    }

    /// The picture whose own route this is.
    pub fn get(&self, route: &Route) -> Option<&Picture> {
        self.by_route.get(route)
    }

    /// The files that cannot be shown as pictures, with the reason, in no order. Those of `static/`
    /// are copied unchanged.
    pub fn broken(&self) -> impl Iterator<Item = (&Route, &SourcePath, &PictureError)> {
        self.broken.iter().map(|(route, broken)| (route, &broken.path, &broken.error))
    }

    /// The files whose metadata contain a GPS position, in no order, whether they can be shown or not.
    pub fn with_position(&self) -> impl Iterator<Item = (&Route, &SourcePath)> {
        let shown = self.by_route.values().filter(|picture| picture.file.has_position);
        let broken = self.broken.iter().filter(|(_, broken)| broken.has_position);
        shown
            .map(|picture| (&picture.route, &picture.path))
            .chain(broken.map(|(route, broken)| (route, &broken.path)))
    }

    /// True for the route of a file that cannot be shown as a picture.
    pub fn is_broken(&self, route: &Route) -> bool {
        self.broken.contains_key(route)
    }

    /// Where a link to a file leads: for a picture beside a page, to the largest copy without
    /// metadata.
    pub fn link_target<'a>(&'a self, route: &'a Route) -> &'a Route {
        match self.get(route) {
            Some(picture) if picture.path.strip_prefix("content").is_some() => picture.widest(),
            _ => route,
        }
    }

    /// True for a site without picture files.
    pub fn is_empty(&self) -> bool {
        self.by_route.is_empty() && self.broken.is_empty()
    }

    /// The square crops of a picture around a point; none of an SVG.
    pub(super) fn squares(&self, picture: &Picture, focus: Option<Focus>) -> PictureVersions {
        let set = PictureSet::squares(&picture.facts, focus.unwrap_or_default(), &self.settings);
        PictureVersions::new(&set, &picture.file)
    }
}

impl Picture {
    /// The route of its widest version, which all browsers show.
    pub fn widest(&self) -> &Route {
        self.sizes.fallback.last().map_or(&self.route, |version| &version.route)
    }

    /// Its narrowest version that all browsers show; `None` for an SVG.
    pub fn narrowest(&self) -> Option<&PictureVersion> {
        self.sizes.fallback.first()
    }

    /// Its widest version, which all browsers show; none of an SVG.
    pub fn widest_derived(&self) -> Option<DerivedPicture> {
        self.sizes.fallback.last().map(|version| version.derived)
    }

    /// How it is published.
    pub fn kind(&self) -> PictureKind {
        self.facts.kind
    }
}

impl PictureVersions {
    fn new(set: &PictureSet, file: &PictureFile) -> Self {
        let version = |derived: &DerivedPicture| PictureVersion {
            route: Route::for_file([FOLDER[0], FOLDER[1], &derived.file_name(&file.content)]),
            derived: *derived,
        };
        PictureVersions {
            avif: set.avif.iter().map(version).collect(),
            fallback: set.fallback.iter().map(version).collect(),
        }
    }

    /// The widest file that all browsers show and that is no wider than this, else the narrowest.
    pub fn widest_within(&self, width: u32) -> Option<&PictureVersion> {
        let fits = |version: &&PictureVersion| version.derived.width <= width;
        self.fallback.iter().rfind(fits).or(self.fallback.first())
    }

    /// All files.
    pub fn iter(&self) -> impl Iterator<Item = &PictureVersion> {
        self.avif.iter().chain(&self.fallback)
    }
}

/// True for the address of a file in the folder of pictures that are made of others, in any case.
pub(super) fn is_picture_route(route: &str) -> bool {
    let mut parts = route.trim_start_matches('/').split('/');
    FOLDER.iter().all(|folder| parts.next().is_some_and(|part| part.eq_ignore_ascii_case(folder)))
}
