//! What the names of an open page were taken for, for its author's bar.

use serde::Serialize;

use super::pages::route_at;
use super::state::PreviewState;
use crate::catalog::{Catalog, PageIx};
use crate::config::TopicKind;
use crate::data::Format;
use crate::document::{FrontMatter, Head};
use crate::link::{ExplainRecord, explain, unlinked_phrases};
use crate::text::position_of;

/// All that the bar shows of a page.
#[derive(Serialize)]
struct BarData<'a> {
    /// The file of the page.
    file: &'a str,
    /// Every name, in reading order.
    names: Vec<BarName<'a>>,
    /// Every phrase that is the name of no topic.
    unnamed: Vec<BarPhrase>,
}

#[derive(Serialize)]
struct BarName<'a> {
    #[serde(flatten)]
    record: ExplainRecord<'a>,
    /// The title of the topic that it means, and where its page is.
    title: Option<&'a str>,
    href: Option<String>,
}

#[derive(Serialize)]
struct BarPhrase {
    phrase: String,
    line: usize,
    column: usize,
    /// How often it stands on the page.
    times: usize,
    sentence: String,
    /// The file of a figure whose family name it may be, and that gives none.
    family_of: Option<String>,
    /// The line of front matter that would say so.
    family_line: Option<String>,
}

/// The names of the page at a path of the server, as JSON; `null` where nobody has written a page
/// for it.
pub(super) fn bar_json_at(showing: &PreviewState, path: &str) -> String {
    let route = route_at(showing, path);
    let page =
        showing.site.catalog().pages().find(|entry| Some(entry.route.as_str()) == route.as_deref());
    page.map_or("null".to_owned(), |entry| bar_json(showing, entry.page))
}

fn bar_json(showing: &PreviewState, page: PageIx) -> String {
    let (site, story) = (&showing.site, showing.site.data());
    let (document, linked, catalog) = (story.document(page), story.linked(page), site.catalog());
    let explained = explain(document, linked, catalog);
    let names = explained.iter().map(|name| BarName {
        record: name.to_record(document, catalog),
        title: name.topic.map(|topic| &*catalog.entry(topic).title),
        href: name.topic.map(|topic| story.href(topic)),
    });
    let mut phrases: Vec<BarPhrase> = Vec::new();
    for found in unlinked_phrases(document, linked) {
        let at = position_of(&document.text, found.span.start as usize);
        match phrases.iter_mut().find(|phrase| phrase.phrase == found.phrase) {
            Some(phrase) => phrase.times += 1,
            None => {
                let bearer = figure_with_family_name(catalog, &found.phrase);
                phrases.push(BarPhrase {
                    line: at.line,
                    column: at.column,
                    times: 1,
                    sentence: found.sentence,
                    family_of: bearer.map(|page| catalog.head(page).path.to_string()),
                    family_line: bearer
                        .map(|page| family_name_line(catalog.head(page), &found.phrase)),
                    phrase: found.phrase,
                });
            }
        }
    }
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.times));
    serde_json::to_string(&BarData {
        file: document.path.as_str(),
        names: names.collect(),
        unnamed: phrases,
    })
    .unwrap_or_default()
}

/// The one figure without `family_name` whose name begins or ends with a word.
fn figure_with_family_name(catalog: &Catalog, word: &str) -> Option<PageIx> {
    let is_bearer = |page: PageIx| match &catalog.head(page).front {
        FrontMatter::Figure(_, figure) => {
            let title = &catalog.entry(page).title;
            figure.family_name.is_none()
                && title.contains(' ')
                && [title.rsplit(' ').next(), title.split(' ').next()].contains(&Some(word))
        }
        _ => false,
    };
    let mut bearers =
        catalog.topics(TopicKind::Figure).map(|entry| entry.page).filter(|page| is_bearer(*page));
    bearers.next().filter(|_| bearers.next().is_none())
}

fn family_name_line(head: &Head, family: &str) -> String {
    match head.format {
        Some(Format::Toml) => format!("family_name = \"{family}\""),
        Some(Format::Yaml) => format!("family_name: {family}"),
        None => format!("---\nfamily_name: {family}\n---"),
    }
}
