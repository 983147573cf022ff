//! The fields of the site that every page shows.

use std::collections::BTreeMap;

use super::page_for_resource::page_at;
use super::site_data::SiteData;
use super::summaries::{article_item, string};
use super::view::{LangView, LinkView, PublisherView, SiteView};
use crate::catalog::{
    MachineFile, Resource, ThemeFile, broken_navigation, search_page_route, unsafe_address,
};
use crate::config::{GeneratedPage, NavEntry, TopicKind};
use crate::data::Spanned;
use crate::diagnostics::{Diagnostic, nearest_match};
use crate::document::{PageKind, Section, WrittenRef};
use crate::text::{Route, SourcePath, parse_web_url, text_direction, url_scheme};

/// Builds the view of the site. `files` are the routes of the theme's files. Reports addresses in
/// `site.toml` that do not exist or are unsafe.
pub fn site_view(
    data: &SiteData<'_>,
    files: &BTreeMap<ThemeFile, Route>,
    problems: &mut Vec<Diagnostic>,
) -> SiteView {
    let config = data.config;
    let mut addresses = Addresses { data, path: SourcePath::from_static("site.toml"), problems };
    for author in config.authors.values() {
        addresses.picture(author.image.as_ref());
    }
    let theme_file = |file| files.get(&file).map(|route| data.route_href(route));
    let machine_file =
        |file: MachineFile| data.href_if_exists(&Route::for_file([file.file_name()]));
    let generated = |page| data.href_if_exists(&config.generated_route(page));
    SiteView {
        title: config.title.to_string(),
        description: string(&config.description),
        language: config.language.to_string(),
        dir: text_direction(&config.language),
        home: data.route_href(&Route::for_page([])),
        stylesheet: theme_file(ThemeFile::Stylesheet).unwrap_or_default(),
        drawings: theme_file(ThemeFile::Drawings),
        media: theme_file(ThemeFile::Media),
        players: theme_file(ThemeFile::Players),
        fonts: fonts(data, files),
        script: theme_file(ThemeFile::Script),
        search: theme_file(ThemeFile::Search).filter(|_| config.search.enabled),
        search_more: theme_file(ThemeFile::SearchMore).filter(|_| config.search.enabled),
        search_page: data.href_if_exists(&search_page_route()).filter(|_| config.search.enabled),
        opensearch: machine_file(MachineFile::OpenSearch),
        icon: theme_file(ThemeFile::Icon),
        content_policy: config.content_policy.header.to_string(),
        feed: data.href_if_exists(&Route::for_file(["feed.xml"])),
        feed_json: machine_file(MachineFile::JsonFeed),
        feed_updates: machine_file(MachineFile::Updates),
        calendar: machine_file(MachineFile::Calendar),
        navigation: match &config.navigation.main {
            Some(entries) => addresses.navigation(entries),
            None => default_navigation(data),
        },
        footer: addresses.navigation(config.navigation.footer.as_deref().unwrap_or(&[])),
        figures: data.href_if_exists(&data.index(Section::Topics(TopicKind::Figure)).1),
        a_to_z: generated(GeneratedPage::AToZ),
        sources: generated(GeneratedPage::Sources),
        relations: generated(GeneratedPage::Relations),
        timeline: generated(GeneratedPage::Timeline),
        publisher: config.publisher.as_ref().map(|publisher| {
            let written = addresses.picture(publisher.logo.as_ref());
            let logo = publisher.logo.as_ref().and_then(|logo| data.logo(logo));
            PublisherView {
                logo_width: logo.as_ref().map(|logo| logo.width),
                logo_height: logo.as_ref().map(|logo| logo.height),
                logo: logo.map(|logo| logo.href).or(written),
                name: string(&publisher.name),
                contact: addresses.checked(publisher.contact.as_ref()),
                corrections: addresses.checked(publisher.corrections.as_ref()),
                license: addresses.checked(publisher.license.as_ref()),
                url: publisher.url.as_ref().map(|url| url.value.to_string()),
            }
        }),
        start_here: data.catalog.start_here.map(|page| article_item(data, page)),
        generator: concat!("Backgrounder ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

fn fonts(data: &SiteData<'_>, files: &BTreeMap<ThemeFile, Route>) -> BTreeMap<String, String> {
    let fonts = files.iter().filter(|(file, _)| matches!(file, ThemeFile::Font(_)));
    let named = fonts.filter_map(|(_, route)| {
        let (name, _) = route.as_str().rsplit('/').next()?.split_once('.')?;
        Some((name.to_owned(), data.route_href(route)))
    });
    named.collect()
}

/// The indexes that have entries; that of events is the timeline.
fn default_navigation(data: &SiteData<'_>) -> Vec<LinkView> {
    let indexes = Section::ALL.into_iter().map(|section| data.index(section));
    let link = |(title, route): (&str, Route)| {
        Some(LinkView { href: data.href_if_exists(&route)?, title: title.to_owned(), lang: None })
    };
    indexes.filter_map(link).collect()
}

/// Checks addresses in `site.toml`.
struct Addresses<'a> {
    data: &'a SiteData<'a>,
    path: SourcePath,
    problems: &'a mut Vec<Diagnostic>,
}

impl Addresses<'_> {
    /// A value that may be a sentence, an email address, a URL or an address of this site.
    fn checked(&mut self, written: Option<&Spanned<Box<str>>>) -> Option<String> {
        let written = written?;
        let text = &*written.value;
        if text.starts_with('/') {
            let route = Route::parse_nfc(text).and_then(|route| self.data.current_route(&route));
            let href = route.map(|route| self.data.route_href(&route));
            if href.is_none() {
                self.report_broken(written);
            }
            return href;
        }
        // Text with a space is a sentence.
        let scheme = url_scheme(text).filter(|_| !text.contains(char::is_whitespace));
        let is_safe = match scheme.map(str::to_ascii_lowercase).as_deref() {
            None | Some("mailto" | "tel") => true,
            Some("http" | "https") => parse_web_url(text).is_some(),
            Some(_) => false,
        };
        if !is_safe {
            self.problems.push(unsafe_address(&self.path, written.span, text));
            return None;
        }
        // Themes expect an email address without its scheme.
        Some(text.strip_prefix("mailto:").unwrap_or(text).to_owned())
    }

    /// The link to a picture of this site.
    fn picture(&mut self, written: Option<&Spanned<Box<str>>>) -> Option<String> {
        let written = written?;
        let (data, path) = (self.data, &self.path);
        let href = data.picture_href(path, &written.value);
        if href.is_none() {
            self.problems.extend(data.picture_problem(path, written));
        }
        let route = data.catalog.routes().linked_file(path, &written.value);
        if let Some(route) = route.filter(|route| data.catalog.pictures.get(route).is_none()) {
            self.problems.extend(data.problem_of_image_file(path, written, route));
            return None;
        }
        href
    }

    /// Reports an address that does not exist, unless its page or file has been reported.
    fn report_broken(&mut self, written: &WrittenRef) {
        let catalog = self.data.catalog;
        let inner = written.value.trim_matches('/').trim_end_matches(".md");
        let inner = inner.trim_start_matches("content/");
        let is_refused = |route: String| catalog.routes().is_refused(&route);
        let is_reported = catalog.may_mean_broken_page(inner)
            || is_refused(format!("/{inner}"))
            || is_refused(format!("/{inner}/"));
        if is_reported {
            return;
        }
        let is_page = |route: &&Route| route.is_page() && route.as_str() != "/";
        let routes = || catalog.routes().iter().map(|(route, _)| route).filter(is_page);
        let slashed = format!("/{inner}/");
        let near = nearest_match(&slashed, routes().map(Route::as_str));
        let mut pages = catalog.pages().filter(|entry| entry.kind != PageKind::Home);
        let example = pages.next().map(|entry| entry.route.as_str());
        self.problems.push(broken_navigation(&self.path, written, near, example));
    }

    fn navigation(&mut self, entries: &[NavEntry]) -> Vec<LinkView> {
        let mut links = Vec::new();
        for entry in entries {
            match self.nav_link(entry) {
                Some(link) => links.push(link),
                None => self.report_broken(&entry.to),
            }
        }
        // An old address leads nowhere if the new one is there as well.
        let is_named = |href: &str| links.iter().any(|(link, is_old)| link.href == href && !is_old);
        let kept = links.iter().filter(|(link, is_old)| !is_old || !is_named(&link.href));
        kept.map(|(link, _)| link.clone()).collect()
    }

    /// The link of an entry, and whether it was written as an old address.
    fn nav_link(&self, entry: &NavEntry) -> Option<(LinkView, bool)> {
        let (data, written, title) = (self.data, &*entry.to.value, entry.title.as_deref());
        if parse_web_url(written).is_some() || written.starts_with("mailto:") {
            let without_scheme = || written.split_once("://").map_or(written, |(_, rest)| rest);
            let title = title.unwrap_or_else(without_scheme).to_owned();
            return Some((LinkView { title, href: written.to_owned(), lang: None }, false));
        }
        let path = written.trim_matches('/').trim_end_matches(".md");
        let path = path.strip_suffix("/_index").unwrap_or(path);
        let slashed = format!("/{}/", path.trim_start_matches("content/"));
        let candidates = [written, if slashed == "//" { "/" } else { &slashed }];
        let mut routes = candidates.into_iter().filter_map(Route::parse_nfc);
        let (now, written) = routes.find_map(|route| Some((data.current_route(&route)?, route)))?;
        let (title, lang) = match title {
            Some(title) => (title.to_owned(), None),
            None => title_of(data, &now),
        };
        Some((LinkView { title, href: data.route_href(&now), lang }, now != written))
    }
}

/// The title of a page, with its language.
fn title_of(data: &SiteData<'_>, route: &Route) -> (String, Option<LangView>) {
    match data.catalog.routes().get(route.as_str()) {
        Some(Resource::Page(page)) => (data.title(*page), data.lang(*page)),
        resource => match resource.and_then(|resource| page_at(data, route, resource)) {
            Some(page) => (page.view.title, data.other_language(&page.view.language)),
            None => (route.to_string(), None),
        },
    }
}
