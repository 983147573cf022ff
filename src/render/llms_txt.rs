//! `llms.txt` (llmstxt.org): the story for language models, as a short list in Markdown.

use crate::document::{PageKind, Section};
use crate::page::SiteData;
use crate::text::Route;

/// How many articles are listed; the index has them all.
const MAX_ARTICLES: usize = 100;

/// What the site is, its articles in the order of reading, and where its lists are.
pub(super) fn llms_txt(story: &SiteData<'_>) -> String {
    let config = story.config;
    let address = |route: &Route| config.base.absolute_url_or_href(route);
    let mut out = format!("# {}\n", one_line(&config.title));
    if let Some(description) = &config.description {
        out.push_str(&format!("\n> {}\n", one_line(description)));
    }
    let articles = story
        .graph
        .reading_order
        .iter()
        .map(|page| story.catalog.entry(*page))
        .filter(|entry| entry.kind == PageKind::Article);
    let listed: Vec<String> = articles
        .take(MAX_ARTICLES)
        .map(|entry| {
            let description = story.catalog.head(entry.page).common.description.as_deref();
            let description =
                description.map(|text| format!(": {}", one_line(text))).unwrap_or_default();
            format!(
                "- [{}]({}){description}\n",
                escape_link_text(&entry.title),
                address(&entry.route)
            )
        })
        .collect();
    if !listed.is_empty() {
        out.push_str(&format!("\n## {}\n\n", one_line(config.index_title("articles"))));
        out.push_str(&listed.concat());
    }
    let lists = Section::ALL.into_iter().map(|section| {
        let route = Route::for_page([config.folder(section.folder())]);
        (config.index_title(section.folder()).to_owned(), route)
    });
    let generated = crate::config::GeneratedPage::ALL
        .into_iter()
        .map(|page| (config.generated_title(page).to_owned(), config.generated_route(page)));
    let known = lists
        .chain(generated)
        .filter(|(_, route)| story.catalog.routes().get(route.as_str()).is_some());
    let known: String = known
        .map(|(title, route)| format!("- [{}]({})\n", escape_link_text(&title), address(&route)))
        .collect();
    if !known.is_empty() {
        out.push_str(&format!("\n## {}\n\n", one_line(config.locale.text("lists"))));
        out.push_str(&known);
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text between the brackets of a link.
fn escape_link_text(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}
