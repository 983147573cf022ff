//! The texts of a share card.

use super::site_data::SiteData;
use super::storyline::{strip_of_course, strip_of_events, strip_of_home};
use super::summaries::{date_view, day_view, is_event, role_text, sort_chronologically, string};
use super::view::{CardTexts, StripView};
use crate::catalog::PageIx;
use crate::config::TopicKind;
use crate::document::{FrontMatter, PageKind, TopicFields};
use crate::graph::country_on;
use crate::text::text_direction;

/// The texts of a page of which a letter may have no font: title, description, state.
pub(super) fn own_texts<'a>(data: &SiteData<'a>, page: Option<PageIx>) -> [Option<&'a str>; 3] {
    let title = match page {
        Some(page) => &data.entry(page).title,
        None => &data.config.title,
    };
    [Some(title), description(data, page), page.and_then(|page| state(data, page))]
}

/// All texts of a card, without those that have a letter without a font; `None` if that is the title.
pub(super) fn card_texts(data: &SiteData<'_>, page: Option<PageIx>) -> Option<CardTexts> {
    let has_letters = |text: &&str| !text.trim().is_empty() && data.cards.fonts.have_letters(text);
    let drawable = |text: Option<String>| text.filter(|text| has_letters(&text.as_str()));
    let [title, deck, state] = own_texts(data, page).map(|text| text.filter(has_letters));
    let (title, site) = (title?.to_owned(), &*data.config.title);
    let language = match page {
        Some(page) => data.language_tag(data.head(page)),
        None => &data.config.language,
    };
    let state_label = drawable(Some(data.locale().text("where_things_stand").to_owned()));
    let kind = page.map_or(&PageKind::Home, |page| &data.entry(page).kind);
    Some(CardTexts {
        kind: super::summaries::kind_name(kind),
        kicker: drawable(page.and_then(|page| kicker(data, page))),
        deck: deck.map(str::to_owned),
        state: state.filter(|_| state_label.is_some()).map(str::to_owned),
        state_label: state_label.filter(|_| state.is_some()),
        date: drawable(page.and_then(|page| date(data, page))),
        site: drawable(Some(site.to_owned())).filter(|site| *site != title),
        language: language.to_owned(),
        dir: text_direction(language),
        site_dir: text_direction(&data.config.language),
        strip: strip(data, page),
        title,
    })
}

fn description<'a>(data: &SiteData<'a>, page: Option<PageIx>) -> Option<&'a str> {
    let site = || data.config.description.as_deref();
    let Some(page) = page else { return site() };
    let head = data.head(page);
    let own = head.common.description.as_deref();
    match &data.entry(page).kind {
        PageKind::Home => own.or_else(site),
        _ => own.or_else(|| head.front.topic().and_then(TopicFields::in_brief)),
    }
}

fn state<'a>(data: &SiteData<'a>, page: PageIx) -> Option<&'a str> {
    data.head(page).front.where_things_stand().map(|state| &*state.state)
}

/// What kind of page it is: of a person the office.
fn kicker(data: &SiteData<'_>, page: PageIx) -> Option<String> {
    let (entry, front) = (data.entry(page), &data.head(page).front);
    let word = |kind: &str| data.locale().text(&format!("kind_{kind}")).to_owned();
    match (front, entry.topic_kind()) {
        (FrontMatter::Article(article), _) => {
            string(&article.kind).or_else(|| Some(word("article")))
        }
        (FrontMatter::Figure(_, figure), Some(kind)) => {
            Some(role_text(data, &figure.roles, entry.as_of).unwrap_or_else(|| word(kind.noun())))
        }
        (_, kind) => kind.map(|kind| word(kind.noun())),
    }
}

/// The day of an event; of other pages when their facts were checked, else when they were changed.
fn date(data: &SiteData<'_>, page: PageIx) -> Option<String> {
    let (entry, head) = (data.entry(page), data.head(page));
    if let Some(date) = &entry.event_date {
        return Some(date_view(data, date).text);
    }
    let checked = head.common.as_of.or(data.config.as_of.filter(|_| entry.published.is_none()));
    match (checked, entry.updated.or(entry.published)) {
        (Some(day), _) => {
            let date = day_view(data, day).text;
            Some(data.locale().format("facts_checked", &[("date", &date)]))
        }
        (None, day) => day.map(|day| day_view(data, day).text),
    }
}

fn strip(data: &SiteData<'_>, page: Option<PageIx>) -> Option<StripView> {
    let Some(page) = page else { return strip_of_home(data) };
    let entry = data.entry(page);
    let events = || data.graph.events.of_page(page);
    match (&entry.kind, entry.topic_kind()) {
        (PageKind::Home, _) => strip_of_home(data),
        (_, Some(TopicKind::Event)) => strip_of_course(data, page),
        (_, Some(TopicKind::Country)) => strip_of_events(data, events(), Some(page)),
        (_, Some(TopicKind::Figure)) => {
            strip_of_events(data, events(), country_on(data.catalog, page, entry.as_of))
        }
        (_, Some(_)) => strip_of_events(data, events(), None),
        (PageKind::Article, _) => {
            let topics = data.linked(page).topics.iter().copied();
            let mut events: Vec<PageIx> =
                topics.filter(|topic| is_event(&data.entry(*topic).kind)).collect();
            sort_chronologically(data, &mut events);
            strip_of_events(data, &events, None)
        }
        _ => None,
    }
}
