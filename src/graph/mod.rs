//! All mentions and references, turned round: who mentions a topic, which events it belongs to,
//! what others are to it.

mod declared_links;
mod page_lists;
mod roles;

use declared_links::reading_order_key;
pub use declared_links::{DeclaredLinks, Edge};
pub use page_lists::PageLists;
pub use roles::role_on;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::catalog::{Catalog, PageIx};
use crate::document::{FrontMatter, TextId};
use crate::link::Linked;
use crate::time::Day;

/// The story seen from each of its topics: what the prose of others says of it, and what front
/// matter declares. Pages that are no topics have empty lists, but for the one list that is of
/// every page.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Articles about the topic, the newest first.
    pub about: PageLists<PageIx>,
    /// Pages that mention the topic, the newest first, each with the place of the mention in
    /// [`Linked::mentions`].
    pub mentions: PageLists<(PageIx, u32)>,
    /// Of a figure: quotations, those on the newest pages first.
    pub quotations: PageLists<QuoteRef>,
    /// Of every page: the topics it mentions, the same as [`Linked::topics`], but side by side in
    /// memory, for those of hundreds of pages are counted for one topic.
    topics_on: PageLists<PageIx>,
    front_matter: Arc<DeclaredLinks>,
}

impl std::ops::Deref for Graph {
    type Target = DeclaredLinks;

    fn deref(&self) -> &DeclaredLinks {
        &self.front_matter
    }
}

/// A quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteRef {
    /// The page it stands on.
    pub page: PageIx,
    /// The piece.
    pub text: TextId,
    /// Its place in the outline.
    pub index: u32,
}

/// Turns everything round. `linked` is by page; hidden pages say nothing. Where an `earlier` story
/// of the same pages is known, its lists are taken over but for what the pages that changed since
/// say.
pub fn build(
    catalog: &Catalog,
    linked: &[Arc<Linked>],
    earlier: Option<PreviousGraph<'_>>,
) -> Graph {
    let is_other = |earlier: &PreviousGraph<'_>, page: &PageIx| {
        !Arc::ptr_eq(&earlier.linked[page.index()], &linked[page.index()])
    };
    let changed = earlier.map(|earlier| {
        (0..linked.len()).map(PageIx::new).filter(|page| is_other(&earlier, page)).collect()
    });
    let turned = InverseBuilder {
        catalog,
        linked,
        previous: earlier,
        changed_pages: changed.unwrap_or_default(),
    };
    let same_heads = earlier.filter(|earlier| earlier.catalog.has_same_heads(catalog));
    Graph {
        about: turned.inverse_lists(
            |graph| &graph.about,
            |page, links| links.about.iter().map(move |topic| (*topic, page)),
            |page| *page,
        ),
        mentions: turned.inverse_lists(|graph| &graph.mentions, mentions, |(page, _)| *page),
        quotations: turned.inverse_lists(|graph| &graph.quotations, quotations, |said| said.page),
        topics_on: turned.topics_on(),
        front_matter: same_heads.map_or_else(
            || Arc::new(declared_links::build(catalog)),
            |earlier| earlier.graph.front_matter.clone(),
        ),
    }
}

/// The topics that a page mentions.
fn mentions(page: PageIx, links: &Linked) -> impl Iterator<Item = (PageIx, (PageIx, u32))> {
    links.topics.iter().enumerate().map(move |(at, topic)| (*topic, (page, number(at))))
}

/// The quotations of a page whose speakers are topics.
fn quotations(page: PageIx, links: &Linked) -> impl Iterator<Item = (PageIx, QuoteRef)> {
    links.speakers.iter().zip(0..).flat_map(move |(speakers, piece)| {
        speakers.iter().enumerate().filter_map(move |(at, speaker)| {
            Some(((*speaker)?, QuoteRef { page, text: TextId(piece), index: number(at) }))
        })
    })
}

/// The order of lists in which the newest comes first.
fn newest_first_key(catalog: &Catalog, page: PageIx) -> (std::cmp::Reverse<Option<Day>>, PageIx) {
    (std::cmp::Reverse(catalog.entry(page).published), page)
}

/// The story as it was told before, of the same pages in the same order.
#[derive(Clone, Copy)]
pub struct PreviousGraph<'a> {
    /// The story seen from its topics.
    pub graph: &'a Graph,
    /// What links meant.
    pub linked: &'a [Arc<Linked>],
    /// Who existed.
    pub catalog: &'a Catalog,
}

/// What pages say of topics, turned round into what is said of each.
struct InverseBuilder<'a> {
    catalog: &'a Catalog,
    linked: &'a [Arc<Linked>],
    previous: Option<PreviousGraph<'a>>,
    /// The pages whose links are others than they were earlier.
    changed_pages: Vec<PageIx>,
}

impl<'a> InverseBuilder<'a> {
    /// The topics that each page mentions, as they stand there.
    fn topics_on(&self) -> PageLists<PageIx> {
        let topics = |page: PageIx| self.linked[page.index()].topics.iter().copied();
        match self.previous {
            Some(earlier) => earlier.graph.topics_on.with_replaced(
                &self.changed_pages.iter().map(|page| (*page, topics(*page).collect())).collect(),
            ),
            None => PageLists::from_pairs(self.linked.len(), || {
                (0..self.linked.len())
                    .map(PageIx::new)
                    .flat_map(|page| topics(page).map(move |topic| (page, topic)))
            }),
        }
    }

