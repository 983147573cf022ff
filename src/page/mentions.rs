//! What mentions a topic: the first of each sort on its own page, all others on further pages.

use super::list_pages::ListPage;
use super::site_data::SiteData;
use super::summaries::{article_items, mention_items, page_link};
use super::view::{ContentView, MentionGroup, MentionsView, MoreView, PageView, PaginationView};
use crate::catalog::{PageIx, list_page_limits};
use crate::config::TopicKind;
use crate::document::PageKind;

/// A page that mentions a topic, with an index into its `Linked::mentions`.
type Mention = (PageIx, u32);

/// How many entries of each list the page of the topic shows.
const FIRST: usize = list_page_limits::ITEMS_PER_PAGE;
/// How many entries of all lists together a further page shows.
const PER_FURTHER_PAGE: usize = list_page_limits::FURTHER_MENTIONS_PER_PAGE;

/// The pages about a topic and those that mention it, the newest first.
#[derive(Debug)]
pub(super) struct MentionLists<'a> {
    pub(super) about: &'a [PageIx],
    /// On articles and other pages that are no topics.
    pub(super) in_articles: Vec<Mention>,
    /// On pages of topics, by their kind.
    by_kind: Vec<(TopicKind, Vec<Mention>)>,
}

/// A part of the lists: the first of each, or those of one further page.
#[derive(Debug, Default)]
struct Part<'b> {
    about: &'b [PageIx],
    in_articles: &'b [Mention],
    by_kind: Vec<(TopicKind, &'b [Mention])>,
}

impl<'a> MentionLists<'a> {
    pub(super) fn new(data: &SiteData<'a>, topic: PageIx) -> Self {
        let mut lists = MentionLists {
            about: data.graph.about.of_page(topic),
            in_articles: Vec::new(),
            by_kind: TopicKind::ALL.map(|kind| (kind, Vec::new())).into(),
        };
        for mention in data.graph.mentions.of_page(topic) {
            let kind = data.entry(mention.0).topic_kind();
            let of_kind = lists.by_kind.iter_mut().find(|(other, _)| Some(*other) == kind);
            of_kind.map_or(&mut lists.in_articles, |(_, list)| list).push(*mention);
        }
        lists.by_kind.retain(|(_, mentions)| !mentions.is_empty());
        lists
    }

    /// False if the page of a topic certainly shows all that mentions it.
    pub(super) fn may_exceed_a_page(data: &SiteData<'_>, topic: PageIx) -> bool {
        let (about, mentions) = (&data.graph.about, &data.graph.mentions);
        about.of_page(topic).len().max(mentions.of_page(topic).len()) > FIRST
    }

    /// The lengths of the lists, in the order in which pages show them.
    fn lengths(&self) -> impl Iterator<Item = usize> {
        let by_kind = self.by_kind.iter().map(|(_, mentions)| mentions.len());
        [self.about.len(), self.in_articles.len()].into_iter().chain(by_kind)
    }

    /// For each list, the range of it that a page shows. Further pages continue all lists one after
    /// another, as if they were one.
    fn ranges(&self, page: usize) -> Vec<std::ops::Range<usize>> {
        let mut from = page.saturating_sub(2) * PER_FURTHER_PAGE;
        let mut room = PER_FURTHER_PAGE;
        let range = |length: usize| {
            if page == 1 {
                return 0..length.min(FIRST);
            }
            let rest = length.saturating_sub(FIRST);
            let start = from.min(rest);
            let end = (start + room).min(rest);
            from -= start;
            room -= end - start;
            FIRST + start..FIRST + end
        };
        self.lengths().map(range).collect()
    }

