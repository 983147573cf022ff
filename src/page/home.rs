//! The home page.

use std::cmp::Reverse;

use super::maps;
use super::site_data::SiteData;
use super::storyline;
use super::summaries::{
    article_item, article_items, card, card_ref, event_items, key_events, state_view, string,
    update_view,
};
use super::view::{CardView, ContentView, HomeView, PageView};
use crate::catalog::PageIx;
use crate::config::{GeneratedPage, TopicKind};
use crate::document::TextId;
use crate::prose::RenderTarget;
use crate::text::Route;

const PEOPLE: usize = 6;
const COUNTRIES: usize = 9;
const HIGHLIGHTS: usize = 8;
const UPDATES: usize = 5;
const ARTICLES: usize = 50;

pub(super) fn view(data: &SiteData<'_>, page: Option<PageIx>) -> PageView {
    let config = data.config;
    let mut base = match page {
        Some(page) => data.base_view(page, "home"),
        None => PageView {
            title: config.title.to_string(),
            head_title: config.title.to_string(),
            ..data.bare_view(&Route::for_page([]), "home")
        },
    };
    base.lead = base.lead.or_else(|| string(&config.description));
    base.meta_description = base.meta_description.or_else(|| string(&config.description));
    let start = data.catalog.start_here;
    let mut content = HomeView {
        start_here: start.map(|start| article_item(data, start)),
        ..HomeView::default()
    };
    // What the home page does not say itself, the article to start with says.
    let own = page.map(|page| (page, RenderTarget::OwnPage));
    let of_start = start.map(|start| (start, RenderTarget::OtherPage));
    for (page, target) in [own, of_start].into_iter().flatten() {
        let front = &data.document(page).front;
        if let (None, Some(state)) = (&content.where_things_stand, front.where_things_stand()) {
            content.where_things_stand = Some(state_view(data, page, state, target));
        }
        if content.key_points_html.is_empty() && !front.key_points().is_empty() {
            let html = |point: &TextId| data.prose(page).inline_html(*point, target);
            content.key_points_html = front.key_points().iter().map(html).collect();
            content.key_points_lang = data.lang(page);
        }
    }
    let (updates, articles) = (&data.graph.updates, &data.graph.reading_order);
    if !updates.is_empty() {
        content.all_updates =
            Some(data.route_href(&config.generated_route(GeneratedPage::Updates)));
        content.updates =
            updates.iter().take(UPDATES).filter_map(|update| update_view(data, *update)).collect();
    }
    if let Some((storyline, events)) = storyline::of_home(data) {
        content.storyline = Some(storyline);
        add_previews(data, &mut base, &events);
    }
    content.map = maps::of_home(data);
    base.has_drawings |= content.map.is_some();
    content.people = most_mentioned(data, TopicKind::Figure, PEOPLE);
    content.countries = most_mentioned(data, TopicKind::Country, COUNTRIES);
    content.highlights = event_items(data, &key_events(data, &data.graph.timeline, HIGHLIGHTS));
    if articles.len() > ARTICLES {
        let index = Route::for_page([config.folder("articles")]);
        content.all_articles = Some(data.route_href(&index));
    }
    // The article to start with stands above the others.
    let others = articles.iter().filter(|article| Some(**article) != start).take(ARTICLES);
    content.articles = article_items(data, &others.copied().collect::<Vec<_>>());
    PageView { content: ContentView::Home(Box::new(content)), ..base }
}

/// Adds previews of events that the text does not mention.
fn add_previews(data: &SiteData<'_>, base: &mut PageView, events: &[PageIx]) {
    for event in events {
        if base.who.events.iter().all(|card| card.topic != *event) {
            base.who.events.push(card_ref(data, *event, None));
        }
    }
}

fn most_mentioned(data: &SiteData<'_>, kind: TopicKind, most: usize) -> Vec<CardView> {
    let mut topics: Vec<PageIx> = data.catalog.topics(kind).map(|entry| entry.page).collect();
    let mentions = |page: &PageIx| data.graph.mentions.of_page(*page).len();
    topics.sort_by_key(|page| (Reverse(mentions(page)), &data.entry(*page).route));
    let day = data.catalog.start_here.and_then(|page| data.entry(page).as_of);
    let day = day.or(data.config.as_of);
    topics.into_iter().take(most).map(|page| card(data, page, day)).collect()
}
