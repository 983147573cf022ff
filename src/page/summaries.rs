//! Cards, list entries and dates: what other pages show of a page.

use std::cmp::Reverse;

use super::site_data::SiteData;
use super::story_lanes::parties;
use super::view::{
    ArticleItem, CardRef, CardView, DateView, DayView, EventItem, EventRef, LinkView, MentionItem,
    NativeNameView, OfficeRef, StateView, UpdateView,
};
use crate::catalog::PageIx;
use crate::config::TopicKind;
use crate::document::{
    EventFields, FrontMatter, Head, PageKind, Role, TopicFields, WhereThingsStand,
};
use crate::graph::{Edge, country_on, role_on};
use crate::link::MentionSummary;
use crate::prose::RenderTarget;
use crate::text::text_direction;
use crate::time::{Day, FuzzyDate};

pub(super) fn string(text: &Option<Box<str>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

pub(super) fn day_view(data: &SiteData<'_>, day: Day) -> DayView {
    DayView { iso: day.to_string(), text: data.locale().dates.format_day(day) }
}

pub(super) fn date_view(data: &SiteData<'_>, date: &FuzzyDate) -> DateView {
    DateView {
        iso: date.to_iso(),
        text: data.locale().dates.format_date(date),
        edtf: date.edtf().to_owned(),
    }
}

/// A range of dates; `None` where both are missing.
pub(super) fn when(
    data: &SiteData<'_>,
    from: &Option<FuzzyDate>,
    to: &Option<FuzzyDate>,
) -> Option<String> {
    let text = data.locale().dates.format_range(from.as_ref(), to.as_ref());
    Some(text).filter(|text| !text.is_empty())
}

/// The kind of a page in CSS classes and keys of the theme's texts.
pub(super) fn kind_name(kind: &PageKind) -> &'static str {
    match kind {
        PageKind::Home => "home",
        PageKind::Index(_) => "index",
        PageKind::Article => "article",
        PageKind::Topic(kind) => kind.noun(),
        PageKind::GeneratedIntro(_) | PageKind::Plain(_) => "page",
    }
}

/// A topic on a day: with the office and country of that day.
pub(super) fn card_ref(data: &SiteData<'_>, topic: PageIx, day: Option<Day>) -> CardRef {
    match &data.head(topic).front {
        FrontMatter::Figure(_, figure) => CardRef {
            topic,
            office: office_ref_on(&figure.roles, day),
            country: country_on(data.catalog, topic, day),
        },
        _ => CardRef { topic, office: None, country: None },
    }
}

pub(super) fn card(data: &SiteData<'_>, topic: PageIx, day: Option<Day>) -> CardView {
    card_from_ref(data, card_ref(data, topic, day))
}

/// A card on the day of its own topic's page.
pub(super) fn own_card(data: &SiteData<'_>, topic: PageIx) -> CardView {
    card(data, topic, data.entry(topic).as_of)
}

pub fn card_from_ref(data: &SiteData<'_>, of: CardRef) -> CardView {
    let page = of.topic;
    let (head, entry) = (data.head(page), data.entry(page));
    let mut card = CardView {
        kind: kind_name(&entry.kind),
        title: data.title(page),
        href: data.href(page),
        lang: data.lang(page),
        in_brief: head.front.topic().and_then(TopicFields::in_brief).map(str::to_owned),
        description: string(&head.common.description),
        native_name: head.front.topic().and_then(native_name),
        ..CardView::default()
    };
    match &head.front {
        FrontMatter::Country(..) => card.flag = data.flag(page),
        FrontMatter::Figure(_, figure) => {
            // What the topic's page says of today may not hold on the day of another.
            if of.office != office_ref_on(&figure.roles, entry.as_of) {
                card.in_brief = None;
            }
            if let Some(portrait) = data.small_portrait(data.document(page)) {
                card.portrait_html = Some(portrait.html);
                card.portrait = Some(portrait.src);
            }
            card.role = of.office.map(|office| office_text(data, &figure.roles, office));
            if let Some(country) = of.country {
                let title = data.title(country);
                card.flag = data.flag(country);
                let is_new = card.role.as_ref().is_some_and(|role| !role.contains(&title));
                card.country = is_new.then_some(title);
                card.country_lang = data.lang(country).filter(|_| is_new);
            }
        }
        FrontMatter::Event(_, event) => {
            card.date = event.date.as_ref().map(|date| date_view(data, &date.value));
            card.place = place_text(data, page);
            card.status = unusual_status(event).map(str::to_owned);
            card.certainty = uncertain_level(event).map(str::to_owned);
        }
        _ => {}
    }
    card
}

