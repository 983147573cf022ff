//! Pages and dates in a few words, as lists show them.

use super::site_data::SiteData;
use super::view::{
    ArticleItem, CardRef, CardView, DateView, DayView, EventItem, EventRef, LinkView, MentionItem,
    NativeNameView, OfficeRef,
};
use crate::catalog::{PageIx, countries};
use crate::config::TopicKind;
use crate::document::{EventFields, FrontMatter, Head, PageKind, Role, TopicFields};
use crate::graph::{country_on, role_on};
use crate::link::MentionSummary;
use crate::time::{Day, FuzzyDate};

pub(super) fn day_view(story: &SiteData<'_>, day: Day) -> DayView {
    DayView { iso: day.to_string(), text: story.config.locale.dates.format_day(day) }
}

pub(super) fn date_view(story: &SiteData<'_>, date: &FuzzyDate) -> DateView {
    let edtf = date.edtf();
    // HTML knows days, months and years (HTML Standard §2.3.5), and no others.
    let plain = matches!(edtf.len(), 4 | 7 | 10)
        && edtf.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && !(edtf.len() == 7 && edtf.as_bytes()[5] == b'2');
    DateView {
        iso: plain.then(|| edtf.to_owned()),
        text: story.config.locale.dates.format_date(date),
        edtf: edtf.to_owned(),
    }
}

/// What a page is called in a class or a sentence.
pub(super) fn kind_name(kind: &PageKind) -> &'static str {
    match kind {
        PageKind::Home => "home",
        PageKind::Index(_) => "index",
        PageKind::Article => "article",
        PageKind::Topic(kind) => kind.noun(),
        PageKind::GeneratedIntro(_) | PageKind::Plain(_) => "page",
    }
}

/// A topic as it stood on a day.
pub(super) fn card_ref(story: &SiteData<'_>, topic: PageIx, day: Option<Day>) -> CardRef {
    match &story.catalog.head(topic).front {
        FrontMatter::Figure(_, figure) => CardRef {
            topic,
            office: office_ref_on(&figure.roles, day),
            country: country_on(story.catalog, topic, day),
        },
        _ => CardRef { topic, office: None, country: None },
    }
}

pub(super) fn card(story: &SiteData<'_>, topic: PageIx, day: Option<Day>) -> CardView {
    card_from_ref(story, card_ref(story, topic, day))
}

/// What a card shows.
pub fn card_from_ref(story: &SiteData<'_>, of: CardRef) -> CardView {
    let page = of.topic;
    let (head, entry) = (story.catalog.head(page), story.catalog.entry(page));
    let mut card = CardView {
        kind: kind_name(&entry.kind),
        title: entry.title.clone().into(),
        href: story.href(page),
        description: head.common.description.as_deref().map(Into::into),
        native_name: head.front.topic().and_then(native_name),
        ..CardView::default()
    };
    match &head.front {
        FrontMatter::Country(..) => {
            card.flag = entry.country_facts.as_ref().and_then(|facts| countries::flag(&facts.iso))
        }
        FrontMatter::Figure(_, figure) => {
            card.role = of.office.map(|office| office_text(story, &figure.roles, office));
            if let Some(country) = of.country {
                let country = story.catalog.entry(country);
                card.flag =
                    country.country_facts.as_ref().and_then(|facts| countries::flag(&facts.iso));
                card.country = Some(country.title.to_string()).filter(|title| {
                    card.role.as_ref().is_some_and(|role| !role.contains(title.as_str()))
                });
            }
        }
        FrontMatter::Event(_, event) => {
            card.date = event.date.as_ref().map(|date| date_view(story, &date.value));
            card.place = place_text(story, page);
        }
        _ => {}
    }
    card
}

/// The office held on a day; where none was, or there is no day, the last one.
fn office_ref_on(roles: &[Role], day: Option<Day>) -> Option<OfficeRef> {
    let number = |at: usize| u32::try_from(at).ok();
    if let Some(held) = role_on(roles, day) {
        return number(held).map(OfficeRef::Current);
    }
    let begun = |role: &Role| {
        day.is_none_or(|day| role.from.as_ref().is_none_or(|from| from.may_begin_by(day)))
    };
    let (last, _) = roles
        .iter()
        .enumerate()
        .filter(|(_, role)| begun(role))
        .max_by(|(_, a), (_, b)| a.from.cmp(&b.from))?;
    number(last).map(OfficeRef::Former)
}

/// An office; one that is not held, with its dates.
fn office_text(story: &SiteData<'_>, roles: &[Role], office: OfficeRef) -> String {
    let (OfficeRef::Current(at) | OfficeRef::Former(at)) = office;
    let role = &roles[at as usize];
    let when = match office {
        OfficeRef::Current(_) => String::new(),
        OfficeRef::Former(_) => {
            story.config.locale.dates.format_range(role.from.as_ref(), role.until.as_ref())
        }
    };
    if when.is_empty() {
        role.office.value.to_string()
    } else {
        format!("{} ({when})", role.office.value)
    }
}

