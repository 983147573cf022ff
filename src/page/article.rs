//! An article.

use rustc_hash::FxHashMap;

use super::site_data::SiteData;
use super::summaries::{card_ref, day_view, is_event};
use super::view::{ArticleRef, ArticleView, ContentView, EventRef, PageView, StateView};
use crate::catalog::PageIx;
use crate::document::{FrontMatter, WhereThingsStand};
use crate::prose::RenderTarget;

/// How many related articles and later events are shown.
const SHOWN: usize = 5;
/// How many articles about a topic are looked at for related ones: the newest.
const RELATED_CANDIDATES: usize = 30;

pub(super) fn view(story: &SiteData<'_>, page: PageIx) -> PageView {
    let (document, entry, linked) =
        (story.document(page), story.catalog.entry(page), story.linked(page));
    let FrontMatter::Article(article) = &document.front else {
        return story.base_view(page, "article");
    };
    let listed = |event: PageIx| EventRef { event, part_of: None };
    let content = ArticleView {
        kind: article.kind.as_deref().map(Into::into),
        key_points_html: article
            .key_points
            .iter()
            .map(|piece| story.inline_html(page, *piece))
            .collect(),
        where_things_stand: article
            .where_things_stand
            .as_ref()
            .map(|state| state_view(story, page, state, RenderTarget::OwnPage)),
        about: linked.about.iter().map(|topic| card_ref(story, *topic, entry.as_of)).collect(),
        since_then: since_then(story, page).into_iter().map(listed).collect(),
        next: next(story, page).map(ArticleRef),
        related: related(story, page).into_iter().map(ArticleRef).collect(),
    };
    let mut events: Vec<PageIx> = linked
        .topics
        .iter()
        .copied()
        .filter(|topic| is_event(&story.catalog.entry(*topic).kind))
        .collect();
    events.sort_by(|a, b| {
        story
            .catalog
            .entry(*a)
            .chronological_key()
            .cmp(&story.catalog.entry(*b).chronological_key())
    });
    PageView {
        timeline: events.into_iter().map(listed).collect(),
        content: ContentView::Article(Box::new(content)),
        ..story.base_view(page, "article")
    }
}

pub(super) fn state_view(
    story: &SiteData<'_>,
    page: PageIx,
    state: &WhereThingsStand,
    setting: RenderTarget,
) -> StateView {
    StateView {
        state: state.state.to_string(),
        note_html: state.note.map(|note| story.prose(page).inline_html(note, setting)),
        as_of: state.as_of.map(|day| day_view(story, day)),
    }
}

/// What happened, after the day the article speaks of, to what it is about.
fn since_then(story: &SiteData<'_>, page: PageIx) -> Vec<PageIx> {
    let Some(day) = story.catalog.entry(page).as_of else { return Vec::new() };
    let is_later = |event: &PageIx| {
        story.catalog.entry(*event).event_date.as_ref().is_some_and(|date| date.is_after(day))
    };
    let mut events: Vec<PageIx> = Vec::new();
    for topic in &story.linked(page).about {
        let of_topic = story.graph.events.of_page(*topic);
        let later = of_topic.iter().rposition(|event| !is_later(event)).map_or(0, |last| last + 1);
        for event in of_topic[later..].iter().take(SHOWN) {
            if !events.contains(event) {
                events.push(*event);
            }
        }
    }
    events.sort_by(|a, b| {
        story
            .catalog
            .entry(*a)
            .chronological_key()
            .cmp(&story.catalog.entry(*b).chronological_key())
    });
    events.truncate(SHOWN);
    events
}

/// The article after this one in the order of reading, among those that have an `order`.
fn next(story: &SiteData<'_>, page: PageIx) -> Option<PageIx> {
    story.document(page).order()?;
    story
        .graph
        .next_in_reading_order(story.catalog, page)
        .filter(|next| story.document(*next).order().is_some())
}

/// Articles that are about the same topics, the most shared first.
fn related(story: &SiteData<'_>, page: PageIx) -> Vec<PageIx> {
    let mut shared: FxHashMap<PageIx, usize> = FxHashMap::default();
    for topic in &story.linked(page).about {
        for other in story
            .graph
            .about
            .of_page(*topic)
            .iter()
            .take(RELATED_CANDIDATES)
            .filter(|other| **other != page)
        {
            *shared.entry(*other).or_default() += 1;
        }
    }
    let mut shared: Vec<(PageIx, usize)> = shared.into_iter().collect();
    shared.sort_unstable_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
    shared.truncate(SHOWN);
    shared.into_iter().map(|(other, _)| other).collect()
}
