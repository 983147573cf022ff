//! Data of the author bar: what the names on a page refer to.

use std::cmp::Reverse;

use serde::Serialize;

use super::served_pages::route_at;
use super::state::PreviewState;
use crate::catalog::{Catalog, PageIx};
use crate::config::TopicKind;
use crate::data::Format;
use crate::document::{FrontMatter, Head};
use crate::link::{ExplainRecord, explain_page, unlinked_phrases};
use crate::text::position_of;

// `bar.js` reads these fields by name.

#[derive(Serialize)]
struct BarData<'a> {
    file: &'a str,
    /// In reading order.
    names: Vec<BarName<'a>>,
    /// Phrases that are not the name of a topic, the most frequent first.
    unnamed: Vec<BarPhrase>,
}

#[derive(Serialize)]
struct BarName<'a> {
    #[serde(flatten)]
    record: ExplainRecord<'a>,
    /// The title of the topic.
    title: Option<&'a str>,
    href: Option<String>,
}

#[derive(Serialize)]
struct BarPhrase {
    phrase: String,
    line: usize,
    column: usize,
    /// How often it appears on the page.
    times: usize,
    sentence: String,
    /// The file of a figure without `family_name` whose family name it may be.
    family_of: Option<String>,
    /// The front matter line that would say so.
    family_line: Option<String>,
}

/// The data for the page at a path of the server, as JSON; `null` if there is no source file.
pub(super) fn bar_json_at(state: &PreviewState, path: &str) -> String {
    let route = route_at(state, path);
    let mut pages = state.site.catalog().pages();
    let page = pages.find(|entry| Some(entry.route.as_str()) == route.as_deref());
    page.map_or("null".to_owned(), |entry| bar_json(state, entry.page))
}

fn bar_json(state: &PreviewState, page: PageIx) -> String {
    let (data, catalog) = (state.site.data(), state.site.catalog());
    let (document, linked) = (data.document(page), data.linked(page));
    let explained = explain_page(document, page, linked, catalog, data.config);
    let names = explained.iter().map(|name| BarName {
        record: name.to_record(document, catalog),
        title: name.topic.map(|topic| &*catalog.entry(topic).title),
        href: name.topic.map(|topic| data.href(topic)),
    });
    let mut phrases: Vec<BarPhrase> = Vec::new();
    for found in unlinked_phrases(document, linked, data.language_of(document)) {
        if let Some(known) = phrases.iter_mut().find(|known| known.phrase == found.phrase) {
            known.times += 1;
            continue;
        }
        let position = position_of(&document.text, found.span.start as usize);
        let figure = figure_with_family_name(catalog, &found.phrase);
        phrases.push(BarPhrase {
            line: position.line,
            column: position.column,
            times: 1,
            sentence: found.sentence,
            family_of: figure.map(|head| head.path.to_string()),
            family_line: figure.map(|head| family_name_line(head, &found.phrase)),
            phrase: found.phrase,
        });
    }
    phrases.sort_by_key(|phrase| Reverse(phrase.times));
    let file = document.path.as_str();
    serde_json::to_string(&BarData { file, names: names.collect(), unnamed: phrases })
        .unwrap_or_default()
}

/// The figure without `family_name` whose name begins or ends with a word, if there is only one.
fn figure_with_family_name<'a>(catalog: &'a Catalog, word: &str) -> Option<&'a Head> {
    let mut figures = catalog
        .topics(TopicKind::Figure)
        .filter(|entry| {
            let title = &entry.title;
            title.contains(' ')
                && [title.rsplit(' ').next(), title.split(' ').next()].contains(&Some(word))
        })
        .map(|entry| catalog.head(entry.page))
        .filter(|head| {
            matches!(&head.front, FrontMatter::Figure(_, figure) if figure.family_name.is_none())
        });
    figures.next().filter(|_| figures.next().is_none())
}

fn family_name_line(head: &Head, family: &str) -> String {
    match head.format {
        Some(Format::Toml) => format!("family_name = \"{family}\""),
        Some(Format::Yaml) => format!("family_name: {family}"),
        None => format!("---\nfamily_name: {family}\n---"),
    }
}