/// The office held on a day; where none was, or there is no day, the last one with its dates.
pub(super) fn role_text(story: &SiteData<'_>, roles: &[Role], day: Option<Day>) -> Option<String> {
    office_ref_on(roles, day).map(|office| office_text(story, roles, office))
}

pub(super) fn native_name(topic: &TopicFields) -> Option<NativeNameView> {
    let name = topic.native_name.as_ref()?;
    Some(NativeNameView {
        text: name.text.value.to_string(),
        language: name.language.as_deref().map(Into::into),
    })
}

/// The place of an event: its name and its country, unless the name says it already.
pub(super) fn place_text(story: &SiteData<'_>, event: PageIx) -> Option<String> {
    let FrontMatter::Event(_, front) = &story.catalog.head(event).front else { return None };
    let place = front.place.as_ref()?;
    let country = story
        .catalog
        .resolved_refs(event)
        .place_country
        .map(|page| &*story.catalog.entry(page).title);
    match (place.name.as_deref(), country) {
        (Some(name), Some(country)) if !name.contains(country) => {
            Some(format!("{name}, {country}"))
        }
        (Some(name), _) => Some(name.to_owned()),
        (None, country) => country.map(str::to_owned),
    }
}

pub(super) fn page_link(story: &SiteData<'_>, page: PageIx) -> LinkView {
    LinkView { title: story.catalog.entry(page).title.clone().into(), href: story.href(page) }
}

/// What a list shows of an article.
pub fn article_item(story: &SiteData<'_>, page: PageIx) -> ArticleItem {
    let (head, entry) = (story.catalog.head(page), story.catalog.entry(page));
    let kind = match &head.front {
        FrontMatter::Article(article) => article.kind.as_deref().map(Into::into),
        _ => None,
    };
    ArticleItem {
        title: entry.title.clone().into(),
        href: story.href(page),
        description: head.common.description.as_deref().map(Into::into),
        kind,
        published: entry.published.map(|day| day_view(story, day)),
        draft: entry.draft || entry.future,
    }
}

pub(super) fn event_item(story: &SiteData<'_>, page: PageIx) -> EventItem {
    event_item_from_ref(story, EventRef { event: page, part_of: None })
}

/// What a list shows of an event.
pub fn event_item_from_ref(story: &SiteData<'_>, of: EventRef) -> EventItem {
    let page = of.event;
    let (head, entry) = (story.catalog.head(page), story.catalog.entry(page));
    let FrontMatter::Event(_, event) = &head.front else { return EventItem::default() };
    EventItem {
        title: entry.title.clone().into(),
        href: story.href(page),
        id: head.slug.to_string(),
        date: event.date.as_ref().map(|date| date_view(story, &date.value)).unwrap_or_default(),
        place: place_text(story, page),
        kind: event.kind.as_deref().map(Into::into),
        status: event.status.as_deref().filter(|status| *status != "occurred").map(Into::into),
        certainty: event
            .certainty
            .as_ref()
            .map(|certainty| certainty.level.value.to_string())
            .filter(|level| level != "confirmed"),
        importance: importance(head).to_owned(),
        description: head.common.description.as_deref().map(Into::into),
        part: of.part_of.and_then(|figure| part_in_event(story, figure, page)),
        filter_ids: Vec::new(),
    }
}

/// The part of a figure in an event: as said there, else the office held that day.
pub(super) fn part_in_event(story: &SiteData<'_>, figure: PageIx, event: PageIx) -> Option<String> {
    let FrontMatter::Figure(_, front) = &story.catalog.head(figure).front else { return None };
    let FrontMatter::Event(_, happened) = &story.catalog.head(event).front else { return None };
    let at = story
        .catalog
        .resolved_refs(event)
        .participants
        .iter()
        .position(|who| *who == Some(figure))?;
    let said = happened.participants.get(at)?.role.as_deref();
    // The office at the head of the page need not be said again with each event.
    let now = role_on(&front.roles, story.catalog.entry(figure).as_of);
    let held = || {
        role_on(&front.roles, story.catalog.entry(event).as_of)
            .filter(|role| Some(*role) != now)
            .map(|role| &*front.roles[role].office.value)
    };
    said.or_else(held).map(str::to_owned)
}

pub(super) fn importance(head: &Head) -> &str {
    match &head.front {
        FrontMatter::Event(_, event) => event.importance.as_deref().unwrap_or("normal"),
        _ => "normal",
    }
}

/// The events of a list that matter most, at most so many, in order of time.
pub(super) fn most_important(story: &SiteData<'_>, events: &[PageIx], most: usize) -> Vec<PageIx> {
    let rank = |page: &PageIx| match importance(story.catalog.head(*page)) {
        "key" => 0,
        "normal" => 1,
        _ => 2,
    };
    let mentions = |page: &PageIx| std::cmp::Reverse(story.graph.mentions.of_page(*page).len());
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|at| (rank(&events[*at]), mentions(&events[*at]), *at));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|at| events[at]).collect()
}