    /// One sort of list: `said` gives what a page says, with the topic it says it of; `who` the
    /// page that said it.
    fn inverse_lists<T: Copy, I: Iterator<Item = (PageIx, T)>>(
        &self,
        list: impl Fn(&Graph) -> &PageLists<T>,
        said: impl Fn(PageIx, &'a Linked) -> I,
        who: impl Fn(&T) -> PageIx,
    ) -> PageLists<T> {
        let Some(earlier) = self.previous else {
            let mut newest_first: Vec<PageIx> =
                self.catalog.pages().map(|entry| entry.page).collect();
            newest_first.sort_by_key(|page| newest_first_key(self.catalog, *page));
            let items =
                || newest_first.iter().flat_map(|page| said(*page, &self.linked[page.index()]));
            return PageLists::from_pairs(self.linked.len(), items);
        };
        let list = list(earlier.graph);
        let mut others: FxHashMap<PageIx, Vec<T>> = FxHashMap::default();
        // What the changed pages said is taken out everywhere before anything is put in: among what
        // is left, the order is still that of the newest. A page with another place among them has
        // another document, and so links of its own making.
        for page in &self.changed_pages {
            for (topic, _) in said(*page, &earlier.linked[page.index()]) {
                others
                    .entry(topic)
                    .or_insert_with(|| list.of_page(topic).to_vec())
                    .retain(|item| who(item) != *page);
            }
        }
        for page in self.changed_pages.iter().copied() {
            for (topic, item) in said(page, &self.linked[page.index()]) {
                let items = others.entry(topic).or_insert_with(|| list.of_page(topic).to_vec());
                let at = items.partition_point(|other| {
                    newest_first_key(self.catalog, who(other))
                        <= newest_first_key(self.catalog, page)
                });
                items.insert(at, item);
            }
        }
        list.with_replaced(&others)
    }
}

impl Graph {
    /// The events before and after one in time.
    pub fn adjacent_events(
        &self,
        catalog: &Catalog,
        event: PageIx,
    ) -> (Option<PageIx>, Option<PageIx>) {
        let key = catalog.entry(event).chronological_key();
        let at =
            self.timeline.partition_point(|other| catalog.entry(*other).chronological_key() < key);
        (at.checked_sub(1).map(|before| self.timeline[before]), self.timeline.get(at + 1).copied())
    }

    /// The article after one in the order of reading.
    pub fn next_in_reading_order(&self, catalog: &Catalog, article: PageIx) -> Option<PageIx> {
        let key = reading_order_key(catalog, article);
        let next =
            self.reading_order.partition_point(|other| reading_order_key(catalog, *other) <= key);
        self.reading_order.get(next).copied()
    }

    /// Other topics that are mentioned on the pages that mention a topic, the most frequent first,
    /// with the number of pages.
    pub fn appears_with(&self, topic: PageIx, most: usize) -> Vec<(PageIx, usize)> {
        // Counted in a list of all topics rather than a map: one may be mentioned by thousands of
        // pages.
        let first = self.topic_range.start;
        let mut counts: Vec<u32> = vec![0; self.topic_range.len()];
        let mut found: Vec<PageIx> = Vec::new();
        // A page never mentions itself, so none is counted on its own.
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
        let order = |page: &PageIx| (std::cmp::Reverse(counts[page.index() - first]), *page);
        if found.len() > most {
            found.select_nth_unstable_by_key(most, order);
            found.truncate(most);
        }
        found.sort_unstable_by_key(order);
        found.into_iter().map(|page| (page, counts[page.index() - first] as usize)).collect()
    }

    /// Other countries that took part in events of a country, with those events in order of time;
    /// the most events first.
    pub fn shared_events(&self, catalog: &Catalog, country: PageIx) -> Vec<(PageIx, Vec<PageIx>)> {
        let mut shared: FxHashMap<PageIx, Vec<PageIx>> = FxHashMap::default();
        for event in self.events.of_page(country) {
            let countries = self.event_countries.of_page(*event);
            if countries.contains(&country) {
                for other in countries.iter().filter(|other| **other != country) {
                    shared.entry(*other).or_default().push(*event);
                }
            }
        }
        let mut shared: Vec<_> = shared.into_iter().collect();
        shared.sort_by_key(|(other, events)| {
            (std::cmp::Reverse(events.len()), &catalog.entry(*other).route)
        });
        shared
    }
}

/// The country a figure stands for on a day: that of the role held then, else the one it belongs
/// to, if it belongs to one.
pub(crate) fn country_on(catalog: &Catalog, figure: PageIx, day: Option<Day>) -> Option<PageIx> {
    let resolved = catalog.resolved_refs(figure);
    let FrontMatter::Figure(_, front) = &catalog.head(figure).front else { return None };
    let by_role = role_on(&front.roles, day)
        .and_then(|role| resolved.roles.get(role))
        .and_then(|role| role.country);
    match (by_role, &resolved.countries[..]) {
        (Some(country), _) => Some(country),
        (None, [country]) => Some(*country),
        (None, _) => None,
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
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
    fn who_appears_with_whom_is_counted_wherever_topics_stand_among_the_pages() {
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
