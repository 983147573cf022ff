//! The routes of the site and the resource that each serves.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use rustc_hash::{FxHashMap, FxHashSet};

use super::messages::{self, Requester};
use super::resource::{RedirectTarget, Resource};
use crate::diagnostics::Diagnostic;
use crate::text::{Route, SourcePath, Span, nfc, nfc_lowercase, resolve_relative_path};

/// All routes except those of theme files, which contain a hash of the file, and those that are
/// known only when all pages are linked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteTable {
    resources: BTreeMap<Route, Resource>,
    file_routes: BTreeMap<SourcePath, Route>,
    /// Routes that went to another request. What leads to one of them is not reported as broken.
    refused: BTreeSet<Route>,
    has_redirects: bool,
}

impl RouteTable {
    pub fn get(&self, route: &str) -> Option<&Resource> {
        self.resources.get(route)
    }

    pub fn get_entry(&self, route: &str) -> Option<(&Route, &Resource)> {
        self.resources.get_key_value(route)
    }

    /// The route of the file that a page links to as `written`: relative to the page, or from the
    /// root of the site.
    pub fn linked_file(&self, page: &SourcePath, written: &str) -> Option<&Route> {
        if written.starts_with('/') {
            return self.file_at(written);
        }
        self.source_file(&resolve_relative_path(page.folder(), written)?)
    }

    /// The route of a file, written from the root of the site without its base path.
    pub fn file_at(&self, written: &str) -> Option<&Route> {
        let written = nfc(written);
        match self.resources.get_key_value(&*written) {
            Some((route, resource)) => matches!(resource, Resource::File(_)).then_some(route),
            None => self.refused.get(&*written),
        }
    }

    /// True for a route that was refused because of a collision, which has been reported.
    pub fn is_refused(&self, route: &str) -> bool {
        self.refused.contains(route)
    }

    /// All published files.
    pub fn files(&self) -> impl Iterator<Item = (&SourcePath, &Route)> {
        self.file_routes.iter()
    }

    /// The files whose path begins with a text.
    pub(super) fn files_that_begin<'a, 's>(
        &'a self,
        start: &'s str,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a Route)> + use<'a, 's> {
        let from = self.file_routes.range::<str, _>((Bound::Included(start), Bound::Unbounded));
        from.take_while(move |(path, _)| path.as_str().starts_with(start))
    }

    /// The route of a published file.
    pub fn source_file(&self, path: &str) -> Option<&Route> {
        self.file_routes.get(&*nfc(path))
    }

    pub fn has_redirects(&self) -> bool {
        self.has_redirects
    }

    /// The number of routes.
    pub fn len(&self) -> usize {
        self.resources.len()
    }

    /// In the order of routes.
    pub fn iter(&self) -> impl Iterator<Item = (&Route, &Resource)> {
        self.resources.iter()
    }

    /// Gives each route to one request, and reports every other for the same file, for one that
    /// differs only in case or Unicode composition, and for a file in place of a folder.
    pub(super) fn assign(mut requests: Vec<RouteRequest>, problems: &mut Vec<Diagnostic>) -> Self {
        requests.sort_by_cached_key(|request| {
            let RouteRequest { route, resource, location, .. } = request;
            let key = (collision_key(route), request.gives_way());
            (key, location.is_some(), location.clone(), resource.clone())
        });
        let mut table = RouteTable::default();
        let mut by_file: BTreeMap<String, &RouteRequest> = BTreeMap::new();
        for request in &requests {
            let file = collision_key(&request.route);
            if RESERVED_NAMES.contains(&file.split('/').next().unwrap_or("")) {
                problems.push(messages::reserved_route(request.requester()));
                table.refuse(request);
                continue;
            }
            let parents = file.match_indices('/').map(|(slash, _)| &file[..slash]);
            let mut paths = std::iter::once(&*file).chain(parents);
            match paths.find_map(|path| by_file.get(path)) {
                Some(_) if request.gives_way() => {}
                // Their pages collide too, and that has been reported.
                Some(other)
                    if request.is_derived_from_page()
                        && (other.is_derived_from_page() || table.has_refused_page(request)) => {}
                Some(other) => {
                    problems.push(messages::collision(request.requester(), other.requester()));
                    table.refuse(request);
                }
                None => {
                    by_file.insert(file, request);
                    table.has_redirects |= matches!(request.resource, Resource::Redirect(_));
                    if let Resource::File(path) = &request.resource {
                        table.file_routes.insert(path.clone(), request.route.clone());
                    }
                    table.resources.insert(request.route.clone(), request.resource.clone());
                }
            }
        }
        table
    }

