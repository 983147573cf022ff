//! The page of a topic, assembled from the whole site.

use super::maps;
use super::mentions::MentionLists;
use super::namesakes::shared_names;
use super::site_data::SiteData;
use super::storyline;
use super::summaries::{
    card, date_view, day_view, event_item, event_items, key_events, mention_items, native_name,
    page_link, part_in_event, place_text, role_text, string, when, wikidata_url,
};
use super::ties::ties_view;
use super::titles::title_with_role;
use super::view::{
    AccountView, CardView, ContentView, CountryView, DocumentView, EventRef, EventView, FigureView,
    PageView, QuotationView, RoleView, SideView, SourceView, StorylineView, TopicView,
};
use crate::catalog::PageIx;
use crate::config::TopicKind;
use crate::document::{
    Coordinates, CountryFields, EventFields, FigureFields, FrontMatter, PageKind, QuoteBlock,
    TextId, TopicFields,
};
use crate::graph::{QuoteRef, country_on, role_on};
use crate::link::resolve_citation;
use crate::locale::Locale;
use crate::text::{Span, nfc};

const MAX_APPEARS_WITH: usize = 12;
/// Key events are shown only where there are more events than this.
const MAX_KEY_EVENTS: usize = 5;

pub(super) fn view(data: &SiteData<'_>, page: PageIx, kind: TopicKind) -> PageView {
    debug_assert!(data.document(page).front.topic().is_some());
    let mut base = data.base_view(page, kind.noun());
    let content = content(data, page);
    let in_brief = data.head(page).front.topic().and_then(TopicFields::in_brief);
    if let Some(figure) = &content.figure {
        let role = figure.role.as_deref();
        base.head_title = title_with_role(data, data.title(page), role, in_brief);
    }
    base.lead = base.lead.or_else(|| in_brief.map(str::to_owned));
    let country_map = content.country.as_ref().and_then(|country| country.map.as_ref());
    let event_map = content.event.as_ref().and_then(|event| event.map.as_ref());
    base.has_drawings |= country_map.or(event_map).is_some();
    base.noindex = content.stub;
    let best = content.best_sentence.as_ref().and_then(|best| best.sentence.clone());
    base.meta_description = base.meta_description.or(best);
    PageView { content: ContentView::Topic(Box::new(content)), ..base }
}

fn content(data: &SiteData<'_>, page: PageIx) -> TopicView {
    let (document, entry) = (data.document(page), data.entry(page));
    let Some(front) = document.front.topic() else { return TopicView::default() };
    let lists = MentionLists::new(data, page);
    // An article about the topic says more in passing than others do.
    let is_about = |from: PageIx| data.linked(from).about.contains(&page);
    let articles =
        lists.in_articles.iter().filter(|(from, _)| data.entry(*from).kind == PageKind::Article);
    let best = articles.filter(|_| entry.is_stub).min_by_key(|(from, _)| !is_about(*from));
    let events = data.graph.events.of_page(page);
    let key_events = match events.len() > MAX_KEY_EVENTS {
        true => key_events(data, events, MAX_KEY_EVENTS),
        false => Vec::new(),
    };
    let figure = Some(page).filter(|_| entry.topic_kind() == Some(TopicKind::Figure));
    let event_ref = |event: &PageIx| EventRef {
        event: *event,
        part_of: figure.filter(|figure| part_in_event(data, *figure, *event).is_some()),
    };
    let with = data.graph.appears_with(page, MAX_APPEARS_WITH);
    let mut view = TopicView {
        shared_names: shared_names(data, page),
        stub: entry.is_stub,
        best_sentence: mention_items(data, page, best.into_iter().copied()).pop(),
        native_name: native_name(front),
        pronunciation: string(&front.pronunciation),
        names: front.also_known_as.iter().map(|name| name.name.value.to_string()).collect(),
        wikidata: wikidata_url(front),
        why_html: front.why.map(|id| data.inline_html(page, id)),
        ties: ties_view(data, page),
        events: events.iter().map(event_ref).collect(),
        key_events: key_events.iter().map(event_ref).collect(),
        about: lists.first_about().to_vec(),
        about_more: lists.more_about(data, page),
        mentioned_in: mention_items(data, page, lists.first_in_articles()),
        mentioned_in_total: lists.in_articles.len(),
        mentioned_in_more: lists.more_in_articles(data, page),
        mentioned_by: lists.first_groups(data, page),
        storyline: storyline_of_topic(data, page, events),
        appears_with: with
            .into_iter()
            .map(|(other, n)| CardView { count: Some(n), ..card(data, other, entry.as_of) })
            .collect(),
        ..TopicView::default()
    };
    match &document.front {
        FrontMatter::Country(_, country) => {
            view.country = Some(country_view(data, page, country));
        }
        FrontMatter::Figure(_, figure) => view.figure = Some(figure_view(data, page, figure)),
        FrontMatter::Event(_, event) => view.event = Some(event_view(data, page, event)),
        _ => {}
    }
    view
}

