//! The home page.

use super::article::state_view;
use super::site_data::SiteData;
use super::summaries::{article_item, card, day_view, event_item, most_important, page_link};
use super::view::{CardView, ContentView, HomeView, PageView, UpdateView};
use crate::catalog::PageIx;
use crate::config::{GeneratedPage, TopicKind};
use crate::document::FrontMatter;
use crate::prose::RenderTarget;
use crate::text::Route;

const PEOPLE: usize = 8;
const COUNTRIES: usize = 9;
const HIGHLIGHTS: usize = 8;
/// How many of them are the latest, whatever they are.
const LATEST: usize = 2;
const UPDATES: usize = 5;
const ARTICLES: usize = 50;

pub(super) fn view(story: &SiteData<'_>, page: Option<PageIx>) -> PageView {
    let mut base = match page {
        Some(page) => story.base_view(page, "home"),
        None => PageView {
            title: story.config.title.to_string(),
            head_title: story.config.title.to_string(),
            ..story.bare_view(&Route::for_page([]), "home")
        },
    };
    let description = || story.config.description.as_deref().map(str::to_owned);
    base.lead = base.lead.or_else(description);
    base.meta_description = base.meta_description.or_else(description);
    let start = story.catalog.start_here;
    let front = start.map(|page| &story.document(page).front);
    let (state, key_points) = match (start, front) {
        (Some(page), Some(FrontMatter::Article(article))) => (
            article
                .where_things_stand
                .as_ref()
                .map(|state| state_view(story, page, state, RenderTarget::OtherPage)),
            article
                .key_points
                .iter()
                .map(|piece| story.prose(page).inline_html(*piece, RenderTarget::OtherPage))
                .collect(),
        ),
        _ => (None, Vec::new()),
    };
    let articles = &story.graph.reading_order;
    let index = Route::for_page([story.config.folder("articles")]);
    let content = HomeView {
        where_things_stand: state,
        start_here: start.map(|page| article_item(story, page)),
        key_points_html: key_points,
        all_updates: (!story.graph.updates.is_empty())
            .then(|| story.config.base.href(&story.config.generated_route(GeneratedPage::Updates))),
        updates: story
            .graph
            .updates
            .iter()
            .take(UPDATES)
            .filter_map(|(day, page, at)| update_view(story, *day, *page, *at))
            .collect(),
        people: most_mentioned(story, TopicKind::Figure, PEOPLE),
        countries: most_mentioned(story, TopicKind::Country, COUNTRIES),
        highlights: highlights(story).into_iter().map(|event| event_item(story, event)).collect(),
        all_articles: (articles.len() > ARTICLES).then(|| story.config.base.href(&index)),
        articles: articles
            .iter()
            .take(ARTICLES)
            .map(|article| article_item(story, *article))
            .collect(),
    };
    PageView { content: ContentView::Home(Box::new(content)), ..base }
}

pub(super) fn update_view(
    story: &SiteData<'_>,
    day: crate::time::Day,
    page: PageIx,
    at: u32,
) -> Option<UpdateView> {
    let update = story.document(page).common.updates.get(at as usize)?;
    Some(UpdateView {
        id: None,
        date: day_view(story, day),
        kind: update.kind.to_string(),
        note_html: story.prose(page).inline_html(update.note, RenderTarget::OtherPage),
        anchor: update.at.as_ref().map(|at| at.value.to_string()),
        page: Some(page_link(story, page)),
    })
}

/// The events that matter most, and the latest that are no small matter: a reader wants to know
/// what came last.
fn highlights(story: &SiteData<'_>) -> Vec<PageIx> {
    let all = &story.graph.timeline;
    let happened = |event: &&PageIx| match &story.catalog.head(**event).front {
        FrontMatter::Event(_, front) => {
            front.importance.as_deref() != Some("minor")
                && !matches!(front.status.as_deref(), Some("planned" | "cancelled"))
        }
        _ => false,
    };
    let latest: Vec<PageIx> = all.iter().rev().filter(happened).take(LATEST).copied().collect();
    let others: Vec<PageIx> = all.iter().copied().filter(|event| !latest.contains(event)).collect();
    let mut chosen = most_important(story, &others, HIGHLIGHTS - latest.len());
    chosen.extend(latest);
    chosen.sort_by(|a, b| {
        story
            .catalog
            .entry(*a)
            .chronological_key()
            .cmp(&story.catalog.entry(*b).chronological_key())
    });
    chosen
}

fn most_mentioned(story: &SiteData<'_>, kind: TopicKind, most: usize) -> Vec<CardView> {
    let mut topics: Vec<PageIx> = story.catalog.topics(kind).map(|entry| entry.page).collect();
    topics.sort_by_key(|page| {
        (
            std::cmp::Reverse(story.graph.mentions.of_page(*page).len()),
            &story.catalog.entry(*page).route,
        )
    });
    topics.truncate(most);
    let day = story
        .catalog
        .start_here
        .and_then(|page| story.catalog.entry(page).as_of)
        .or(story.config.as_of);
    topics.into_iter().map(|page| card(story, page, day)).collect()
}
