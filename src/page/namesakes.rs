//! Topics that share a name, and what sets each apart: "For the footballer, see …".

use super::site_data::SiteData;
use super::summaries::{date_view, kind_name, role_text};
use super::view::{NamesakeView, SharedNameView};
use crate::catalog::{PageIx, SharedName, countries, shared_name_route};
use crate::document::{FrontMatter, TopicFields};
use crate::text::{Slug, is_capitalised};

/// The names that a topic shares with other topics.
pub(super) fn shared_names(data: &SiteData<'_>, page: PageIx) -> Vec<SharedNameView> {
    let shared = data.catalog.shared_names.iter().filter(|shared| shared.topics.contains(&page));
    let title = Slug::from_text(&data.entry(page).title).ok();
    let view = |shared: &SharedName| {
        let others = shared.topics.iter().filter(|other| **other != page);
        SharedNameView {
            name: shared.name.to_string(),
            is_title: title.as_ref() == Some(&shared.slug),
            href: data.route_href(&shared_name_route(&shared.slug)),
            others: others.map(|other| namesake(data, page, *other)).collect(),
        }
    };
    shared.map(view).collect()
}

fn namesake(data: &SiteData<'_>, page: PageIx, other: PageIx) -> NamesakeView {
    NamesakeView {
        title: data.title(other),
        href: data.href(other),
        // A phrase in another language does not fit into the sentence.
        what: what_it_is(data, other)
            .filter(|_| data.lang(other).is_none())
            .unwrap_or_else(|| kind_of(data, page, other)),
        lang: data.lang(other),
    }
}

/// Of an event its type and date, since `in_brief` tells what happened; of other topics `in_brief`,
/// else the office.
fn what_it_is(data: &SiteData<'_>, topic: PageIx) -> Option<String> {
    let (locale, entry) = (data.locale(), data.entry(topic));
    let with_article = |what: &str| locale.format("the", &[("what", what)]);
    match &data.head(topic).front {
        FrontMatter::Event(_, event) => {
            let date = event.date.as_ref().map(|date| date_view(data, &date.value).text);
            let date = date.filter(|text| !text.is_empty())?;
            let kind = event.kind.as_deref().unwrap_or(locale.text("kind_event")).to_lowercase();
            Some(with_article(&locale.format("event_of", &[("kind", &kind), ("date", &date)])))
        }
        front => {
            let role = match front {
                FrontMatter::Figure(_, figure) => role_text(data, &figure.roles, entry.as_of),
                _ => None,
            };
            let in_brief = front.topic().and_then(TopicFields::in_brief).map(str::to_owned);
            let text = in_brief.or(role)?;
            let is_english = locale.language().split('-').next() == Some("en");
            Some(match is_english.then(|| inside_sentence(data, &text)) {
                Some(Phrase { text, takes_article: false }) => text,
                Some(Phrase { text, .. }) => with_article(&text),
                None => with_article(&text),
            })
        }
    }
}

/// "the organisation", or "another person" on the page of a person.
fn kind_of(data: &SiteData<'_>, page: PageIx, topic: PageIx) -> String {
    let (locale, kind) = (data.locale(), &data.entry(topic).kind);
    let key = if data.entry(page).kind == *kind { "another" } else { "the" };
    let label = locale.label("kind", kind_name(kind)).to_lowercase();
    locale.format(key, &[("what", &label)])
}

/// An English phrase as it stands inside a sentence.
#[derive(Debug, PartialEq, Eq)]
struct Phrase {
    text: String,
    takes_article: bool,
}

/// "Leader of Peru" becomes "leader of Peru", and "Peru's leader" takes no article. What may be a
/// name keeps its capital.
fn inside_sentence(data: &SiteData<'_>, text: &str) -> Phrase {
    let is_name = |start: &str| {
        data.catalog.lexicon.names().iter().any(|name| begins_with_words(start, &name.text))
            || countries::english_names().any(|name| begins_with_words(start, name))
    };
    lower_first_word(text, is_name)
}

fn lower_first_word(text: &str, is_name: impl Fn(&str) -> bool) -> Phrase {
    let articles = ["The ", "the ", "A ", "a ", "An ", "an "];
    let text = articles.iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text);
    let mut words = text.split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_plain = first.chars().skip(1).all(|c| c.is_lowercase() || matches!(c, '-' | '’' | '\''));
    let lowered = match is_plain && !is_capitalised(second) && !is_name(text) {
        true => first.to_lowercase() + &text[first.len()..],
        false => text.to_owned(),
    };
    let is_possessive =
        |word: &&str| ["’s", "'s", "s’", "s'"].iter().any(|end| word.ends_with(end));
    let takes_article = !NO_ARTICLE_BEFORE.contains(&&*first.to_lowercase())
        && !text
            .split(' ')
            .take_while(|word| is_capitalised(word))
            .any(|word| is_possessive(&word));
    Phrase { text: lowered, takes_article }
}

const NO_ARTICLE_BEFORE: [&str; 15] = [
    "who", "what", "which", "when", "where", "how", "his", "her", "its", "their", "all", "every",
    "any", "some", "no",
];

fn begins_with_words(text: &str, start: &str) -> bool {
    let rest = text.strip_prefix(start);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(text: &str) -> String {
        let names = ["North Korean", "Pyongyang", "Peru", "South Korea", "Russian"];
        let phrase =
            lower_first_word(text, |start| names.iter().any(|name| begins_with_words(start, name)));
        if phrase.takes_article { format!("the {}", phrase.text) } else { phrase.text }
    }

    #[test]
    fn only_what_can_be_no_name_loses_its_capital() {
        for (written, expected) in [
            ("Footballer", "the footballer"),
            ("footballer", "the footballer"),
            ("Leader of North Korea", "the leader of North Korea"),
            ("The leader of Peru", "the leader of Peru"),
            ("A truce without a peace", "the truce without a peace"),
            ("Vice-president of Peru", "the vice-president of Peru"),
            ("US president", "the US president"),
            ("Prime Minister of Peru", "the Prime Minister of Peru"),
            ("North Korean general", "the North Korean general"),
            ("Russian envoy", "the Russian envoy"),
            ("Pyongyang resident", "the Pyongyang resident"),
            ("McCarthyite senator", "the McCarthyite senator"),
            ("Peru’s leader", "Peru’s leader"),
            ("South Korea's spy agency", "South Korea's spy agency"),
            ("What ends a war", "what ends a war"),
        ] {
            assert_eq!(inside(written), expected);
        }
    }
}
