//! One page among all.

use std::sync::Arc;

use super::countries::{self, CountryFacts};
use super::{PageFilter, PageIx, messages};
use crate::config::{Config, TopicKind};
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, Head, PageKind};
use crate::text::{Route, nfc};
use crate::time::{Day, FuzzyDate};

/// A page: what every other may have to know of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its index.
    pub page: PageIx,
    /// What kind of page it is.
    pub kind: PageKind,
    /// Its title.
    pub title: Box<str>,
    /// Its address.
    pub route: Route,
    /// Its address as a link, below the base path.
    pub href: Box<str>,
    /// Of a topic: the anchor of its first mention on a page, `m-figures-kim-jong-un`. Made of its
    /// address, so that it is one of its own. Of other pages empty.
    pub mention_anchor: Box<str>,
    /// Left out: a draft or future article where such are not shown.
    pub hidden: bool,
    /// A draft.
    pub draft: bool,
    /// An article dated after the day that future begins after.
    pub future: bool,
    /// Neither description nor body.
    pub is_stub: bool,
    /// Of a topic: the names it stands under in the A–Z, that of its title first.
    pub sorted_names: Arc<[SortedName]>,
    /// Published.
    pub published: Option<Day>,
    /// Changed: as said, else the newest of its updates.
    pub updated: Option<Day>,
    /// Of an event: when it happened.
    pub event_date: Option<FuzzyDate>,
    /// The day that its text speaks of: `as_of`, else `updated`, else `date`, else that of the
    /// site; of an event, its own.
    pub as_of: Option<Day>,
    /// Of a country: what is known of it.
    pub country_facts: Option<Box<CountryFacts>>,
}

/// A name of a topic, as the A–Z sorts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortedName {
    /// What sorts it, byte by byte.
    pub sort_key: Box<[u8]>,
    /// The letter it stands under.
    pub letter: Box<str>,
    /// As it stands there: "Biegun, Stephen".
    pub text: Box<str>,
    /// Whether it is that of the title.
    pub is_title: bool,
}

impl Entry {
    /// Articles without a date, drafts and those of the future are in no feed; a topic needs no
    /// date to be changed.
    pub fn is_in_feeds(&self) -> bool {
        let dated = self.published.is_some() || self.kind != PageKind::Article;
        dated && !self.draft && !self.future
    }

    /// Its kind, where it is a topic.
    pub fn topic_kind(&self) -> Option<TopicKind> {
        match self.kind {
            PageKind::Topic(kind) => Some(kind),
            _ => None,
        }
    }

    /// What order in time puts events in: date, then address.
    pub fn chronological_key(&self) -> (Option<&FuzzyDate>, &Route) {
        (self.event_date.as_ref(), &self.route)
    }
}

fn mention_anchor(route: &Route) -> Box<str> {
    format!("m-{}", route.as_str().trim_matches('/').replace('/', "-")).into()
}

pub(super) fn build_entry(
    page: PageIx,
    head: &Head,
    config: &Config,
    choice: PageFilter,
    problems: &mut Vec<Diagnostic>,
) -> Entry {
    let common = &head.common;
    let facts = look_up_country(head, config, problems);
    let title: Box<str> = match (&head.title, &facts, &head.kind) {
        (Some(title), ..) => title.value.clone(),
        (None, Some(facts), _) => facts.name.clone(),
        (None, None, PageKind::Home) => config.title.clone(),
        (None, None, PageKind::Index(section)) => config.index_title(section.folder()).into(),
        (None, None, PageKind::GeneratedIntro(page)) => config.generated_title(*page).into(),
        (None, None, _) => nfc(head.title_text()).into(),
    };
    let updated = common
        .updated
        .as_ref()
        .map(|day| day.value)
        .or_else(|| common.updates.iter().map(|update| update.date).max());
    let happened = match &head.front {
        FrontMatter::Event(_, event) => event.date.as_ref().map(|date| date.value.clone()),
        _ => None,
    };
    let published = common.date.as_ref().map(|date| date.value);
    let future = head.kind == PageKind::Article
        && choice.today.zip(published).is_some_and(|(now, date)| date > now);
    let route = route(head, config);
    let day = happened
        .as_ref()
        .and_then(FuzzyDate::representative_day)
        .or(common.as_of)
        .or(updated)
        .or(published)
        .or(config.as_of);
    Entry {
        page,
        kind: head.kind.clone(),
        sorted_names: sorted_names(head, &title, config),
        href: config.base.href(&route).into(),
        mention_anchor: head.front.topic().map(|_| mention_anchor(&route)).unwrap_or_default(),
        route,
        hidden: (common.draft || future) && !choice.include_drafts,
        draft: common.draft,
        future,
        is_stub: head.is_blank,
        published,
        updated,
        event_date: happened,
        as_of: day,
        country_facts: facts,
        title,
    }
}

