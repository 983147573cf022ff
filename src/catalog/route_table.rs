//! The routes of the site and the resource that each serves.

use std::collections::BTreeMap;

use super::messages::{self, Requester};
use super::resource::Resource;
use crate::diagnostics::Diagnostic;
use crate::text::{Route, SourcePath, Span, nfc, nfc_lowercase, resolve_relative_path};

/// All routes except those of theme files, which contain a hash of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteTable {
    resources: BTreeMap<Route, Resource>,
    file_routes: BTreeMap<SourcePath, Route>,
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
        let (route, resource) = self.resources.get_key_value(&*nfc(written))?;
        matches!(resource, Resource::File(_)).then_some(route)
    }

    /// All published files.
    pub fn files(&self) -> impl Iterator<Item = (&SourcePath, &Route)> {
        self.file_routes.iter()
    }

    /// The route of a published file.
    pub fn source_file(&self, path: &str) -> Option<&Route> {
        self.file_routes.get(&*nfc(path))
    }

    pub fn has_redirects(&self) -> bool {
        self.has_redirects
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
            (collision_key(route), location.is_some(), location.clone(), resource.clone())
        });
        let mut table = RouteTable::default();
        let mut by_file: BTreeMap<String, &RouteRequest> = BTreeMap::new();
        for request in &requests {
            let file = collision_key(&request.route);
            if RESERVED_NAMES.contains(&file.split('/').next().unwrap_or("")) {
                problems.push(messages::reserved_route(request.requester()));
                continue;
            }
            let parents = file.match_indices('/').map(|(slash, _)| &file[..slash]);
            let mut paths = std::iter::once(&*file).chain(parents);
            match paths.find_map(|path| by_file.get(path)) {
                // Their pages collide too, and that has been reported.
                Some(other) if request.is_derived_from_page() && other.is_derived_from_page() => {}
                Some(other) => {
                    problems.push(messages::collision(request.requester(), other.requester()));
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

    fn is_derived_from_page(&self) -> bool {
        matches!(self.resource, Resource::MarkdownExport(_) | Resource::TopicFeed(_))
    }
}

/// The output path of a route as a file system sees it that ignores case and Unicode composition.
fn collision_key(route: &Route) -> String {
    nfc_lowercase(route.output_path().as_str())
}

/// Collisions of routes with files of the theme: the same file, or a file in place of a folder of
/// the other. `location` is where a route was requested.
pub(super) fn find_theme_collisions(
    routes: &RouteTable,
    theme_files: &[&Route],
    location: impl Fn(&Route, &Resource) -> Option<(SourcePath, Span)>,
) -> Vec<Diagnostic> {
    // The folder of a theme file is ASCII, since the name of a theme is a slug: comparing its bytes
    // first rules out most routes.
    let is_near = |route: &Route, file: &Route| {
        let folder = file.as_str().rfind('/').map_or("", |slash| &file.as_str()[..slash]);
        route.as_str().get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
    };
    let contains = |path: &str, inner: &str| {
        inner.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut problems = Vec::new();
    for (route, resource) in routes.iter() {
        let collides = |file: &&&Route| {
            is_near(route, file) && {
                let (own, theme) = (collision_key(route), collision_key(file));
                contains(&own, &theme) || contains(&theme, &own)
            }
        };
        if let Some(file) = theme_files.iter().find(collides) {
            let location = location(route, resource);
            let request =
                Requester { route, location: location.as_ref(), description: "this address" };
            let theme =
                Requester { route: file, location: None, description: "a file of the theme" };
            problems.push(messages::collision(request, theme));
        }
    }
    problems
}

/// Names at the root of the output that publishing uses itself.
const RESERVED_NAMES: [&str; 3] = [".backgrounder", ".backgrounder.json", ".backgrounder.json.new"];
