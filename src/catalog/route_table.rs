//! Every address of the site, and what it gives. One address has one owner; each collision is an
//! error that names both.

use std::collections::BTreeMap;

use super::messages;
use super::resource::Resource;
use crate::diagnostics::Diagnostic;
use crate::text::{Route, SourcePath, Span, nfc, nfc_lowercase, resolve_relative_path};

/// All addresses but those of files named by their own hash, which can collide with nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteTable {
    resources: BTreeMap<Route, Resource>,
    file_routes: BTreeMap<SourcePath, Route>,
    has_redirects: bool,
}

impl RouteTable {
    /// What an address gives.
    pub fn get(&self, route: &str) -> Option<&Resource> {
        self.resources.get(route)
    }

    /// An address as the site has it, and what it gives.
    pub fn get_entry(&self, route: &str) -> Option<(&Route, &Resource)> {
        self.resources.get_key_value(route)
    }

    /// The address of the file that `written` names on a page made of `page`: from the root of the
    /// site, or beside the page.
    pub fn linked_file(&self, page: &SourcePath, written: &str) -> Option<&Route> {
        if written.starts_with('/') {
            return self.file_at(written);
        }
        self.source_file(&resolve_relative_path(page.folder(), written)?)
    }

    /// The address of a file, as it is written in an address: from the root of the site, without
    /// its base path.
    pub fn file_at(&self, address: &str) -> Option<&Route> {
        self.resources
            .get_key_value(&*nfc(address))
            .filter(|(_, address)| matches!(address, Resource::File(_)))
            .map(|(route, _)| route)
    }

    /// All files that have an address, with it.
    pub fn files(&self) -> impl Iterator<Item = (&SourcePath, &Route)> {
        self.file_routes.iter()
    }

    /// The address at which a file is published as it is.
    pub fn source_file(&self, path: &str) -> Option<&Route> {
        self.file_routes.get(&*nfc(path))
    }

    /// True where an old address leads on to a page.
    pub fn has_redirects(&self) -> bool {
        self.has_redirects
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Route, &Resource)> {
        self.resources.iter()
    }
}

/// Who wants an address, for messages.
pub(super) struct RouteRequest {
    pub(super) route: Route,
    pub(super) resource: Resource,
    pub(super) location: Option<(SourcePath, Span)>,
    pub(super) description: &'static str,
}

/// The file of an address, as a file system sees it that tells apart neither case nor composition.
fn collision_key(route: &Route) -> String {
    nfc_lowercase(route.output_path().as_str())
}

/// Gives each address to its one owner, and reports every other who wants it: the same file, one
/// that differs only in case or composition, or a file where a folder must be.
pub(super) fn assign(mut claims: Vec<RouteRequest>, problems: &mut Vec<Diagnostic>) -> RouteTable {
    claims.sort_by_cached_key(|claim| {
        (
            collision_key(&claim.route),
            claim.location.is_some(),
            claim.location.clone(),
            claim.resource.clone(),
        )
    });
    let mut addresses = RouteTable::default();
    let mut by_file: BTreeMap<String, usize> = BTreeMap::new();
    for at in 0..claims.len() {
        let file = collision_key(&claims[at].route);
        if RESERVED_NAMES.contains(&file.split('/').next().unwrap_or("")) {
            problems
                .push(messages::reserved_route(&claims[at].route, claims[at].location.as_ref()));
            continue;
        }
        let parents = file.match_indices('/').map(|(slash, _)| &file[..slash]);
        let other = by_file
            .get(&file)
            .copied()
            .or_else(|| parents.filter_map(|parent| by_file.get(parent)).next().copied());
        match other {
            // Two pages that want one address have been reported; what hangs on it needs no word of
            // its own.
            Some(other)
                if is_derived_from_page(&claims[other].resource)
                    && is_derived_from_page(&claims[at].resource) => {}
            Some(other) => {
                let (first, second) = (&claims[other], &claims[at]);
                problems.push(messages::collision(
                    &second.route,
                    (second.location.as_ref(), second.description),
                    (&first.route, first.location.as_ref(), first.description),
                ));
            }
            None => {
                by_file.insert(file, at);
                addresses.has_redirects |= matches!(claims[at].resource, Resource::Redirect(_));
                addresses.resources.insert(claims[at].route.clone(), claims[at].resource.clone());
                if let Resource::File(path) = &claims[at].resource {
                    addresses.file_routes.insert(path.clone(), claims[at].route.clone());
                }
            }
        }
    }
    addresses
}

/// Collisions with files of the theme, which are named by their content and so have no claim:
/// somebody else's file at their place, a file where their folder must be, or a folder where they
/// must be. `place` is where an address was asked for.
pub(super) fn find_theme_collisions(
    addresses: &RouteTable,
    theme: &[&Route],
    place: impl Fn(&Route, &Resource) -> Option<(SourcePath, Span)>,
) -> Vec<Diagnostic> {
    // The name of a theme is a slug, so that all of its folder but for case is ASCII: most
    // addresses are ruled out by their first bytes.
    let is_near = |route: &Route, file: &Route| {
        let folder = file.as_str().rfind('/').map_or("", |slash| &file.as_str()[..slash]);
        route.as_str().get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
    };
    let holds = |path: &str, inner: &str| {
        inner.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let clash = |route: &Route| {
        theme.iter().copied().find(|file| {
            is_near(route, file) && {
                let (own, of_theme) = (collision_key(route), collision_key(file));
                holds(&own, &of_theme) || holds(&of_theme, &own)
            }
        })
    };
    let clashes =
        addresses.iter().filter_map(|(route, address)| Some((route, address, clash(route)?)));
    clashes
        .map(|(route, address, file)| {
            messages::collision(
                route,
                (place(route, address).as_ref(), "wanted here"),
                (file, None, "a file of the theme"),
            )
        })
        .collect()
}

fn is_derived_from_page(address: &Resource) -> bool {
    matches!(address, Resource::MarkdownExport(_) | Resource::TopicFeed(_))
}

/// What the output keeps for itself.
const RESERVED_NAMES: [&str; 3] = [".backgrounder", ".backgrounder.json", ".backgrounder.json.new"];
