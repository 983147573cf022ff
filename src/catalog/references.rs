//! References of front matter, from written to resolved.

use super::PageIx;
use super::messages;
use super::page_lookup::{PageKey, PageLookup};
use crate::config::TopicKind;
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, Head, PageKind, Role, WrittenRef};
use crate::text::{Route, SourcePath, into_exact_box};

/// What the references of one page lead to. Lists stand beside those of the document, entry by
/// entry; what could not be resolved has been reported, and is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedRefs {
    /// Of an article: what it says it is about.
    pub about: Option<Box<[PageIx]>>,
    /// Of a topic: the other end of each relation.
    pub relations: Box<[Option<PageIx>]>,
    /// Of a figure: its countries.
    pub countries: Box<[PageIx]>,
    /// Of a figure: each role.
    pub roles: Box<[ResolvedRole]>,
    /// Of an event: the country of its place.
    pub place_country: Option<PageIx>,
    /// Of an event: each participant.
    pub participants: Box<[Option<PageIx>]>,
    /// Of an event.
    pub part_of: Box<[PageIx]>,
    /// Of an event.
    pub follows: Box<[PageIx]>,
    /// Of an event.
    pub led_to: Box<[PageIx]>,
    /// What names mean on this page.
    pub disambiguate: Box<[(Box<str>, PageIx)]>,
}

/// What the references of a role lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResolvedRole {
    /// The organisation, where it is a topic.
    pub organisation: Option<PageIx>,
    /// The country.
    pub country: Option<PageIx>,
}

/// What a reference may lead to.
#[derive(Clone, Copy)]
enum ExpectedTarget {
    Topic,
    Kind(TopicKind),
    Participant,
    Page,
}

impl ExpectedTarget {
    fn accepts(self, kind: &PageKind) -> bool {
        match (self, kind) {
            (ExpectedTarget::Topic, PageKind::Topic(_)) | (ExpectedTarget::Page, _) => true,
            (ExpectedTarget::Kind(wanted), PageKind::Topic(kind)) => wanted == *kind,
            (ExpectedTarget::Participant, PageKind::Topic(kind)) => {
                matches!(kind, TopicKind::Figure | TopicKind::Country | TopicKind::Organisation)
            }
            _ => false,
        }
    }

    fn describe(self) -> &'static str {
        match self {
            ExpectedTarget::Topic => "a topic",
            ExpectedTarget::Kind(TopicKind::Country) => "a country",
            ExpectedTarget::Kind(TopicKind::Figure) => "a figure",
            ExpectedTarget::Kind(TopicKind::Event) => "an event",
            ExpectedTarget::Kind(TopicKind::Organisation) => "an organisation",
            ExpectedTarget::Kind(TopicKind::Term) => "a term",
            ExpectedTarget::Participant => "a figure, country or organisation",
            ExpectedTarget::Page => "a page",
        }
    }
}

/// Resolves the references of any page.
#[derive(Clone, Copy)]
pub(super) struct RefResolver<'a> {
    pub(super) page_lookup: &'a PageLookup,
}

impl<'a> RefResolver<'a> {
    /// A reference of the configuration.
    pub(super) fn resolve_page(
        &self,
        path: &SourcePath,
        key: &str,
        written: &WrittenRef,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<PageIx> {
        self.resolve_one(path, key, written, ExpectedTarget::Page, problems)
    }

    pub(super) fn resolve(&self, head: &Head, problems: &mut Vec<Diagnostic>) -> ResolvedRefs {
        let path = &head.path;
        let mut resolved = ResolvedRefs {
            disambiguate: head
                .common
                .disambiguate
                .iter()
                .filter_map(|(name, to)| {
                    Some((
                        name.value.clone(),
                        self.resolve_one(
                            path,
                            "disambiguate",
                            to,
                            ExpectedTarget::Topic,
                            problems,
                        )?,
                    ))
                })
                .collect(),
            ..ResolvedRefs::default()
        };
        if let Some(topic) = head.front.topic() {
            resolved.relations = topic
                .relations
                .iter()
                .map(|relation| {
                    self.resolve_one(path, "to", &relation.to, ExpectedTarget::Topic, problems)
                })
                .collect();
        }
        match &head.front {
            FrontMatter::Article(article) => {
                resolved.about = article.about.as_ref().map(|about| {
                    self.resolve_all(path, "about", about, ExpectedTarget::Topic, problems)
                })
            }
            FrontMatter::Figure(_, figure) => {
                resolved.countries = self.resolve_all(
                    path,
                    "country",
                    &figure.country,
                    ExpectedTarget::Kind(TopicKind::Country),
                    problems,
                );
                let role = |role: &Role| {
                    let organisation = role
                        .organisation
                        .as_ref()
                        .and_then(|written| self.resolve_organisation(path, written, problems));
                    let country = role.country.as_ref().and_then(|written| {
                        self.resolve_one(
                            path,
                            "country",
                            written,
                            ExpectedTarget::Kind(TopicKind::Country),
                            problems,
                        )
                    });
                    ResolvedRole { organisation, country }
                };
                resolved.roles = figure.roles.iter().map(role).collect();
            }
            FrontMatter::Event(_, event) => {
                let country = event.place.as_ref().and_then(|place| place.country.as_ref());
                resolved.place_country = country.and_then(|written| {
                    self.resolve_one(
                        path,
                        "country",
                        written,
                        ExpectedTarget::Kind(TopicKind::Country),
                        problems,
                    )
                });
                resolved.participants = event
                    .participants
                    .iter()
                    .map(|p| {
                        self.resolve_one(
                            path,
                            "participants",
                            &p.who,
                            ExpectedTarget::Participant,
                            problems,
                        )
                    })
                    .collect();
                resolved.part_of = self.resolve_all(
                    path,
                    "part_of",
                    &event.part_of,
                    ExpectedTarget::Kind(TopicKind::Event),
                    problems,
                );
                resolved.follows = self.resolve_all(
                    path,
                    "follows",
                    &event.follows,
                    ExpectedTarget::Kind(TopicKind::Event),
                    problems,
                );
                resolved.led_to = self.resolve_all(
                    path,
                    "led_to",
                    &event.led_to,
                    ExpectedTarget::Kind(TopicKind::Event),
                    problems,
                );
            }
            FrontMatter::Page | FrontMatter::Country(..) | FrontMatter::OtherTopic(_) => {}
        }
        resolved
    }

    fn key(&self, page: PageIx) -> &'a PageKey {
        self.page_lookup.get(page)
    }

