//! Who is who in an article: the people by country, those who matter most first.

use std::cmp::Reverse;

use super::site_data::SiteData;
use super::summaries::card_ref;
use super::view::{CardRef, PeopleOfCountry, WhosWho};
use crate::catalog::PageIx;
use crate::config::TopicKind;

/// The people who are named at once on narrow screens.
const FIRST_PEOPLE: usize = 4;
/// The people who are shown before the rest is folded.
const OPEN_PEOPLE: usize = 6;

/// The people, countries and organisations of an article.
pub(super) fn whos_who(data: &SiteData<'_>, page: PageIx) -> WhosWho {
    let (linked, day) = (data.linked(page), data.entry(page).as_of);
    let mut topics: Vec<(PageIx, u32)> = linked
        .topics
        .iter()
        .zip(&linked.mentions)
        .map(|(topic, mentions)| (*topic, mentions.count))
        .collect();
    // The order of the first mention is kept among those that are mentioned as often.
    let about =
        |topic: &PageIx| linked.about.iter().position(|it| it == topic).unwrap_or(usize::MAX);
    topics.sort_by_key(|(topic, count)| (about(topic), Reverse(*count)));
    let of_kind = |kind: TopicKind| -> Vec<CardRef> {
        let pages = topics.iter().map(|(topic, _)| *topic);
        let of_kind = pages.filter(|topic| data.entry(*topic).topic_kind() == Some(kind));
        of_kind.map(|topic| card_ref(data, topic, day)).collect()
    };
    let people = of_kind(TopicKind::Figure);
    let (open, folded) = people.split_at(people.len().min(OPEN_PEOPLE));
    let is_heading =
        |country: &CardRef| people.iter().any(|person| person.country == Some(country.topic));
    WhosWho {
        first: people.iter().take(FIRST_PEOPLE).copied().collect(),
        open: by_country(data, open),
        folded: by_country(data, folded),
        countries: of_kind(TopicKind::Country).into_iter().filter(|it| !is_heading(it)).collect(),
        organisations: of_kind(TopicKind::Organisation),
    }
}

/// People by the country that they stand for, in the order of the first of each.
fn by_country(data: &SiteData<'_>, people: &[CardRef]) -> Vec<PeopleOfCountry> {
    let mut groups: Vec<PeopleOfCountry> = Vec::new();
    for person in people {
        let is_same =
            |group: &PeopleOfCountry| group.country.map(|country| country.topic) == person.country;
        match groups.iter_mut().find(|group| is_same(group)) {
            Some(group) => group.people.push(*person),
            None => groups.push(PeopleOfCountry {
                country: person.country.map(|country| card_ref(data, country, None)),
                people: vec![*person],
            }),
        }
    }
    groups
}
