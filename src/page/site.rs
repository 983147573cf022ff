//! What every page of the site knows of it.

use super::item::article_item;
use super::story::Story;
use super::view::{LinkView, PublisherView, SiteView};
use std::collections::BTreeMap;

use crate::catalog::{Address, MachineFile, ThemeFile};
use crate::config::{Generated, NavEntry, Publisher};
use crate::data::Spanned;
use crate::diagnostics::Diagnostic;
use crate::document::Section;
use crate::text::{Route, SourcePath};

use crate::catalog::broken_navigation;

/// The site; `files` are the addresses of what the theme brings. Entries of the navigation that lead nowhere are reported.
pub fn site_view(story: &Story<'_>, files: &BTreeMap<ThemeFile, Route>, problems: &mut Vec<Diagnostic>) -> SiteView {
    let config = story.config;
    let known = |route: &Route| story.known(route);
    let feed = Route::file(["feed.xml"]);
    SiteView {
        title: config.title.to_string(),
        description: config.description.as_deref().map(Into::into),
        language: config.language.to_string(),
        home: config.base.href(&Route::page([])),
        stylesheet: files.get(&ThemeFile::Stylesheet).map(|route| config.base.href(route)).unwrap_or_default(),
        script: files.get(&ThemeFile::Script).map(|route| config.base.href(route)),
        icon: files.get(&ThemeFile::Icon).map(|route| config.base.href(route)),
        content_policy: config.content_policy.to_string(),
        feed: known(&feed),
        feed_json: known(&Route::file([MachineFile::JsonFeed.name()])),
        feed_updates: known(&Route::file([MachineFile::Updates.name()])),
        calendar: known(&Route::file([MachineFile::Calendar.name()])),
        navigation: match &config.main_navigation {
            Some(entries) => navigation(story, entries, problems),
            None => default_navigation(story),
        },
        footer: config.footer_navigation.as_ref().map(|entries| navigation(story, entries, problems)).unwrap_or_default(),
        a_to_z: known(&config.generated(Generated::AToZ)),
        sources: known(&config.generated(Generated::Sources)),
        timeline: known(&config.generated(Generated::Timeline)),
        publisher: config.publisher.as_ref().map(|publisher| publisher_view(story, publisher, problems)),
        start_here: story.catalog.start_here.map(|page| article_item(story, page)),
        generator: concat!("Backgrounder ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

fn publisher_view(story: &Story<'_>, publisher: &Publisher, problems: &mut Vec<Diagnostic>) -> PublisherView {
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let mut address = |written: &Option<Spanned<Box<str>>>| {
        let written = written.as_ref()?;
        // A sentence stays one; what begins with a slash is an address of this site.
        if !written.value.starts_with('/') {
            return Some(written.value.to_string());
        }
        let route = Route::parse(&written.value).filter(|route| story.catalog.addresses().get(route.as_str()).is_some());
        if route.is_none() {
            problems.push(broken_navigation(&SourcePath::constant("site.toml"), written));
        }
        route.map(|route| story.config.base.href(&route))
    };
    PublisherView {
        name: text(&publisher.name),
        url: publisher.url.as_ref().map(|url| url.value.to_string()),
        logo: address(&publisher.logo),
        contact: address(&publisher.contact),
        corrections: address(&publisher.corrections),
        license: text(&publisher.license),
    }
}

/// The indexes that have entries, and the timeline.
fn default_navigation(story: &Story<'_>) -> Vec<LinkView> {
    let indexes = Section::ALL.into_iter().filter_map(|section| {
        let route = Route::page([story.config.folder(section.folder())]);
        story.catalog.addresses().get(route.as_str())?;
        Some(LinkView { title: story.config.index_title(section.folder()).to_owned(), href: story.config.base.href(&route) })
    });
    let timeline = story.config.generated(Generated::Timeline);
    let timeline = story
        .catalog
        .addresses()
        .get(timeline.as_str())
        .map(|_| LinkView { title: story.config.generated_title(Generated::Timeline).to_owned(), href: story.config.base.href(&timeline) });
    indexes.chain(timeline).collect()
}

fn navigation(story: &Story<'_>, entries: &[NavEntry], problems: &mut Vec<Diagnostic>) -> Vec<LinkView> {
    let mut links = Vec::new();
    for entry in entries {
        let written = &*entry.to.value;
        if written.starts_with("https://") || written.starts_with("http://") || written.starts_with("mailto:") {
            let title = entry.title.as_deref().unwrap_or_else(|| written.split_once("://").map_or(written, |(_, rest)| rest));
            links.push(LinkView { title: title.to_owned(), href: written.to_owned() });
            continue;
        }
        let slashed = format!("/{}/", written.trim_matches('/').trim_end_matches(".md").trim_start_matches("content/"));
        let candidates = [written.to_owned(), if slashed == "//" { "/".to_owned() } else { slashed }];
        let found = candidates
            .iter()
            .filter_map(|text| Route::parse(text))
            .find_map(|route| story.catalog.addresses().get(route.as_str()).map(|address| (route, address)));
        match found {
            Some((route, address)) => {
                let title = entry.title.as_deref().map_or_else(|| title_of(story, &route, address), str::to_owned);
                links.push(LinkView { title, href: story.config.base.href(&route) });
            }
            None => problems.push(broken_navigation(&SourcePath::constant("site.toml"), &entry.to)),
        }
    }
    links
}

fn title_of(story: &Story<'_>, route: &Route, address: &Address) -> String {
    match address {
        Address::Page(page) | Address::Redirect(page) => story.catalog.entry(*page).title.to_string(),
        address => super::page(story, route, address).map_or_else(|| route.to_string(), |page| page.view.title),
    }
}