    fn part(&self, page: usize) -> Part<'_> {
        let ranges = self.ranges(page);
        let within = |at: usize, length: usize| {
            let std::ops::Range { start, end } = ranges[at];
            start.min(length)..end.min(length)
        };
        let by_kind = self
            .by_kind
            .iter()
            .zip(2..)
            .map(|((kind, mentions), at)| (*kind, &mentions[within(at, mentions.len())]));
        Part {
            about: &self.about[within(0, self.about.len())],
            in_articles: &self.in_articles[within(1, self.in_articles.len())],
            by_kind: by_kind.filter(|(_, mentions)| !mentions.is_empty()).collect(),
        }
    }

    /// What the page of the topic leaves out of a list, and where it is. `at` is the position of the
    /// list among the lists.
    fn more(&self, data: &SiteData<'_>, topic: PageIx, at: usize) -> Option<MoreView> {
        let mut rests = self.lengths().map(|length| length.saturating_sub(FIRST));
        let before: usize = rests.by_ref().take(at).sum();
        let count = rests.next().filter(|count| *count > 0)?;
        let route = data.entry(topic).route.nth_page(2 + before / PER_FURTHER_PAGE);
        Some(MoreView { count, href: data.route_href(&route) })
    }

    pub(super) fn more_about(&self, data: &SiteData<'_>, topic: PageIx) -> Option<MoreView> {
        self.more(data, topic, 0)
    }

    pub(super) fn more_in_articles(&self, data: &SiteData<'_>, topic: PageIx) -> Option<MoreView> {
        self.more(data, topic, 1)
    }

    pub(super) fn first_about(&self) -> &'a [PageIx] {
        &self.about[..self.about.len().min(FIRST)]
    }

    pub(super) fn first_in_articles(&self) -> impl Iterator<Item = Mention> {
        self.in_articles.iter().copied().take(FIRST)
    }

    /// The first mentions on pages of topics.
    pub(super) fn first_groups(&self, data: &SiteData<'_>, topic: PageIx) -> Vec<MentionGroup> {
        let mut groups = self.groups(data, topic, &self.part(1));
        for (group, at) in groups.iter_mut().zip(2..) {
            group.more = self.more(data, topic, at);
        }
        groups
    }

    fn groups(&self, data: &SiteData<'_>, topic: PageIx, part: &Part<'_>) -> Vec<MentionGroup> {
        let total = |kind: TopicKind| {
            let list = self.by_kind.iter().find(|(other, _)| *other == kind);
            list.map_or(0, |(_, mentions)| mentions.len())
        };
        let group = |(kind, mentions): &(TopicKind, &[Mention])| MentionGroup {
            kind: kind.noun(),
            total: total(*kind),
            mentions: mention_items(data, topic, mentions.iter().copied()),
            more: None,
        };
        part.by_kind.iter().map(group).collect()
    }
}

/// The number of the last page; 1 if the page of the topic shows all.
pub(super) fn last_page(lists: &MentionLists<'_>) -> usize {
    let rest: usize = lists.lengths().map(|length| length.saturating_sub(FIRST)).sum();
    1 + rest.div_ceil(PER_FURTHER_PAGE)
}

/// A further page of what mentions a topic, from 2.
pub(super) fn view(page: ListPage<'_>, topic: PageIx) -> Option<PageView> {
    let (data, number) = (page.data, page.number);
    let lists = MentionLists::new(data, topic);
    let last = last_page(&lists);
    if !(2..=last).contains(&number) {
        return None;
    }
    let entry = data.entry(topic);
    let href = |number: usize| data.route_href(&entry.route.nth_page(number));
    let pages = PaginationView {
        number,
        count: last,
        previous: Some(href(number - 1)),
        next: (number < last).then(|| href(number + 1)),
    };
    let part = lists.part(number);
    let content = MentionsView {
        topic: page_link(data, topic),
        kind: entry.topic_kind().map_or("", TopicKind::noun),
        about: article_items(data, part.about),
        mentioned_in: mention_items(data, topic, part.in_articles.iter().copied()),
        mentioned_in_total: lists.in_articles.len(),
        mentioned_by: lists.groups(data, topic, &part),
        pages,
    };
    let title = data.locale().format("more_on", &[("title", &entry.title)]);
    let mut base = page.base(None, "mentions", &title);
    base.breadcrumbs = data.breadcrumbs(&entry.kind);
    base.breadcrumbs.push(page_link(data, topic));
    base.noindex = entry.is_stub;
    debug_assert!(matches!(entry.kind, PageKind::Topic(_)));
    Some(PageView { content: ContentView::Mentions(content), ..base })
}
