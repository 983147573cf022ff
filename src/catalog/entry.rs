//! What every other page may need to know of a page.

use std::sync::Arc;

use super::countries::{self, CountryFacts};
use super::{PageFilter, PageIx, messages};
use crate::config::{Config, TopicKind};
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, Head, PageKind};
use crate::language::split_arabic_article;
use crate::text::{Route, nfc};
use crate::time::{Day, FuzzyDate};

#[derive(Clone, Debug)]
pub struct Entry {
    pub page: PageIx,
    pub kind: PageKind,
    pub title: Box<str>,
    pub route: Route,
    /// The route as a link, below the base path.
    pub href: Box<str>,
    /// Of a topic: the anchor of its first mention on any page, made of its route so that it is
    /// unique (`m-countries-france`). Else empty.
    pub mention_anchor: Box<str>,
    /// Not published: a draft or future article that the page filter excludes.
    pub hidden: bool,
    pub draft: bool,
    /// An article dated after today.
    pub future: bool,
    /// Has neither description nor body.
    pub is_stub: bool,
    /// Of a topic: its names in the A–Z, that of its title first.
    pub sorted_names: Arc<[SortedName]>,
    pub published: Option<Day>,
    /// As written, else the day of the newest update.
    pub updated: Option<Day>,
    pub event_date: Option<FuzzyDate>,
    /// The day its text describes: of an event its own; else `as_of`, `updated`, `date`, or `as_of`
    /// of the site.
    pub as_of: Option<Day>,
    pub country_facts: Option<Box<CountryFacts>>,
}

/// A name of a topic in the A–Z.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortedName {
    /// Compared byte by byte.
    pub sort_key: Box<[u8]>,
    pub letter: Box<str>,
    /// As it is listed: "Curie, Marie".
    pub text: Box<str>,
    /// True for the name made of the title.
    pub is_title: bool,
    /// The language of the name (BCP 47), if it is known to differ from that of the page.
    pub language: Option<Box<str>>,
}

impl Entry {
    pub(super) fn new(
        page: PageIx,
        head: &Head,
        config: &Config,
        filter: PageFilter,
        problems: &mut Vec<Diagnostic>,
    ) -> Entry {
        let common = &head.common;
        let country_facts = look_up_country(head, config, problems);
        let title: Box<str> = match (&head.title, &country_facts, &head.kind) {
            (Some(title), ..) => title.value.clone(),
            (None, Some(facts), _) => facts.name.clone(),
            (None, None, PageKind::Home) => config.title.clone(),
            (None, None, PageKind::Index(section)) => config.index_title(section.folder()).into(),
            (None, None, PageKind::GeneratedIntro(page)) => config.generated_title(*page).into(),
            (None, None, _) => nfc(head.title_text()).into(),
        };
        let written_update = common.updated.as_ref().map(|day| day.value);
        let updated =
            written_update.or_else(|| common.updates.iter().map(|update| update.date).max());
        let event_date = match &head.front {
            FrontMatter::Event(_, event) => event.date.as_ref().map(|date| date.value.clone()),
            _ => None,
        };
        let published = common.date.as_ref().map(|date| date.value);
        let future = head.kind == PageKind::Article
            && filter.today.zip(published).is_some_and(|(today, date)| date > today);
        let route = route(head, config);
        let mention_anchor = head
            .front
            .topic()
            .map(|_| format!("m-{}", route.as_str().trim_matches('/').replace('/', "-")).into());
        let event_day = event_date.as_ref().and_then(FuzzyDate::representative_day);
        Entry {
            page,
            kind: head.kind.clone(),
            sorted_names: sorted_names(head, &title, country_facts.as_deref(), config),
            href: config.base.href(&route).into(),
            mention_anchor: mention_anchor.unwrap_or_default(),
            route,
            hidden: (common.draft || future) && !filter.include_drafts,
            draft: common.draft,
            future,
            is_stub: head.is_blank,
            published,
            updated,
            as_of: event_day.or(common.as_of).or(updated).or(published).or(config.as_of),
            event_date,
            country_facts,
            title,
        }
    }