/// The events of a country, figure or organisation, with the line of its country lit.
fn storyline_of_topic(
    data: &SiteData<'_>,
    page: PageIx,
    events: &[PageIx],
) -> Option<StorylineView> {
    let entry = data.entry(page);
    let lit = match entry.topic_kind()? {
        TopicKind::Country => Some(page),
        TopicKind::Figure => country_on(data.catalog, page, entry.as_of),
        _ => None,
    };
    storyline::of_topic(data, events, lit)
}

fn country_view(data: &SiteData<'_>, page: PageIx, country: &CountryFields) -> CountryView {
    let entry = data.entry(page);
    let facts = entry.country_facts.as_ref();
    let text = |own: &Option<Box<str>>, built_in: Option<&Option<Box<str>>>| {
        string(own).or_else(|| string(built_in?))
    };
    let demonyms = match (&country.demonyms, facts) {
        (Some(own), _) => own.iter().map(|name| name.value.to_string()).collect(),
        (None, Some(facts)) => facts.demonyms.iter().map(ToString::to_string).collect(),
        (None, None) => Vec::new(),
    };
    let (mut people, mut former_people) = (Vec::new(), Vec::new());
    for person in data.graph.people.of_page(page) {
        let FrontMatter::Figure(_, figure) = &data.document(*person).front else { continue };
        // Without a day, nobody counts as former.
        let holds_office = figure.roles.is_empty()
            || entry.as_of.is_none()
            || role_on(&figure.roles, entry.as_of).is_some();
        let card = card(data, *person, entry.as_of);
        // The reader knows the country, and wants the offices.
        let in_brief = card.in_brief.filter(|_| card.role.is_none());
        let card = CardView { country: None, flag: None, in_brief, ..card };
        if holds_office { &mut people } else { &mut former_people }.push(card);
    }
    let stance = country.stance.as_ref();
    CountryView {
        flag: data.flag(page),
        official_name: text(&country.official_name, facts.map(|facts| &facts.official_name)),
        capital: text(&country.capital, facts.map(|facts| &facts.capital)),
        region: text(&country.region, facts.map(|facts| &facts.region)),
        demonyms,
        metonyms: country.metonyms.iter().map(|name| name.value.to_string()).collect(),
        stance_html: stance.map(|stance| {
            let cite = data.prose(page).citations_html(&stance.sources).unwrap_or_default();
            data.inline_html(page, stance.text) + &cite
        }),
        stance_as_of: stance.and_then(|stance| stance.as_of).map(|day| day_view(data, day)),
        people,
        former_people,
        map: maps::of_country(data, page),
    }
}

