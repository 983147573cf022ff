//! All mentions and references, inverted: the pages that mention a topic, its events, its relations.

mod declared_links;
mod page_lists;
mod roles;

use declared_links::reading_order_key;
pub use declared_links::{DeclaredLinks, Edge};
pub use page_lists::PageLists;
pub(crate) use roles::country_on;
pub use roles::role_on;

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::catalog::{Catalog, PageIx};
use crate::document::TextId;
use crate::link::Linked;
use crate::time::Day;

/// What texts and front matter say about each topic. Lists of other pages are empty.
#[derive(Clone, Debug)]
pub struct Graph {
    /// By topic: articles about it, newest first.
    pub about: PageLists<PageIx>,
    /// By topic: pages that mention it, newest first, each with an index into
    /// [`Linked::mentions`].
    pub mentions: PageLists<(PageIx, u32)>,
    /// By figure: quotations, those on the newest pages first.
    pub quotations: PageLists<QuoteRef>,
    /// By page: [`Linked::topics`], in one allocation, since counting co-mentions of one topic
    /// reads those of hundreds of pages.
    topics_on: PageLists<PageIx>,
    front_matter: Arc<DeclaredLinks>,
}

impl std::ops::Deref for Graph {
    type Target = DeclaredLinks;

    fn deref(&self) -> &DeclaredLinks {
        &self.front_matter
    }
}

/// A quotation, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteRef {
    pub page: PageIx,
    pub text: TextId,
    /// The index in the outline of the text.
    pub index: u32,
}

/// Builds the graph. `linked` is by page; hidden pages have no links. Lists of a `previous` graph
/// of the same pages are reused except for what changed pages say.
pub fn build(
    catalog: &Catalog,
    linked: &[Arc<Linked>],
    previous: Option<PreviousGraph<'_>>,
) -> Graph {
    let has_changed = |page: &PageIx| {
        previous.is_some_and(|it| !Arc::ptr_eq(&it.linked[page.index()], &linked[page.index()]))
    };
    let changed_pages = (0..linked.len()).map(PageIx::new).filter(has_changed).collect();
    let builder = InverseBuilder { catalog, linked, previous, changed_pages };
    let same_heads = previous.filter(|previous| previous.catalog.has_same_heads(catalog));
    Graph {
        about: builder.inverse_lists(
            |graph| &graph.about,
            |page, links| links.about.iter().map(move |topic| (*topic, page)),
            |page| *page,
        ),
        mentions: builder.inverse_lists(|graph| &graph.mentions, mentions, |(page, _)| *page),
        quotations: builder.inverse_lists(|graph| &graph.quotations, quotations, |it| it.page),
        topics_on: builder.topics_on(),
        front_matter: same_heads.map_or_else(
            || Arc::new(declared_links::build(catalog)),
            |previous| previous.graph.front_matter.clone(),
        ),
    }
}

/// The topics that a page mentions.
fn mentions(page: PageIx, links: &Linked) -> impl Iterator<Item = (PageIx, (PageIx, u32))> {
    links.topics.iter().zip(0..).map(move |(topic, at)| (*topic, (page, at)))
}

/// The quotations of a page whose speakers are topics.
fn quotations(page: PageIx, links: &Linked) -> impl Iterator<Item = (PageIx, QuoteRef)> {
    links.speakers.iter().zip(0..).flat_map(move |(speakers, text)| {
        let speakers = speakers.iter().zip(0..);
        speakers.filter_map(move |(speaker, index)| {
            Some(((*speaker)?, QuoteRef { page, text: TextId(text), index }))
        })
    })
}

fn newest_first_key(catalog: &Catalog, page: PageIx) -> (Reverse<Option<Day>>, PageIx) {
    (Reverse(catalog.entry(page).published), page)
}

/// The graph of the previous build, if it has the same pages in the same order.
#[derive(Clone, Copy)]
pub struct PreviousGraph<'a> {
    pub graph: &'a Graph,
    pub linked: &'a [Arc<Linked>],
    pub catalog: &'a Catalog,
}

struct InverseBuilder<'a> {
    catalog: &'a Catalog,
    linked: &'a [Arc<Linked>],
    previous: Option<PreviousGraph<'a>>,
    /// Pages whose links differ from the previous build.
    changed_pages: Vec<PageIx>,
}

impl<'a> InverseBuilder<'a> {
    fn topics_on(&self) -> PageLists<PageIx> {
        let topics = |page: PageIx| self.linked[page.index()].topics.iter().copied();
        if let Some(previous) = self.previous {
            let changed = self.changed_pages.iter();
            let changed = changed.map(|page| (*page, topics(*page).collect())).collect();
            return previous.graph.topics_on.with_replaced(&changed);
        }
        let pages = || (0..self.linked.len()).map(PageIx::new);
        PageLists::from_pairs(self.linked.len(), || {
            pages().flat_map(|page| topics(page).map(move |topic| (page, topic)))
        })
    }

