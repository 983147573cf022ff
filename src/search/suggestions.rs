//! What a reader is shown before a query: the key topics of the story.

use super::index::IndexedPage;
use crate::config::TopicKind;
use crate::document::FrontMatter;
use crate::page::SiteData;

/// How many people and countries are suggested together, and how many events at most.
const MOST: usize = 12;

/// People and countries that most pages are about or mention, the most important first, then key
/// events in order of time.
pub(super) fn suggestions<'p>(
    data: &SiteData<'_>,
    pages: &'p [IndexedPage],
) -> Vec<&'p IndexedPage> {
    let kind = |page: &IndexedPage| data.entry(page.page).topic_kind();
    let by_importance = |mut pages: Vec<&'p IndexedPage>| {
        pages.sort_by(|a, b| b.importance.total_cmp(&a.importance).then(a.page.cmp(&b.page)));
        pages.truncate(MOST);
        pages
    };
    let is_mentioned = |page: &&IndexedPage| page.importance > 0.0;
    let topics = pages
        .iter()
        .filter(|page| matches!(kind(page), Some(TopicKind::Figure | TopicKind::Country)));
    let topics = by_importance(topics.filter(is_mentioned).collect());
    let mut events = by_importance(pages.iter().filter(|page| is_key_event(data, page)).collect());
    events.sort_by_key(|page| data.entry(page.page).chronological_key());
    let is_country = |page: &&&IndexedPage| kind(page) == Some(TopicKind::Country);
    let (countries, people): (Vec<_>, Vec<_>) = topics.iter().partition(is_country);
    people.into_iter().chain(countries).chain(events).collect()
}

fn is_key_event(data: &SiteData<'_>, page: &IndexedPage) -> bool {
    match &data.head(page.page).front {
        FrontMatter::Event(_, event) => event.importance.as_deref() == Some("key"),
        _ => false,
    }
}