fn figure_view(data: &SiteData<'_>, page: PageIx, figure: &FigureFields) -> FigureView {
    let (entry, resolved) = (data.entry(page), data.catalog.resolved_refs(page));
    let current = role_on(&figure.roles, entry.as_of);
    let mut order: Vec<usize> = (0..figure.roles.len()).collect();
    order.sort_by(|a, b| figure.roles[*b].from.cmp(&figure.roles[*a].from).then(a.cmp(b)));
    let role = |at: usize| {
        let (role, resolved) = (&figure.roles[at], resolved.roles[at]);
        let written = || role.organisation.as_ref().map(|name| name.value.to_string());
        RoleView {
            office: role.office.value.to_string(),
            organisation: resolved.organisation.map(|it| data.title(it)).or_else(written),
            organisation_href: resolved.organisation.map(|page| data.href(page)),
            organisation_lang: resolved.organisation.and_then(|page| data.lang(page)),
            country: resolved.country.map(|page| page_link(data, page)),
            when: when(data, &role.from, &role.until),
            current: current == Some(at),
            cite_html: data.prose(page).citations_html(&role.sources),
        }
    };
    // Shown where it is not the last word of the title, since readers could not tell.
    let family_name = string(&figure.family_name)
        .filter(|family| !nfc(&entry.title).ends_with(&*nfc(family)) && entry.title.contains(' '));
    let countries = resolved.countries.iter();
    FigureView {
        role: role_text(data, &figure.roles, entry.as_of),
        roles: order.into_iter().map(role).collect(),
        countries: countries.map(|country| card(data, *country, entry.as_of)).collect(),
        born: figure.born.as_ref().map(|date| date_view(data, &date.value)),
        died: figure.died.as_ref().map(|date| date_view(data, &date.value)),
        family_name,
        quotations: quotations(data, page),
    }
}

/// The quotations of a person. Those with the same words and date are merged.
fn quotations(data: &SiteData<'_>, page: PageIx) -> Vec<QuotationView> {
    let mut quotations: Vec<QuotationView> = Vec::new();
    for quote in data.graph.quotations.of_page(page) {
        let new = quotation(data, quote);
        match quotations.iter_mut().find(|it| it.text == new.text && it.date == new.date) {
            Some(same) => {
                same.pages.extend(new.pages);
                same.office = same.office.take().or(new.office);
                let sources = new.sources.into_iter();
                let further = sources.filter(|source| !same.sources.contains(source));
                same.sources.extend(further.collect::<Vec<_>>());
            }
            None => quotations.push(new),
        }
    }
    quotations
}

fn quotation(data: &SiteData<'_>, quote: &QuoteRef) -> QuotationView {
    match data.document(quote.page).quote_with_text(quote.text) {
        Some(block) => quotation_of_block(data, quote, block),
        None => quotation_of_text(data, quote),
    }
}

fn quotation_of_block(data: &SiteData<'_>, quote: &QuoteRef, block: &QuoteBlock) -> QuotationView {
    let (page, document) = (quote.page, data.document(quote.page));
    let whole = Span::new(0..document.markdown(quote.text).len());
    let numbers = block.sources.iter().filter_map(|id| data.prose(page).source_number(id));
    let mut sources: Vec<SourceView> = numbers
        .filter_map(|number| data.linked(page).sources.get(number - 1))
        .map(|used| data.page_source_view(page, used))
        .collect();
    let in_text = cited_in(data, page, quote.text, whole);
    let further = in_text.into_iter().filter(|source| !sources.contains(source));
    let further: Vec<SourceView> = further.collect();
    sources.extend(further);
    QuotationView {
        text: data.prose(page).plain_text(quote.text, whole),
        date: block.date.as_ref().map(|date| date_view(data, date)),
        office: None,
        lang: data.lang(page),
        sources,
        pages: vec![page_link(data, page)],
    }
}

fn quotation_of_text(data: &SiteData<'_>, quote: &QuoteRef) -> QuotationView {
    let outline = data.document(quote.page).outline(quote.text);
    let quotation = &outline.quotations[quote.index as usize];
    let words = Span { start: quotation.block_span.start, end: quotation.attribution_span.start };
    QuotationView {
        text: data.prose(quote.page).plain_text(quote.text, words),
        date: quotation.date.as_ref().map(|date| date_view(data, date)),
        office: string(&quotation.office),
        lang: data.lang(quote.page),
        sources: cited_in(data, quote.page, quote.text, quotation.block_span),
        pages: vec![page_link(data, quote.page)],
    }
}