fn look_up_country(
    head: &Head,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<Box<CountryFacts>> {
    let FrontMatter::Country(_, country) = &head.front else { return None };
    let iso = country.iso.as_ref()?;
    let facts = countries::lookup(&iso.value, &config.language);
    if facts.is_none() {
        problems.push(messages::unknown_country(&head.path, iso));
    }
    facts.map(Box::new)
}

fn route(head: &Head, config: &Config) -> Route {
    let slug = head.slug.as_str();
    match &head.kind {
        PageKind::Home => Route::for_page([]),
        PageKind::Index(section) => Route::for_page([config.folder(section.folder())]),
        PageKind::Article => Route::for_page([config.folder("articles"), slug]),
        PageKind::Topic(kind) => Route::for_page([config.folder(kind.folder()), slug]),
        PageKind::GeneratedIntro(page) => config.generated_route(*page),
        PageKind::Plain(folder) => Route::for_page([folder, slug]),
    }
}

fn lowercase_alphanumerics(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// "The North" stands under N, as "North, the", where the language is English.
fn article_last(text: &str, language: &str) -> String {
    let is_english = language == "en" || language.starts_with("en-");
    match text.split_once(' ') {
        Some((article @ ("the" | "The"), rest)) if is_english => format!("{rest}, {article}"),
        _ => text.to_owned(),
    }
}

/// The names that a topic stands under in the A–Z, that of its title first: `sort_name`, else a
/// person's family name first, else the title; then its other names.
fn sorted_names(head: &Head, title: &str, config: &Config) -> Arc<[SortedName]> {
    let Some(topic) = head.front.topic() else { return Arc::new([]) };
    let title = &*nfc(title);
    let first = match (topic.sort_name.as_deref(), &head.front) {
        (Some(name), _) => name.to_owned(),
        (None, FrontMatter::Figure(_, figure)) => {
            match figure
                .family_name
                .as_deref()
                .map(nfc)
                .and_then(|family| Some((title.strip_suffix(&*family)?, family)))
            {
                Some((given, family)) if !given.trim().is_empty() => {
                    format!("{family}, {}", given.trim())
                }
                _ => title.to_owned(),
            }
        }
        _ => title.to_owned(),
    };
    let sorted = |text: &str, is_title: bool| {
        let text = article_last(text, &config.language);
        SortedName {
            sort_key: config.locale.sort_key(&text),
            letter: config.locale.index_letter(&text),
            text: text.into(),
            is_title,
        }
    };
    let mut names = vec![sorted(&first, true)];
    for other in &topic.also_known_as {
        let other = sorted(&other.name.value, false);
        // "Abe Shinzo" beside "Abe, Shinzo" tells a reader nothing.
        if !names.iter().any(|known| {
            lowercase_alphanumerics(&known.text).eq(lowercase_alphanumerics(&other.text))
        }) {
            names.push(other);
        }
    }
    names.into()
}
