//! `llms.txt` (llmstxt.org): an overview of the site in Markdown for language models.

use crate::config::GeneratedPage;
use crate::document::Section;
use crate::page::SiteData;
use crate::text::Route;

/// The index lists all articles.
const MAX_ARTICLES: usize = 100;

/// The description of the site, its articles in reading order, and links to its lists.
pub(super) fn llms_txt(data: &SiteData<'_>) -> String {
    let config = data.config;
    let mut out = format!("# {}\n", one_line(&config.title));
    if let Some(description) = &config.description {
        out.push_str(&format!("\n> {}\n", one_line(description)));
    }
    let articles = data.graph.reading_order.iter().take(MAX_ARTICLES).map(|page| {
        let entry = data.entry(*page);
        link(data, &entry.title, &entry.route, data.head(*page).common.description.as_deref())
    });
    section(config.index_title("articles"), articles.collect(), &mut out);
    let indexes = Section::ALL.into_iter().map(|section| data.index(section));
    let generated = GeneratedPage::ALL
        .into_iter()
        .filter(|page| page.index_of().is_none())
        .map(|page| (config.generated_title(page), config.generated_route(page)));
    let lists = indexes.chain(generated);
    let lists = lists.filter(|(_, route)| data.catalog.routes().get(route.as_str()).is_some());
    let lists = lists.map(|(title, route)| link(data, title, &route, None)).collect();
    section(config.locale.text("lists"), lists, &mut out);
    out
}

fn section(title: &str, links: String, out: &mut String) {
    if !links.is_empty() {
        out.push_str(&format!("\n## {}\n\n{links}", one_line(title)));
    }
}

fn link(data: &SiteData<'_>, title: &str, route: &Route, description: Option<&str>) -> String {
    let title = one_line(title).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let description = description.map(|text| format!(": {}", one_line(text))).unwrap_or_default();
    format!("- [{title}]({}){description}\n", data.full_href(route))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