/// What pages say of `topic`: of each page, the mention at that place of its
/// [`Linked::mentions`](crate::link::Linked::mentions).
pub(super) fn mention_items(
    story: &SiteData<'_>,
    topic: PageIx,
    mentions: impl Iterator<Item = (PageIx, u32)>,
) -> Vec<MentionItem> {
    let mention = |(page, at): (PageIx, u32)| {
        debug_assert_eq!(story.linked(page).topics[at as usize], topic);
        (page, story.linked(page).mentions[at as usize])
    };
    // Pages lie far from each other in memory: what is looked up for all before the first is
    // written is waited for together.
    let found: Vec<(PageIx, MentionSummary)> = mentions.map(mention).collect();
    let anchor = &*story.catalog.entry(topic).mention_anchor;
    let item = |(page, mention): (PageIx, MentionSummary)| {
        let entry = story.catalog.entry(page);
        MentionItem {
            title: entry.title.clone().into(),
            href: [&*entry.href, "#", anchor].concat(),
            kind: kind_name(&entry.kind),
            sentence: Some(story.plain_text(page, mention.text, mention.sentence_span))
                .filter(|sentence| !sentence.is_empty()),
            count: mention.count as usize,
        }
    };
    found.into_iter().map(item).collect()
}

/// True for a kind whose dates are those of happening.
pub(super) fn is_event(kind: &PageKind) -> bool {
    *kind == PageKind::Topic(TopicKind::Event)
}

/// What a page tells at a glance, each in a few words: when and where an event was and how sure
/// that is, the office and life of a person, the days of the page.
pub fn fact_lines(story: &SiteData<'_>, page: PageIx) -> Vec<String> {
    let card = card(story, page, story.catalog.entry(page).as_of);
    let date = card.date.map(|date| date.text).filter(|text| !text.is_empty());
    let mut facts: Vec<String> =
        [card.role, card.country, date, card.place].into_iter().flatten().collect();
    let (locale, head) = (&story.config.locale, story.catalog.head(page));
    let labelled =
        |label: &str, text: String| locale.format("label", &[("label", label), ("text", &text)]);
    match &head.front {
        FrontMatter::Event(_, event) => {
            facts.extend(caveats(story, event));
            facts.extend(
                event
                    .certainty
                    .as_ref()
                    .and_then(|certainty| certainty.note.as_deref())
                    .map(str::to_owned),
            );
            let took_part = story.catalog.resolved_refs(page).participants.iter().flatten();
            let names: Vec<&str> = took_part.map(|who| &*story.catalog.entry(*who).title).collect();
            if !names.is_empty() {
                facts
                    .push(labelled(locale.text("who_took_part"), names.join(locale.text("comma"))));
            }
        }
        FrontMatter::Figure(_, figure) => {
            let lives = [("born", &figure.born), ("died", &figure.died)];
            facts.extend(lives.iter().filter_map(|(label, date)| {
                Some(labelled(locale.text(label), locale.dates.format_date(&date.as_ref()?.value)))
            }));
        }
        _ => {}
    }
    let day = |word: &str, day: Option<Day>| {
        Some(locale.format(word, &[("date", &locale.dates.format_day(day?))]))
    };
    let entry = story.catalog.entry(page);
    facts.extend(
        [
            day("published", entry.published),
            day("updated", entry.updated),
            day("facts_checked", head.common.as_of),
        ]
        .into_iter()
        .flatten(),
    );
    facts
}

/// What a reader must know before taking an event for a fact, in the words of the theme: "Planned",
/// "Disputed".
pub fn caveats(story: &SiteData<'_>, event: &EventFields) -> Vec<String> {
    let locale = &story.config.locale;
    let status = event
        .status
        .as_deref()
        .filter(|status| *status != "occurred")
        .map(|status| locale.label("status", status).to_owned());
    let certainty = event
        .certainty
        .as_ref()
        .map(|certainty| &*certainty.level.value)
        .filter(|level| *level != "confirmed");
    let certainty = certainty.map(|level| locale.label("certainty", level).to_owned());
    let mut doubts: Vec<String> = status.into_iter().chain(certainty).collect();
    doubts.dedup();
    doubts
}

/// A text on an event, with what a reader must know before it.
pub fn with_caveats(story: &SiteData<'_>, event: &EventFields, text: &str) -> String {
    match caveats(story, event) {
        doubts if doubts.is_empty() => text.to_owned(),
        doubts if text.is_empty() => doubts.join(story.config.locale.text("comma")),
        doubts => story.config.locale.format(
            "label",
            &[("label", &doubts.join(story.config.locale.text("comma"))), ("text", text)],
        ),
    }
}