    /// False for drafts, future articles and articles without a date. A topic needs no date.
    pub fn is_in_feeds(&self) -> bool {
        let is_dated = self.published.is_some() || self.kind != PageKind::Article;
        is_dated && !self.draft && !self.future
    }

    pub fn topic_kind(&self) -> Option<TopicKind> {
        match self.kind {
            PageKind::Topic(kind) => Some(kind),
            _ => None,
        }
    }

    /// Sorts events by date, then route.
    pub fn chronological_key(&self) -> (Option<&FuzzyDate>, &Route) {
        (self.event_date.as_ref(), &self.route)
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
        let by_code = |code: &str| countries::lookup(code, &config.language);
        let named = countries::code_of(head.title_text()).and_then(by_code);
        let meant = named.as_ref().map(|facts| (&*facts.iso, &*facts.name));
        problems.push(messages::unknown_country(&head.path, iso, meant));
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

/// In English, moves "the" to the end: "North, the".
fn article_last(text: &str, language: &str) -> String {
    let is_english = language == "en" || language.starts_with("en-");
    match text.split_once(' ') {
        Some((article @ ("the" | "The"), rest)) if is_english => format!("{rest}, {article}"),
        _ => text.to_owned(),
    }
}

/// "Curie, Marie", if the title ends with the family name and has a given name before it.
fn family_name_first(head: &Head, title: &str) -> Option<String> {
    let FrontMatter::Figure(_, figure) = &head.front else { return None };
    let family = nfc(figure.family_name.as_deref()?);
    let given = title.strip_suffix(&*family)?.trim();
    (!given.is_empty()).then(|| format!("{family}, {given}"))
}

/// The names of a topic in the A–Z: `sort_name`, else a person's family name first, else the title;
/// then the other names that are declared, and the built-in ones of a country.
fn sorted_names(
    head: &Head,
    title: &str,
    country_facts: Option<&CountryFacts>,
    config: &Config,
) -> Arc<[SortedName]> {
    let Some(topic) = head.front.topic() else { return Arc::new([]) };
    let title = &*nfc(title);
    let written = topic.sort_name.as_deref().map(str::to_owned);
    let first = written.or_else(|| family_name_first(head, title));
    let sorted = |text: &str, is_title: bool, language: Option<&str>| {
        let text = article_last(text, &config.language);
        let sorted_by = split_arabic_article(&text).map_or(&*text, |(_, bare)| bare);
        SortedName {
            sort_key: config.locale.sort_key(sorted_by),
            letter: config.locale.index_letter(sorted_by),
            text: text.into(),
            is_title,
            language: language.map(Into::into),
        }
    };
    let mut names = vec![sorted(first.as_deref().unwrap_or(title), true, None)];
    let of_page = |name| (name, None);
    let of_site = |name| (name, head.language().map(|_| &*config.language));
    let declared = topic.also_known_as.iter().map(|name| of_page(&name.name.value));
    let native =
        topic.native_name.as_ref().map(|name| (&name.text.value, name.language.as_deref()));
    let official = match &head.front {
        FrontMatter::Country(_, country) => country.official_name.as_ref().map(of_page),
        _ => None,
    };
    let built_in = country_facts.and_then(|facts| facts.official_name.as_ref()).map(of_site);
    let facts = country_facts.into_iter();
    let facts = facts.flat_map(|facts| std::iter::once(&facts.name).chain(&facts.other_names));
    // Not the single letters of headlines, such as "美".
    let facts = facts.filter(|name| name.chars().nth(1).is_some());
    let built_in = official.or(built_in).into_iter().chain(facts.map(of_site));
    for (other, language) in declared.chain(native).chain(built_in) {
        let other = sorted(other, false, language);
        // "Curie Marie" beside "Curie, Marie" would be redundant.
        let is_known = names.iter().any(|known| {
            lowercase_alphanumerics(&known.text).eq(lowercase_alphanumerics(&other.text))
        });
        if !is_known {
            names.push(other);
        }
    }
    names.into()
}
