//! What every page of the site knows of it.

use super::site_data::SiteData;
use super::summaries::article_item;
use super::view::{LinkView, PublisherView, SiteView};
use std::collections::BTreeMap;

use crate::catalog::{
    MachineFile, Resource, ThemeFile, broken_navigation, unsafe_address, unusable_picture,
};
use crate::config::{GeneratedPage, NavEntry, Publisher};
use crate::data::Spanned;
use crate::diagnostics::Diagnostic;
use crate::document::Section;
use crate::text::{Route, SourcePath, parse_web_url, url_scheme};

/// The site; `files` are the addresses of what the theme brings. Addresses of `site.toml` that lead
/// nowhere, or where none may lead, are reported.
pub fn site_view(
    story: &SiteData<'_>,
    files: &BTreeMap<ThemeFile, Route>,
    problems: &mut Vec<Diagnostic>,
) -> SiteView {
    let config = story.config;
    let known = |route: &Route| story.href_if_exists(route);
    for author in config.authors.values() {
        picture_href(story, author.image.as_ref(), problems);
    }
    let feed = Route::for_file(["feed.xml"]);
    SiteView {
        title: config.title.to_string(),
        description: config.description.as_deref().map(Into::into),
        language: config.language.to_string(),
        home: config.base.href(&Route::for_page([])),
        stylesheet: files
            .get(&ThemeFile::Stylesheet)
            .map(|route| config.base.href(route))
            .unwrap_or_default(),
        script: files.get(&ThemeFile::Script).map(|route| config.base.href(route)),
        icon: files.get(&ThemeFile::Icon).map(|route| config.base.href(route)),
        content_policy: config.content_security_policy.to_string(),
        feed: known(&feed),
        feed_json: known(&Route::for_file([MachineFile::JsonFeed.file_name()])),
        feed_updates: known(&Route::for_file([MachineFile::Updates.file_name()])),
        calendar: known(&Route::for_file([MachineFile::Calendar.file_name()])),
        navigation: match &config.navigation.main {
            Some(entries) => navigation(story, entries, problems),
            None => default_navigation(story),
        },
        footer: config
            .navigation
            .footer
            .as_ref()
            .map(|entries| navigation(story, entries, problems))
            .unwrap_or_default(),
        a_to_z: known(&config.generated_route(GeneratedPage::AToZ)),
        sources: known(&config.generated_route(GeneratedPage::Sources)),
        timeline: known(&config.generated_route(GeneratedPage::Timeline)),
        publisher: config
            .publisher
            .as_ref()
            .map(|publisher| publisher_view(story, publisher, problems)),
        start_here: story.catalog.start_here.map(|page| article_item(story, page)),
        generator: concat!("Backgrounder ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

fn publisher_view(
    story: &SiteData<'_>,
    publisher: &Publisher,
    problems: &mut Vec<Diagnostic>,
) -> PublisherView {
    let mut address =
        |written: &Option<Spanned<Box<str>>>| checked_address(story, written.as_ref()?, problems);
    PublisherView {
        name: publisher.name.as_deref().map(str::to_owned),
        contact: address(&publisher.contact),
        corrections: address(&publisher.corrections),
        license: address(&publisher.license),
        url: publisher.url.as_ref().map(|url| url.value.to_string()),
        logo: picture_href(story, publisher.logo.as_ref(), problems),
    }
}

/// What may be a sentence, a mail address, a page of the web, or an address of this site. One that
/// leads nowhere, or where no page may lead, is reported.
fn checked_address(
    story: &SiteData<'_>,
    written: &Spanned<Box<str>>,
    problems: &mut Vec<Diagnostic>,
) -> Option<String> {
    let text = &*written.value;
    if text.starts_with('/') {
        let route = Route::parse_nfc(text)
            .filter(|route| story.catalog.routes().get(route.as_str()).is_some());
        if route.is_none() {
            problems.push(broken_navigation(&site_toml(), written));
        }
        return route.map(|route| story.config.base.href(&route));
    }
    // What has a space is a sentence, whatever it begins with.
    let may_stand = match url_scheme(text)
        .filter(|_| !text.contains(char::is_whitespace))
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        None | Some("mailto" | "tel") => true,
        Some("http" | "https") => parse_web_url(text).is_some(),
        Some(_) => false,
    };
    if !may_stand {
        problems.push(unsafe_address(&site_toml(), written.span, text));
        return None;
    }
    // Themes are given a mail address as one writes it.
    Some(text.strip_prefix("mailto:").unwrap_or(text).to_owned())
}

/// The address of a picture of this site; anything else is reported as it is of the picture of a
/// page.
fn picture_href(
    story: &SiteData<'_>,
    written: Option<&Spanned<Box<str>>>,
    problems: &mut Vec<Diagnostic>,
) -> Option<String> {
    let (written, path) = (written?, site_toml());
    let route = story.catalog.routes().linked_file(&path, &written.value);
    if route.is_none() {
        problems.push(unusable_picture(&path, written.span, &written.value));
    }
    route.map(|route| story.config.base.href(route))
}

fn site_toml() -> SourcePath {
    SourcePath::from_static("site.toml")
}

/// The indexes that have entries, and the timeline.
fn default_navigation(story: &SiteData<'_>) -> Vec<LinkView> {
    let indexes = Section::ALL.into_iter().filter_map(|section| {
        let route = Route::for_page([story.config.folder(section.folder())]);
        story.catalog.routes().get(route.as_str())?;
        Some(LinkView {
            title: story.config.index_title(section.folder()).to_owned(),
            href: story.config.base.href(&route),
        })
    });
    let timeline = story.config.generated_route(GeneratedPage::Timeline);
    let timeline = story.catalog.routes().get(timeline.as_str()).map(|_| LinkView {
        title: story.config.generated_title(GeneratedPage::Timeline).to_owned(),
        href: story.config.base.href(&timeline),
    });
    indexes.chain(timeline).collect()
}

fn navigation(
    story: &SiteData<'_>,
    entries: &[NavEntry],
    problems: &mut Vec<Diagnostic>,
) -> Vec<LinkView> {
    let mut links = Vec::new();
    for entry in entries {
        let written = &*entry.to.value;
        if parse_web_url(written).is_some() || written.starts_with("mailto:") {
            let title = entry
                .title
                .as_deref()
                .unwrap_or_else(|| written.split_once("://").map_or(written, |(_, rest)| rest));
            links.push(LinkView { title: title.to_owned(), href: written.to_owned() });
            continue;
        }
        let slashed = format!(
            "/{}/",
            written.trim_matches('/').trim_end_matches(".md").trim_start_matches("content/")
        );
        let candidates =
            [written.to_owned(), if slashed == "//" { "/".to_owned() } else { slashed }];
        let found = candidates.iter().filter_map(|text| Route::parse_nfc(text)).find_map(|route| {
            story.catalog.routes().get(route.as_str()).map(|address| (route, address))
        });
        match found {
            Some((route, address)) => {
                let title = entry
                    .title
                    .as_deref()
                    .map_or_else(|| title_of(story, &route, address), str::to_owned);
                links.push(LinkView { title, href: story.config.base.href(&route) });
            }
            None => problems.push(broken_navigation(&site_toml(), &entry.to)),
        }
    }
    links
}

fn title_of(story: &SiteData<'_>, route: &Route, address: &Resource) -> String {
    match address {
        Resource::Page(page) | Resource::Redirect(page) => {
            story.catalog.entry(*page).title.to_string()
        }
        address => super::page_at(story, route, address)
            .map_or_else(|| route.to_string(), |page| page.view.title),
    }
}