/// The office held on a day, else the last one begun by then.
fn office_ref_on(roles: &[Role], day: Option<Day>) -> Option<OfficeRef> {
    if let Some(role) = role_on(roles, day) {
        return Some(OfficeRef { role, is_current: true });
    }
    let begun = |role: &Role| {
        day.is_none_or(|day| role.from.as_ref().is_none_or(|from| from.may_begin_by(day)))
    };
    let roles = roles.iter().enumerate().filter(|(_, role)| begun(role));
    let (role, _) = roles.max_by(|(_, a), (_, b)| a.from.cmp(&b.from))?;
    Some(OfficeRef { role, is_current: false })
}

/// The name of an office; of a former one with its dates.
fn office_text(data: &SiteData<'_>, roles: &[Role], office: OfficeRef) -> String {
    let Role { office: name, from, until, .. } = &roles[office.role];
    match data.locale().dates.format_range(from.as_ref(), until.as_ref()) {
        dates if !office.is_current && !dates.is_empty() => format!("{} ({dates})", name.value),
        _ => name.value.to_string(),
    }
}

/// The office held on a day, else the last one with its dates.
pub(super) fn role_text(data: &SiteData<'_>, roles: &[Role], day: Option<Day>) -> Option<String> {
    office_ref_on(roles, day).map(|office| office_text(data, roles, office))
}

pub(super) fn native_name(topic: &TopicFields) -> Option<NativeNameView> {
    let name = topic.native_name.as_ref()?;
    Some(NativeNameView {
        text: name.text.value.to_string(),
        language: string(&name.language),
        dir: name.language.as_deref().map(text_direction),
    })
}

/// The address of a topic's item in Wikidata.
pub(super) fn wikidata_url(topic: &TopicFields) -> Option<String> {
    let id = &topic.wikidata.as_ref()?.value;
    let digits = id.strip_prefix('Q')?;
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| format!("https://www.wikidata.org/wiki/{id}"))
}

/// The place of an event: its name, and its country unless the name contains it.
pub(super) fn place_text(data: &SiteData<'_>, event: PageIx) -> Option<String> {
    let FrontMatter::Event(_, front) = &data.head(event).front else { return None };
    let place = front.place.as_ref()?;
    let country = data.catalog.resolved_refs(event).place_country;
    let country = country.map(|page| &*data.entry(page).title);
    match (place.name.as_deref(), country) {
        (Some(name), Some(country)) if !name.contains(country) => {
            Some(format!("{name}, {country}"))
        }
        (name, country) => name.or(country).map(str::to_owned),
    }
}

pub(super) fn page_link(data: &SiteData<'_>, page: PageIx) -> LinkView {
    LinkView { title: data.title(page), href: data.href(page), lang: data.lang(page) }
}

pub fn article_item(data: &SiteData<'_>, page: PageIx) -> ArticleItem {
    let (head, entry) = (data.head(page), data.entry(page));
    let kind = match &head.front {
        FrontMatter::Article(article) => string(&article.kind),
        _ => None,
    };
    ArticleItem {
        title: data.title(page),
        href: data.href(page),
        lang: data.lang(page),
        description: string(&head.common.description),
        kind,
        published: entry.published.map(|day| day_view(data, day)),
        draft: entry.draft || entry.future,
    }
}

pub(super) fn article_items(data: &SiteData<'_>, pages: &[PageIx]) -> Vec<ArticleItem> {
    pages.iter().map(|page| article_item(data, *page)).collect()
}

pub(super) fn event_item(data: &SiteData<'_>, page: PageIx) -> EventItem {
    event_item_from_ref(data, EventRef { event: page, part_of: None })
}

pub(super) fn event_items(data: &SiteData<'_>, pages: &[PageIx]) -> Vec<EventItem> {
    pages.iter().map(|page| event_item(data, *page)).collect()
}

pub fn event_item_from_ref(data: &SiteData<'_>, of: EventRef) -> EventItem {
    let page = of.event;
    let head = data.head(page);
    let FrontMatter::Event(_, event) = &head.front else { return EventItem::default() };
    EventItem {
        title: data.title(page),
        href: data.href(page),
        lang: data.lang(page),
        id: head.slug.to_string(),
        date: event.date.as_ref().map(|date| date_view(data, &date.value)).unwrap_or_default(),
        place: place_text(data, page),
        kind: string(&event.kind),
        status: unusual_status(event).map(str::to_owned),
        certainty: uncertain_level(event).map(str::to_owned),
        importance: importance(head).to_owned(),
        in_brief: head.front.topic().and_then(TopicFields::in_brief).map(str::to_owned),
        description: string(&head.common.description),
        parties: parties(data, page).iter().map(|party| data.title(*party)).collect(),
        part: of.part_of.and_then(|figure| part_in_event(data, figure, page)),
        filter_ids: Vec::new(),
        marks: None,
    }
}