/// The sources that a part of a text cites, each once, without their numbers.
fn cited_in(data: &SiteData<'_>, page: PageIx, text: TextId, part: Span) -> Vec<SourceView> {
    let linked = data.linked(page);
    let citations = data.document(page).citations(text);
    let mut cited: Vec<u32> = Vec::new();
    for citation in citations.filter(|citation| part.overlaps(citation.span)) {
        let sources = resolve_citation(&linked.citations[usize::from(text.0)], citation);
        for (number, _) in sources.into_iter().flat_map(|(_, sources)| sources) {
            if !cited.contains(&number) {
                cited.push(number);
            }
        }
    }
    let used = cited.into_iter().filter_map(|number| linked.sources.get(number as usize - 1));
    used.map(|used| data.page_source_view(page, used)).collect()
}

fn event_view(data: &SiteData<'_>, page: PageIx, event: &EventFields) -> EventView {
    let (entry, resolved) = (data.entry(page), data.catalog.resolved_refs(page));
    let graph = data.graph;
    let (previous, next) = graph.adjacent_events(data.catalog, page);
    let card = |country: PageIx| card(data, country, entry.as_of);
    let certainty = event.certainty.as_ref();
    let accounts = event.accounts.iter().map(|account| AccountView {
        side: account.side.to_string(),
        text_html: data.inline_html(page, account.text),
        cite_html: data.prose(page).citations_html(&account.sources),
    });
    let documents = event.documents.iter().map(|it| DocumentView {
        title: it.title.to_string(),
        url: it.url.as_ref().and_then(|url| data.file_or_url(data.document(page), &url.value)),
        date: it.date.as_ref().map(|date| date_view(data, date)),
    });
    EventView {
        date: event.date.as_ref().map(|date| date_view(data, &date.value)),
        place: place_text(data, page),
        place_country: resolved.place_country.map(card),
        coordinates: event.place.as_ref().and_then(|place| {
            let Coordinates { latitude, longitude } = place.coordinates?;
            Some(coordinates(data.locale(), latitude, longitude))
        }),
        map: maps::of_event(data, page),
        kind: string(&event.kind),
        status: string(&event.status),
        importance: event.importance.as_deref().unwrap_or("normal").to_owned(),
        certainty: certainty.map(|certainty| certainty.level.value.to_string()),
        certainty_note: certainty.and_then(|certainty| string(&certainty.note)),
        sides: sides(data, page, event),
        countries: graph.event_countries.of_page(page).iter().copied().map(card).collect(),
        outcome_html: event.outcome.map(|id| data.inline_html(page, id)),
        significance_html: event.significance.map(|id| data.inline_html(page, id)),
        accounts: accounts.collect(),
        part_of: event_items(data, &resolved.part_of),
        parts: event_items(data, graph.sub_events.of_page(page)),
        before: event_items(data, graph.before.of_page(page)),
        after: event_items(data, graph.after.of_page(page)),
        storyline: storyline::of_course(data, page),
        documents: documents.collect(),
        previous: previous.map(|event| event_item(data, event)),
        next: next.map(|event| event_item(data, event)),
    }
}

/// The participants by side, in the order of first mention; those without a side last.
fn sides(data: &SiteData<'_>, page: PageIx, event: &EventFields) -> Vec<SideView> {
    let day = data.entry(page).as_of;
    let mut sides: Vec<SideView> = Vec::new();
    let resolved = &data.catalog.resolved_refs(page).participants;
    for (participant, who) in event.participants.iter().zip(resolved) {
        let Some(who) = who else { continue };
        let mut card = card(data, *who, day);
        card.role = string(&participant.role).or(card.role);
        // What they did here, and the office they held that day, say more than who they are.
        card.in_brief = card.in_brief.filter(|_| card.role.is_none());
        let side = string(&participant.side);
        match sides.iter_mut().find(|known| known.side == side) {
            Some(known) => known.people.push(card),
            None => sides.push(SideView { side, people: vec![card] }),
        }
    }
    sides.sort_by_key(|side| side.side.is_none());
    sides
}

fn coordinates(locale: &Locale, latitude: f64, longitude: f64) -> String {
    let part = |degrees: f64, positive, negative| {
        let key = if degrees < 0.0 { negative } else { positive };
        locale.format(key, &[("degrees", &format!("{:.2}", degrees.abs()))])
    };
    format!("{} {}", part(latitude, "north", "south"), part(longitude, "east", "west"))
}
