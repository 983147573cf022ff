//! References of front matter, from written to resolved.

use super::PageIx;
use super::identities::{Identities, Identity};
use super::messages;
use crate::config::TopicKind;
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, Head, PageKind, Role, WrittenRef};
use crate::text::{Route, SourcePath, into_exact_box};

/// What the references of one page lead to. Lists stand beside those of the document, entry by entry; what could not be resolved has been reported, and is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
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
enum Wanted {
    Topic,
    Kind(TopicKind),
    Party,
    Page,
}

impl Wanted {
    fn accepts(self, kind: &PageKind) -> bool {
        match (self, kind) {
            (Wanted::Topic, PageKind::Topic(_)) | (Wanted::Page, _) => true,
            (Wanted::Kind(wanted), PageKind::Topic(kind)) => wanted == *kind,
            (Wanted::Party, PageKind::Topic(kind)) => matches!(kind, TopicKind::Figure | TopicKind::Country | TopicKind::Organisation),
            _ => false,
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Wanted::Topic => "a topic",
            Wanted::Kind(TopicKind::Country) => "a country",
            Wanted::Kind(TopicKind::Figure) => "a figure",
            Wanted::Kind(TopicKind::Event) => "an event",
            Wanted::Kind(TopicKind::Organisation) => "an organisation",
            Wanted::Kind(TopicKind::Term) => "a term",
            Wanted::Party => "a figure, country or organisation",
            Wanted::Page => "a page",
        }
    }
}

/// Resolves the references of any page.
#[derive(Clone, Copy)]
pub(super) struct Resolver<'a> {
    pub(super) identities: &'a Identities,
}

impl<'a> Resolver<'a> {
    /// A reference of the configuration.
    pub(super) fn page(&self, path: &SourcePath, key: &str, written: &WrittenRef, problems: &mut Vec<Diagnostic>) -> Option<PageIx> {
        self.one(path, key, written, Wanted::Page, problems)
    }

    pub(super) fn resolve(&self, head: &Head, problems: &mut Vec<Diagnostic>) -> Resolved {
        let path = &head.path;
        let mut resolved = Resolved {
            disambiguate: head
                .common
                .disambiguate
                .iter()
                .filter_map(|(name, to)| Some((name.clone(), self.one(path, "disambiguate", to, Wanted::Topic, problems)?)))
                .collect(),
            ..Resolved::default()
        };
        if let Some(topic) = head.front.topic() {
            resolved.relations = topic.relations.iter().map(|relation| self.one(path, "to", &relation.to, Wanted::Topic, problems)).collect();
        }
        match &head.front {
            FrontMatter::Article(article) => resolved.about = article.about.as_ref().map(|about| self.all(path, "about", about, Wanted::Topic, problems)),
            FrontMatter::Figure(_, figure) => {
                resolved.countries = self.all(path, "country", &figure.country, Wanted::Kind(TopicKind::Country), problems);
                let role = |role: &Role| {
                    let organisation = role.organisation.as_ref().and_then(|written| self.organisation(path, written, problems));
                    let country = role.country.as_ref().and_then(|written| self.one(path, "country", written, Wanted::Kind(TopicKind::Country), problems));
                    ResolvedRole { organisation, country }
                };
                resolved.roles = figure.roles.iter().map(role).collect();
            }
            FrontMatter::Event(_, event) => {
                let country = event.place.as_ref().and_then(|place| place.country.as_ref());
                resolved.place_country = country.and_then(|written| self.one(path, "country", written, Wanted::Kind(TopicKind::Country), problems));
                resolved.participants = event.participants.iter().map(|p| self.one(path, "participants", &p.who, Wanted::Party, problems)).collect();
                resolved.part_of = self.all(path, "part_of", &event.part_of, Wanted::Kind(TopicKind::Event), problems);
                resolved.follows = self.all(path, "follows", &event.follows, Wanted::Kind(TopicKind::Event), problems);
                resolved.led_to = self.all(path, "led_to", &event.led_to, Wanted::Kind(TopicKind::Event), problems);
            }
            FrontMatter::Page | FrontMatter::Country(..) | FrontMatter::OtherTopic(_) => {}
        }
        resolved
    }

    fn of(&self, page: PageIx) -> &'a Identity {
        self.identities.get(page)
    }

    fn all(&self, path: &SourcePath, key: &str, written: &[WrittenRef], wanted: Wanted, problems: &mut Vec<Diagnostic>) -> Box<[PageIx]> {
        let mut pages: Vec<PageIx> = Vec::with_capacity(written.len());
        for reference in written {
            if let Some(page) = self.one(path, key, reference, wanted, problems)
                && !pages.contains(&page)
            {
                pages.push(page);
            }
        }
        into_exact_box(pages)
    }

    /// An organisation may be a topic or only a name. What looks like a path is meant as a topic.
    fn organisation(&self, path: &SourcePath, written: &WrittenRef, problems: &mut Vec<Diagnostic>) -> Option<PageIx> {
        let is_path = written.value.starts_with("organisations/") || written.value.starts_with("countries/");
        if is_path || self.identities.by_id(&format!("organisations/{}", written.value)).is_some() {
            return self.one(path, "organisation", written, Wanted::Party, problems);
        }
        None
    }

    /// The page a reference leads to, if it is shown and of the kind that is wanted; everything else is reported.
    fn one(&self, path: &SourcePath, key: &str, written: &WrittenRef, wanted: Wanted, problems: &mut Vec<Diagnostic>) -> Option<PageIx> {
        let found = self.find(&written.value, wanted);
        let page = match found {
            Found::Page(page) => page,
            Found::OldAddress(page) => {
                problems.push(messages::reference_to_old_address(path, written, &self.of(page).id));
                page
            }
            Found::Several(pages) => {
                let ids: Vec<&str> = pages.iter().map(|page| &*self.of(*page).id).collect();
                problems.push(messages::ambiguous_reference(path, key, written, &ids));
                return None;
            }
            Found::None => {
                let near = self.identities.meant(&written.value, |identity| wanted.accepts(&identity.kind));
                problems.push(messages::unresolved_reference(path, key, written, wanted.in_words(), near));
                return None;
            }
        };
        let identity = self.of(page);
        if !wanted.accepts(&identity.kind) {
            problems.push(messages::wrong_kind(path, key, written, wanted.in_words(), &identity.path));
            return None;
        }
        if identity.hidden {
            problems.push(messages::reference_to_hidden(path, written, &identity.path));
            return None;
        }
        Some(page)
    }

    fn find(&self, written: &str, wanted: Wanted) -> Found {
        let id = written.trim().trim_start_matches("content/").trim_end_matches(".md").trim_end_matches('/');
        let old = || {
            Route::parse_redirect_from(&format!("/{}", id.trim_start_matches('/')))
                .and_then(|route| self.identities.by_old_address(&route))
                .map_or(Found::None, Found::OldAddress)
        };
        if let Some(page) = self.identities.by_id(id.trim_start_matches('/')) {
            return Found::Page(page);
        }
        if id.contains('/') {
            return old();
        }
        let with_slug = self.identities.by_slug(id);
        let of_kind: Vec<PageIx> = with_slug.iter().copied().filter(|page| wanted.accepts(&self.of(*page).kind)).collect();
        match of_kind[..] {
            [] => with_slug.first().map_or_else(old, |page| Found::Page(*page)),
            [page] => Found::Page(page),
            _ => Found::Several(of_kind),
        }
    }
}

enum Found {
    Page(PageIx),
    OldAddress(PageIx),
    Several(Vec<PageIx>),
    None,
}