fn unusual_status(event: &EventFields) -> Option<&str> {
    event.status.as_deref().filter(|status| *status != "occurred")
}

fn uncertain_level(event: &EventFields) -> Option<&str> {
    event.certainty.as_ref().map(|level| &*level.level.value).filter(|level| *level != "confirmed")
}

/// The part of a figure in an event: the role the event gives, else the office held that day.
pub(super) fn part_in_event(data: &SiteData<'_>, figure: PageIx, event: PageIx) -> Option<String> {
    let FrontMatter::Figure(_, figure_fields) = &data.head(figure).front else { return None };
    let FrontMatter::Event(_, event_fields) = &data.head(event).front else { return None };
    let participants = &data.catalog.resolved_refs(event).participants;
    let at = participants.iter().position(|who| *who == Some(figure))?;
    let roles = &figure_fields.roles;
    // The figure's page shows the current office at its top already.
    let current = role_on(roles, data.entry(figure).as_of);
    let held = role_on(roles, data.entry(event).as_of).filter(|role| Some(*role) != current);
    let given = event_fields.participants.get(at)?.role.as_deref();
    given.or(held.map(|role| &*roles[role].office.value)).map(str::to_owned)
}

pub(super) fn importance(head: &Head) -> &str {
    match &head.front {
        FrontMatter::Event(_, event) => event.importance.as_deref().unwrap_or("normal"),
        _ => "normal",
    }
}

/// How many of the key events are the latest; the others are the most important.
const LATEST: usize = 2;

/// The `most` events of a chronological list to show first, in the same order: the latest that have
/// happened, and the most important others.
pub(super) fn key_events(data: &SiteData<'_>, events: &[PageIx], most: usize) -> Vec<PageIx> {
    let rank = |page: PageIx| match importance(data.head(page)) {
        "key" => 0,
        "normal" => 1,
        _ => 2,
    };
    let has_happened = |page: PageIx| match &data.head(page).front {
        FrontMatter::Event(_, event) => {
            !matches!(unusual_status(event), Some("planned" | "cancelled"))
        }
        _ => false,
    };
    let mut order: Vec<usize> = (0..events.len()).rev().collect();
    // Minor events are among the latest only if there are no others.
    order.sort_by_key(|at| (!has_happened(events[*at]), rank(events[*at]) == 2));
    let mentions = |page: PageIx| data.graph.mentions.of_page(page).len();
    let latest = LATEST.min(most).min(order.len());
    order[latest..]
        .sort_by_key(|at| (rank(events[*at]), Reverse(mentions(events[*at])), Reverse(*at)));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|at| events[at]).collect()
}

/// Mentions of `topic`, each given by its page and index in
/// [`Linked::mentions`](crate::link::Linked::mentions).
pub(super) fn mention_items(
    data: &SiteData<'_>,
    topic: PageIx,
    mentions: impl Iterator<Item = (PageIx, u32)>,
) -> Vec<MentionItem> {
    let mention = |(page, at): (PageIx, u32)| {
        debug_assert_eq!(data.linked(page).topics[at as usize], topic);
        (page, data.linked(page).mentions[at as usize])
    };
    // Collected first, so that the cache misses of all lookups overlap.
    let found: Vec<(PageIx, MentionSummary)> = mentions.map(mention).collect();
    let anchor = &*data.entry(topic).mention_anchor;
    let item = |(page, mention): (PageIx, MentionSummary)| MentionItem {
        title: data.title(page),
        href: [&*data.entry(page).href, "#", anchor].concat(),
        lang: data.lang(page),
        kind: kind_name(&data.entry(page).kind),
        sentence: data.mention_sentence(page, &mention),
        count: mention.count as usize,
    };
    found.into_iter().map(item).collect()
}

pub(super) fn is_event(kind: &PageKind) -> bool {
    *kind == PageKind::Topic(TopicKind::Event)
}

/// True if an event begins in a period.
pub(super) fn is_in_time(
    data: &SiteData<'_>,
    event: PageIx,
    (from, until): (&Option<FuzzyDate>, &Option<FuzzyDate>),
) -> bool {
    let FrontMatter::Event(_, event) = &data.head(event).front else { return false };
    let day = event.date.as_ref().and_then(|date| date.value.first_day());
    let from = from.as_ref().and_then(FuzzyDate::first_day);
    let until = until.as_ref().and_then(FuzzyDate::last_day);
    event.date.is_some()
        && from.is_none_or(|from| day.is_some_and(|day| day >= from))
        && until.is_none_or(|until| day.is_some_and(|day| day <= until))
}

pub(super) fn sort_chronologically(data: &SiteData<'_>, events: &mut [PageIx]) {
    events.sort_by(|a, b| {
        data.entry(*a).chronological_key().cmp(&data.entry(*b).chronological_key())
    });
}

