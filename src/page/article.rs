//! The page of an article.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::site_data::SiteData;
use super::storyline;
use super::summaries::{card_ref, is_event, sort_chronologically, state_view, string};
use super::view::{ArticleView, ContentView, EventRef, PageView};
use super::whos_who::whos_who;
use crate::catalog::PageIx;
use crate::document::BlockData;
use crate::document::FrontMatter;
use crate::prose::RenderTarget;

const MAX_RELATED: usize = 5;
const MAX_LATER_EVENTS: usize = 5;
/// The newest articles about a topic that are considered as related.
const RELATED_CANDIDATES: usize = 30;

pub(super) fn view(data: &SiteData<'_>, page: PageIx) -> PageView {
    let base = data.base_view(page, "article");
    let linked = data.linked(page);
    let FrontMatter::Article(article) = &data.document(page).front else { return base };
    let day = data.entry(page).as_of;
    let refs = |events: Vec<PageIx>| {
        events.into_iter().map(|event| EventRef { event, part_of: None }).collect()
    };
    let topics = linked.topics.iter().copied();
    let mut events: Vec<PageIx> = topics.filter(|it| is_event(&data.entry(*it).kind)).collect();
    sort_chronologically(data, &mut events);
    let state = article.where_things_stand.as_ref();
    // An article that draws a part of the story itself needs no second drawing.
    let blocks = &data.document(page).blocks;
    let draws = blocks.iter().any(|block| matches!(block.data, BlockData::Storyline(_)));
    let drawn = if draws { None } else { storyline::of_article(data, &events) };
    let later = later_events(data, page);
    let content = ArticleView {
        kind: string(&article.kind),
        key_points_html: article.key_points.iter().map(|id| data.inline_html(page, *id)).collect(),
        where_things_stand: state.map(|it| state_view(data, page, it, RenderTarget::OwnPage)),
        storyline: drawn,
        whos_who: whos_who(data, page),
        about: linked.about.iter().map(|topic| card_ref(data, *topic, day)).collect(),
        since_then: refs(later.since_then),
        planned: refs(later.planned),
        next: next(data, page),
        related: related(data, page),
    };
    let content = ContentView::Article(Box::new(content));
    PageView { timeline: refs(events), content, ..base }
}

/// Events after the day of an article.
#[derive(Default)]
struct LaterEvents {
    /// All but those that are only planned.
    since_then: Vec<PageIx>,
    planned: Vec<PageIx>,
}

/// The first events of each sort after the day of the article that involve a topic it is about.
fn later_events(data: &SiteData<'_>, page: PageIx) -> LaterEvents {
    let Some(day) = data.entry(page).as_of else { return LaterEvents::default() };
    let is_later = |event: &PageIx| {
        data.entry(*event).event_date.as_ref().is_some_and(|date| date.is_after(day))
    };
    let is_planned = |event: &PageIx| match &data.head(*event).front {
        FrontMatter::Event(_, front) => front.status.as_deref() == Some("planned"),
        _ => false,
    };
    let mut later = LaterEvents::default();
    for topic in &data.linked(page).about {
        let of_topic = data.graph.events.of_page(*topic);
        let first = of_topic.iter().rposition(|event| !is_later(event)).map_or(0, |last| last + 1);
        let (planned, since) = of_topic[first..].iter().partition::<Vec<_>, _>(|it| is_planned(it));
        for (events, all) in [(since, &mut later.since_then), (planned, &mut later.planned)] {
            for event in events.into_iter().take(MAX_LATER_EVENTS) {
                if !all.contains(event) {
                    all.push(*event);
                }
            }
        }
    }
    for events in [&mut later.since_then, &mut later.planned] {
        sort_chronologically(data, events);
        events.truncate(MAX_LATER_EVENTS);
    }
    later
}

/// The next article in reading order, if both have an `order`.
fn next(data: &SiteData<'_>, page: PageIx) -> Option<PageIx> {
    data.document(page).order()?;
    let next = data.graph.next_in_reading_order(data.catalog, page)?;
    data.document(next).order().map(|_| next)
}

/// Articles about the same topics, those with most topics in common first.
fn related(data: &SiteData<'_>, page: PageIx) -> Vec<PageIx> {
    let mut shared: FxHashMap<PageIx, usize> = FxHashMap::default();
    for topic in &data.linked(page).about {
        let articles = data.graph.about.of_page(*topic).iter().take(RELATED_CANDIDATES);
        for other in articles.filter(|other| **other != page) {
            *shared.entry(*other).or_default() += 1;
        }
    }
    let mut shared: Vec<(PageIx, usize)> = shared.into_iter().collect();
    shared.sort_unstable_by_key(|(other, count)| (Reverse(*count), *other));
    shared.into_iter().take(MAX_RELATED).map(|(other, _)| other).collect()
}
