//! Resolves the references of front matter to pages.

use super::PageIx;
use super::messages::{self, ReferenceHelp};
use super::page_lookup::{PageKey, PageLookup};
use crate::config::TopicKind;
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, Head, PageKind, WrittenRef};
use crate::text::{Route, SourcePath, into_exact_box};

/// What the references of one page lead to. Lists with `Option` match those of the document entry
/// by entry; `None` is a reference that could not be resolved and has been reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedRefs {
    /// Of an article.
    pub about: Option<Box<[PageIx]>>,
    /// Of a topic: the other end of each relation.
    pub relations: Box<[Option<PageIx>]>,
    /// Of a figure.
    pub countries: Box<[PageIx]>,
    /// Of a figure.
    pub roles: Box<[ResolvedRole]>,
    /// Of an event.
    pub place_country: Option<PageIx>,
    /// Of an event.
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResolvedRole {
    /// `None` also for an organisation that is only a name.
    pub organisation: Option<PageIx>,
    pub country: Option<PageIx>,
}

/// The resolved references of one page, and what was wrong with them.
#[derive(Debug)]
pub(super) struct RefResolution {
    pub(super) refs: ResolvedRefs,
    pub(super) problems: Box<[Diagnostic]>,
}

/// What a reference may lead to.
#[derive(Clone, Copy)]
pub(super) struct ExpectedTarget {
    /// `None`: any page.
    kinds: Option<&'static [TopicKind]>,
    description: &'static str,
}

impl ExpectedTarget {
    const fn topic(kinds: &'static [TopicKind], description: &'static str) -> Self {
        ExpectedTarget { kinds: Some(kinds), description }
    }

    fn accepts(self, kind: &PageKind) -> bool {
        self.kinds.is_none_or(|kinds| matches!(kind, PageKind::Topic(kind) if kinds.contains(kind)))
    }
}

const PAGE: ExpectedTarget = ExpectedTarget { kinds: None, description: "a page" };
pub(super) const TOPIC: ExpectedTarget = ExpectedTarget::topic(
    &TopicKind::ALL,
    "a topic (a country, figure, event, organisation or term)",
);
pub(super) const COUNTRY: ExpectedTarget =
    ExpectedTarget::topic(&[TopicKind::Country], "a country");
pub(super) const EVENT: ExpectedTarget = ExpectedTarget::topic(&[TopicKind::Event], "an event");
pub(super) const PARTICIPANT: ExpectedTarget = ExpectedTarget::topic(
    &[TopicKind::Figure, TopicKind::Country, TopicKind::Organisation],
    "a figure, country or organisation",
);

fn describe_kind(kind: &PageKind) -> &'static str {
    match kind {
        PageKind::Topic(TopicKind::Country) => "a country",
        PageKind::Topic(TopicKind::Figure) => "a figure",
        PageKind::Topic(TopicKind::Event) => "an event",
        PageKind::Topic(TopicKind::Organisation) => "an organisation",
        PageKind::Topic(TopicKind::Term) => "a term",
        PageKind::Article => "an article",
        _ => "a page without a topic",
    }
}

/// Resolves all references in the front matter of a page.
pub(super) fn resolve_refs(head: &Head, lookup: &PageLookup) -> RefResolution {
    let mut problems = Vec::new();
    let mut resolver = RefResolver { lookup, path: &head.path, problems: &mut problems };
    let disambiguate = head.common.disambiguate.iter().filter_map(|(name, topic)| {
        let topic = resolver.resolve("disambiguate", topic, TOPIC)?;
        Some((name.value.clone(), topic))
    });
    let mut refs = ResolvedRefs { disambiguate: disambiguate.collect(), ..Default::default() };
    if let Some(topic) = head.front.topic() {
        let relations = topic.relations.iter();
        refs.relations =
            relations.map(|relation| resolver.resolve("to", &relation.to, TOPIC)).collect();
    }
    match &head.front {
        FrontMatter::Article(article) => {
            let about = article.about.as_ref();
            refs.about = about.map(|about| resolver.resolve_all("about", about, TOPIC));
        }
        FrontMatter::Figure(_, figure) => {
            refs.countries = resolver.resolve_all("country", &figure.country, COUNTRY);
            let roles = figure.roles.iter();
            refs.roles = roles
                .map(|role| ResolvedRole {
                    organisation: resolver.resolve_organisation(role.organisation.as_ref()),
                    country: resolver.resolve_optional("country", role.country.as_ref(), COUNTRY),
                })
                .collect();
        }
        FrontMatter::Event(_, event) => {
            let country = event.place.as_ref().and_then(|place| place.country.as_ref());
            refs.place_country = resolver.resolve_optional("country", country, COUNTRY);
            let participants = event.participants.iter();
            refs.participants = participants
                .map(|p| resolver.resolve("participants", &p.who, PARTICIPANT))
                .collect();
            refs.part_of = resolver.resolve_all("part_of", &event.part_of, EVENT);
            refs.follows = resolver.resolve_all("follows", &event.follows, EVENT);
            refs.led_to = resolver.resolve_all("led_to", &event.led_to, EVENT);
        }
        FrontMatter::Page
        | FrontMatter::Home(_)
        | FrontMatter::Country(..)
        | FrontMatter::OtherTopic(_) => {}
    }
    RefResolution { refs, problems: problems.into() }
}