pub(super) fn state_view(
    data: &SiteData<'_>,
    page: PageIx,
    state: &WhereThingsStand,
    target: RenderTarget,
) -> StateView {
    StateView {
        state: state.state.to_string(),
        note_html: state.note.map(|note| data.prose(page).inline_html(note, target)),
        as_of: state.as_of.map(|day| day_view(data, day)),
        lang: data.lang(page),
    }
}

/// An update of a page on a list of several pages' updates.
pub(super) fn update_view(
    data: &SiteData<'_>,
    (day, page, at): (Day, PageIx, u32),
) -> Option<UpdateView> {
    let update = data.document(page).common.updates.get(at as usize)?;
    Some(UpdateView {
        id: None,
        date: day_view(data, day),
        kind: update.kind.to_string(),
        note_html: data.prose(page).inline_html(update.note, RenderTarget::OtherPage),
        lang: data.lang(page),
        anchor: update.at.as_ref().map(|at| at.value.to_string()),
        page: Some(page_link(data, page)),
    })
}

/// The label of a relation on the page of one of its ends.
pub(super) fn relation_label(data: &SiteData<'_>, page: PageIx, edge: &Edge) -> Option<String> {
    let topic = data.head(edge.declared_by).front.topic()?;
    let kind = &*topic.relations.get(edge.index as usize)?.kind;
    Some(if edge.declared_by == page { kind } else { inverse_relation(kind) }.to_owned())
}

/// The label of a relation from its other end. Most labels are symmetric.
fn inverse_relation(kind: &str) -> &str {
    const PAIRS: [(&str, &str); 6] = [
        ("predecessor", "successor"),
        ("parent", "child"),
        ("employer", "employee"),
        ("mentor", "protégé"),
        ("superior", "subordinate"),
        ("member", "has as a member"),
    ];
    let inverse = |(a, b): &(&'static str, &'static str)| match kind {
        _ if kind == *a => Some(*b),
        _ if kind == *b => Some(*a),
        _ => None,
    };
    PAIRS.iter().find_map(inverse).unwrap_or(kind)
}

/// Key facts of a page, one short line each: date, place and certainty of an event; office and
/// life of a person; dates of the page.
pub fn fact_lines(data: &SiteData<'_>, page: PageIx) -> Vec<String> {
    let card = own_card(data, page);
    let date = card.date.map(|date| date.text).filter(|text| !text.is_empty());
    let facts = [card.in_brief, card.role, card.country, date, card.place];
    let mut facts: Vec<String> = facts.into_iter().flatten().collect();
    let (locale, head, entry) = (data.locale(), data.head(page), data.entry(page));
    let labelled = |label: &str, text: &str| {
        locale.format("label", &[("label", locale.text(label)), ("text", text)])
    };
    match &head.front {
        FrontMatter::Event(_, event) => {
            facts.extend(caveats(data, event));
            facts.extend(event.certainty.as_ref().and_then(|certainty| string(&certainty.note)));
            let participants = data.catalog.resolved_refs(page).participants.iter().flatten();
            let names: Vec<&str> = participants.map(|who| &*data.entry(*who).title).collect();
            if !names.is_empty() {
                facts.push(labelled("who_took_part", &names.join(locale.text("comma"))));
            }
        }
        FrontMatter::Figure(_, figure) => {
            for (label, date) in [("born", &figure.born), ("died", &figure.died)] {
                let date = date.as_ref().map(|date| locale.dates.format_date(&date.value));
                facts.extend(date.map(|date| labelled(label, &date)));
            }
        }
        _ => {}
    }
    let days = [
        ("published", entry.published),
        ("updated", entry.updated),
        ("facts_checked", head.common.as_of),
    ];
    for (text, day) in days {
        let day = day.map(|day| locale.dates.format_day(day));
        facts.extend(day.map(|day| locale.format(text, &[("date", &day)])));
    }
    facts
}

/// Why an event is not a plain fact, in the theme's words: "Planned", "Disputed".
fn caveats(data: &SiteData<'_>, event: &EventFields) -> Vec<String> {
    let label = |group: &str, value: &str| data.locale().label(group, value).to_owned();
    let status = unusual_status(event).map(|status| label("status", status));
    let certainty = uncertain_level(event).map(|level| label("certainty", level));
    let mut caveats: Vec<String> = status.into_iter().chain(certainty).collect();
    caveats.dedup();
    caveats
}

/// A text about an event, preceded by its caveats.
pub fn with_caveats(data: &SiteData<'_>, event: &EventFields, text: &str) -> String {
    let caveats = caveats(data, event).join(data.locale().text("comma"));
    match (&*caveats, text) {
        ("", text) => text.to_owned(),
        (_, "") => caveats,
        _ => data.locale().format("label", &[("label", &caveats), ("text", text)]),
    }
}