    /// True if the page that a route is derived from has been refused its own.
    fn has_refused_page(&self, derived: &RouteRequest) -> bool {
        let route = derived.route.as_str();
        let folder = route.rfind('/').map_or("", |slash| &route[..=slash]);
        self.refused.contains(folder)
    }

    fn refuse(&mut self, request: &RouteRequest) {
        if let Resource::File(path) = &request.resource {
            self.file_routes.insert(path.clone(), request.route.clone());
        }
        self.refused.insert(request.route.clone());
    }
}

/// A request for a route.
pub(super) struct RouteRequest {
    pub(super) route: Route,
    pub(super) resource: Resource,
    /// Where an author wrote the route or the name it follows from.
    pub(super) location: Option<(SourcePath, Span)>,
    /// What requests it, for messages.
    pub(super) description: &'static str,
}

impl RouteRequest {
    fn requester(&self) -> Requester<'_> {
        Requester {
            route: &self.route,
            location: self.location.as_ref(),
            description: self.description,
        }
    }

    /// True if anything else may have the route: nobody has written it.
    fn gives_way(&self) -> bool {
        matches!(self.resource, Resource::Redirect(RedirectTarget::Generated(_)))
    }

    fn is_derived_from_page(&self) -> bool {
        matches!(self.resource, Resource::MarkdownExport(_) | Resource::TopicFeed(_))
    }
}

/// The output path of a route as a file system sees it that ignores case and Unicode composition.
fn collision_key(route: &Route) -> String {
    nfc_lowercase(route.output_path().as_str())
}

/// A route outside the table, and what is published there, for messages.
pub(super) type OutsideRoute<'a> = (&'a Route, &'static str);

/// Collisions of routes with routes outside the table: the same file, or a file in place of a folder
/// of the other. `location` is where a route was requested.
pub(super) fn find_outside_collisions<'a>(
    routes: impl Iterator<Item = (&'a Route, &'a Resource)>,
    outside: &[OutsideRoute<'_>],
    location: impl Fn(&Route, &Resource) -> Option<(SourcePath, Span)>,
) -> Vec<Diagnostic> {
    let mut by_path: FxHashMap<String, &OutsideRoute<'_>> = FxHashMap::default();
    for other in outside {
        let file = collision_key(other.0);
        let parents = file.match_indices('/').map(|(slash, _)| file[..slash].to_owned());
        for path in parents.chain([file.clone()]) {
            by_path.entry(path).or_insert(other);
        }
    }
    let files: FxHashSet<String> = outside.iter().map(|(route, _)| collision_key(route)).collect();
    let first_parts: FxHashSet<&str> = files.iter().map(|file| first_part(file)).collect();
    let mut problems = Vec::new();
    for (route, resource) in routes {
        // Most routes are in other folders. Without this, the keys of all routes of a large site
        // would be a tenth of each rebuild.
        let part = first_part(route.as_str());
        let is_in_folder = |other: &&str| other.eq_ignore_ascii_case(part);
        if !part.is_empty() && part.is_ascii() && !first_parts.iter().any(is_in_folder) {
            continue;
        }
        let own = collision_key(route);
        let mut parents = own.match_indices('/').map(|(slash, _)| &own[..slash]);
        let below = || parents.find(|path| files.contains(*path)).and_then(|it| by_path.get(it));
        if let Some((other, description)) = by_path.get(&own).or_else(below) {
            let location = location(route, resource);
            let request =
                Requester { route, location: location.as_ref(), description: "this address" };
            let other = Requester { route: other, location: None, description };
            problems.push(messages::collision(request, other));
        }
    }
    problems
}

/// The first folder of a path, else its file.
fn first_part(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or_default()
}

/// Names at the root of the output that publishing uses itself.
const RESERVED_NAMES: [&str; 3] = [".backgrounder", ".backgrounder.json", ".backgrounder.json.new"];