/// Resolves a reference of `site.toml` to any page.
pub(super) fn resolve_config_ref(
    key: &str,
    written: &WrittenRef,
    lookup: &PageLookup,
    problems: &mut Vec<Diagnostic>,
) -> Option<PageIx> {
    let path = &SourcePath::from_static("site.toml");
    RefResolver { lookup, path, problems }.resolve(key, written, PAGE)
}

/// Resolves the references of one file.
pub(super) struct RefResolver<'a> {
    pub(super) lookup: &'a PageLookup,
    pub(super) path: &'a SourcePath,
    pub(super) problems: &'a mut Vec<Diagnostic>,
}

impl<'a> RefResolver<'a> {
    fn key(&self, page: PageIx) -> &'a PageKey {
        self.lookup.get(page)
    }

    pub(super) fn resolve_all(
        &mut self,
        key: &str,
        written: &[WrittenRef],
        expected: ExpectedTarget,
    ) -> Box<[PageIx]> {
        let mut pages: Vec<PageIx> = Vec::with_capacity(written.len());
        for page in written.iter().filter_map(|written| self.resolve(key, written, expected)) {
            if !pages.contains(&page) {
                pages.push(page);
            }
        }
        into_exact_box(pages)
    }

    pub(super) fn resolve_optional(
        &mut self,
        key: &str,
        written: Option<&WrittenRef>,
        expected: ExpectedTarget,
    ) -> Option<PageIx> {
        self.resolve(key, written?, expected)
    }

    /// An organisation may be a topic or only a name; what looks like a path is meant as a topic.
    fn resolve_organisation(&mut self, written: Option<&WrittenRef>) -> Option<PageIx> {
        let written = written?;
        let is_path = ["organisations/", "countries/"].iter().any(|f| written.value.starts_with(f));
        let is_topic =
            is_path || self.lookup.by_id(&format!("organisations/{}", written.value)).is_some();
        is_topic.then(|| self.resolve("organisation", written, PARTICIPANT)).flatten()
    }

    /// The page of a reference, if it is published and of the expected kind; reports anything else.
    fn resolve(
        &mut self,
        key: &str,
        written: &WrittenRef,
        expected: ExpectedTarget,
    ) -> Option<PageIx> {
        let id = written.value.trim().trim_start_matches("content/");
        let id = id.trim_end_matches(".md").trim_end_matches('/');
        let problem = match self.find(id, expected)[..] {
            [page] => return self.check(page, key, written, expected),
            [] => {
                let route = Route::parse_redirect_from(&format!("/{}", id.trim_start_matches('/')));
                if let Some(page) = route.and_then(|route| self.lookup.by_old_route(&route)) {
                    let id = &self.key(page).id;
                    self.problems.push(messages::reference_to_old_route(self.path, written, id));
                    return self.check(page, key, written, expected);
                }
                if self.lookup.broken_files.may_be_meant(id) {
                    return None;
                }
                let help = self.help_for(id, written, expected);
                let expected = expected.description;
                messages::unresolved_reference(self.path, key, written, (expected, help))
            }
            ref pages => {
                let ids: Vec<&str> = pages.iter().map(|page| &*self.key(*page).id).collect();
                messages::ambiguous_reference(self.path, key, written, &ids)
            }
        };
        self.problems.push(problem);
        None
    }

    fn help_for(
        &self,
        id: &str,
        written: &WrittenRef,
        expected: ExpectedTarget,
    ) -> ReferenceHelp<'a> {
        let accepts = |page: &PageKey| expected.accepts(&page.kind);
        if let Some(near) = self.lookup.suggest(&written.value, accepts) {
            return ReferenceHelp::DidYouMean(near);
        }
        let kind = match id.trim_start_matches('/').split_once('/') {
            Some((folder, slug)) if !slug.contains('/') => TopicKind::from_folder(folder),
            _ => None,
        };
        match kind.filter(|kind| expected.accepts(&PageKind::Topic(*kind))) {
            Some(TopicKind::Event) => ReferenceHelp::CreateEvent,
            Some(_) => ReferenceHelp::CreateFile,
            None => ReferenceHelp::WritePath(self.lookup.example(accepts)),
        }
    }

    fn check(
        &mut self,
        page: PageIx,
        key: &str,
        written: &WrittenRef,
        expected: ExpectedTarget,
    ) -> Option<PageIx> {
        let target = self.key(page);
        let problem = if !expected.accepts(&target.kind) {
            let kinds = (expected.description, describe_kind(&target.kind));
            let example = self.lookup.example(|page| expected.accepts(&page.kind));
            messages::wrong_kind(self.path, key, written, kinds, &target.path, example)
        } else if target.hidden {
            messages::reference_to_hidden(self.path, written, &target.path)
        } else {
            return Some(page);
        };
        self.problems.push(problem);
        None
    }

    /// The page with an id; for a bare slug, the pages of the expected kind that have it, else the
    /// first page that has it.
    fn find(&self, id: &str, expected: ExpectedTarget) -> Vec<PageIx> {
        if let Some(page) = self.lookup.by_id(id.trim_start_matches('/')) {
            return vec![page];
        }
        if id.contains('/') {
            return Vec::new();
        }
        let with_slug = self.lookup.by_slug(id).iter().copied();
        let matching: Vec<PageIx> =
            with_slug.clone().filter(|page| expected.accepts(&self.key(*page).kind)).collect();
        if matching.is_empty() { with_slug.take(1).collect() } else { matching }
    }
}