    /// Builds one of the lists of the graph. `items` returns the items of a page, each with its
    /// topic; `page_of` the page of an item.
    fn inverse_lists<T: Copy, I: Iterator<Item = (PageIx, T)>>(
        &self,
        list: impl Fn(&Graph) -> &PageLists<T>,
        items: impl Fn(PageIx, &'a Linked) -> I,
        page_of: impl Fn(&T) -> PageIx,
    ) -> PageLists<T> {
        let key = |page: PageIx| newest_first_key(self.catalog, page);
        let Some(previous) = self.previous else {
            let mut newest_first: Vec<PageIx> =
                self.catalog.pages().map(|entry| entry.page).collect();
            newest_first.sort_by_key(|page| key(*page));
            return PageLists::from_pairs(self.linked.len(), || {
                newest_first.iter().flat_map(|page| items(*page, &self.linked[page.index()]))
            });
        };
        let list = list(previous.graph);
        let mut replaced: FxHashMap<PageIx, Vec<T>> = FxHashMap::default();
        // The items of all changed pages are removed before any is inserted. The others are still
        // sorted: a page with another date has another document, so its links have changed.
        for page in self.changed_pages.iter().copied() {
            for (topic, _) in items(page, &previous.linked[page.index()]) {
                let list = replaced.entry(topic).or_insert_with(|| list.of_page(topic).to_vec());
                list.retain(|item| page_of(item) != page);
            }
        }
        for page in self.changed_pages.iter().copied() {
            for (topic, item) in items(page, &self.linked[page.index()]) {
                let list = replaced.entry(topic).or_insert_with(|| list.of_page(topic).to_vec());
                let at = list.partition_point(|other| key(page_of(other)) <= key(page));
                list.insert(at, item);
            }
        }
        list.with_replaced(&replaced)
    }
}

impl Graph {
    /// The events before and after an event on the timeline.
    pub fn adjacent_events(
        &self,
        catalog: &Catalog,
        event: PageIx,
    ) -> (Option<PageIx>, Option<PageIx>) {
        let key = |event: PageIx| catalog.entry(event).chronological_key();
        let at = self.timeline.partition_point(|other| key(*other) < key(event));
        (at.checked_sub(1).map(|before| self.timeline[before]), self.timeline.get(at + 1).copied())
    }

    /// The article after an article in reading order.
    pub fn next_in_reading_order(&self, catalog: &Catalog, article: PageIx) -> Option<PageIx> {
        let key = reading_order_key(catalog, article);
        let is_not_after = |other: &PageIx| reading_order_key(catalog, *other) <= key;
        self.reading_order.get(self.reading_order.partition_point(is_not_after)).copied()
    }

    /// The topics that appear on most pages together with a topic, most frequent first, each with
    /// the number of pages.
    pub fn appears_with(&self, topic: PageIx, most: usize) -> Vec<(PageIx, usize)> {
        // By topic, in an array rather than a map: thousands of pages may mention a topic.
        let first = self.topic_range.start;
        let mut counts: Vec<u32> = vec![0; self.topic_range.len()];
        let mut found: Vec<PageIx> = Vec::new();
        for (page, _) in self.mentions.of_page(topic) {
            for other in self.topics_on.of_page(*page) {
                let count = &mut counts[other.index() - first];
                if *count == 0 {
                    found.push(*other);
                }
                *count += 1;
            }
        }
        found.retain(|other| *other != topic);
        let order = |page: &PageIx| (Reverse(counts[page.index() - first]), *page);
        if found.len() > most {
            found.select_nth_unstable_by_key(most, order);
            found.truncate(most);
        }
        found.sort_unstable_by_key(order);
        found.into_iter().map(|page| (page, counts[page.index() - first] as usize)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::{BuildOptions, build};
    use crate::input::Snapshot;
    use std::sync::Arc;

    /// Who appears with a topic, by title, and on how many pages.
    fn appears_with(pages: &[(&str, &str)], path: &str, most: usize) -> Vec<(String, usize)> {
        let files: Vec<(String, String)> = pages
            .iter()
            .map(|(path, text)| (format!("content/{path}"), format!("---\n{text}\n")))
            .collect();
        let site = [("site.toml", "title = \"T\"\n".as_bytes())].into_iter();
        let snapshot = Snapshot::from_memory(
            site.chain(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()))),
        );
        let site = build(&Arc::new(snapshot), &BuildOptions::default()).site;
        let topic = site.catalog().by_path(&format!("content/{path}")).unwrap();
        let with = site.data().graph.appears_with(topic, most);
        with.into_iter()
            .map(|(page, count)| (site.catalog().entry(page).title.to_string(), count))
            .collect()
    }

    #[test]
    fn co_mentions_are_counted_wherever_topics_are_among_the_pages() {
        let pages = [
            ("articles/a.md", "title: A\ndate: 2020-01-01\n---\nPeru, Chile, Zaire and Pact."),
            ("articles/b.md", "title: B\ndate: 2020-01-02\n---\nPeru and Pact."),
            ("countries/aa.md", "title: Draft\ndraft: true\n---"),
            (
                "countries/chile.md",
                "title: Chile\n---\nChile, or [Chile](chile.md), has a border with Peru.",
            ),
            ("countries/peru.md", "title: Peru\n---"),
            ("countries/zaire.md", "title: Zaire\ndraft: true\n---"),
            ("essays/e.md", "title: Essay\n---\nPeru and Chile."),
            ("terms/pact.md", "title: Pact\n---"),
        ];
        let counted = |title: &str, count| (title.to_owned(), count);
        assert_eq!(
            appears_with(&pages, "countries/peru.md", 10),
            [counted("Chile", 2), counted("Pact", 2)]
        );
        assert_eq!(appears_with(&pages, "countries/peru.md", 1), [counted("Chile", 2)]);
        assert_eq!(
            appears_with(&pages, "terms/pact.md", 10),
            [counted("Peru", 2), counted("Chile", 1)]
        );
        assert_eq!(appears_with(&[("terms/pact.md", "title: Pact\n---")], "terms/pact.md", 10), []);
    }
}