    fn resolve_all(
        &self,
        path: &SourcePath,
        key: &str,
        written: &[WrittenRef],
        wanted: ExpectedTarget,
        problems: &mut Vec<Diagnostic>,
    ) -> Box<[PageIx]> {
        let mut pages: Vec<PageIx> = Vec::with_capacity(written.len());
        for reference in written {
            if let Some(page) = self.resolve_one(path, key, reference, wanted, problems)
                && !pages.contains(&page)
            {
                pages.push(page);
            }
        }
        into_exact_box(pages)
    }

    /// An organisation may be a topic or only a name. What looks like a path is meant as a topic.
    fn resolve_organisation(
        &self,
        path: &SourcePath,
        written: &WrittenRef,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<PageIx> {
        let is_path =
            written.value.starts_with("organisations/") || written.value.starts_with("countries/");
        if is_path || self.page_lookup.by_id(&format!("organisations/{}", written.value)).is_some()
        {
            return self.resolve_one(
                path,
                "organisation",
                written,
                ExpectedTarget::Participant,
                problems,
            );
        }
        None
    }

    /// The page a reference leads to, if it is shown and of the kind that is wanted; everything
    /// else is reported.
    fn resolve_one(
        &self,
        path: &SourcePath,
        key: &str,
        written: &WrittenRef,
        wanted: ExpectedTarget,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<PageIx> {
        let found = self.find(&written.value, wanted);
        let page = match found {
            LookupResult::Page(page) => page,
            LookupResult::OldRoute(page) => {
                problems.push(messages::reference_to_old_address(
                    path,
                    written,
                    &self.key(page).id,
                ));
                page
            }
            LookupResult::Ambiguous(pages) => {
                let ids: Vec<&str> = pages.iter().map(|page| &*self.key(*page).id).collect();
                problems.push(messages::ambiguous_reference(path, key, written, &ids));
                return None;
            }
            LookupResult::NotFound => {
                let near = self
                    .page_lookup
                    .suggest(&written.value, |identity| wanted.accepts(&identity.kind));
                problems.push(messages::unresolved_reference(
                    path,
                    key,
                    written,
                    wanted.describe(),
                    near,
                ));
                return None;
            }
        };
        let identity = self.key(page);
        if !wanted.accepts(&identity.kind) {
            problems.push(messages::wrong_kind(
                path,
                key,
                written,
                wanted.describe(),
                &identity.path,
            ));
            return None;
        }
        if identity.hidden {
            problems.push(messages::reference_to_hidden(path, written, &identity.path));
            return None;
        }
        Some(page)
    }

    fn find(&self, written: &str, wanted: ExpectedTarget) -> LookupResult {
        let id = written
            .trim()
            .trim_start_matches("content/")
            .trim_end_matches(".md")
            .trim_end_matches('/');
        let old = || {
            Route::parse_redirect_from(&format!("/{}", id.trim_start_matches('/')))
                .and_then(|route| self.page_lookup.by_old_route(&route))
                .map_or(LookupResult::NotFound, LookupResult::OldRoute)
        };
        if let Some(page) = self.page_lookup.by_id(id.trim_start_matches('/')) {
            return LookupResult::Page(page);
        }
        if id.contains('/') {
            return old();
        }
        let with_slug = self.page_lookup.by_slug(id);
        let of_kind: Vec<PageIx> = with_slug
            .iter()
            .copied()
            .filter(|page| wanted.accepts(&self.key(*page).kind))
            .collect();
        match of_kind[..] {
            [] => with_slug.first().map_or_else(old, |page| LookupResult::Page(*page)),
            [page] => LookupResult::Page(page),
            _ => LookupResult::Ambiguous(of_kind),
        }
    }
}

enum LookupResult {
    Page(PageIx),
    OldRoute(PageIx),
    Ambiguous(Vec<PageIx>),
    NotFound,
}
