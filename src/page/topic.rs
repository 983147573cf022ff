//! The page of a topic: assembled from the whole story.

use super::network::network;
use super::site_data::SiteData;
use super::summaries::{
    card, date_view, day_view, event_item, mention_items, most_important, native_name, page_link,
    part_in_event, place_text, role_text,
};
use super::view::{
    AccountView, ArticleRef, ContentView, CountryView, DocumentView, EventRef, EventView,
    FigureView, MentionGroup, PageView, QuotationView, RelationView, RoleView, SharedEventsView,
    SharedNameView, SideView, TopicView,
};
use crate::catalog::{PageIx, SharedName, countries, shared_name_route};
use crate::config::TopicKind;
use crate::document::{CountryFields, EventFields, FigureFields, FrontMatter, PageKind};
use crate::graph::{Edge, QuoteRef, role_on};
use crate::locale::Locale;
use crate::text::nfc;

/// How many topics are named that a topic appears with.
const MAX_APPEARS_WITH: usize = 12;
/// Among how many of those the neighbours are looked for that are drawn.
const NETWORK_CANDIDATES: usize = 60;
/// How many events stand before all of them.
const MAX_KEY_EVENTS: usize = 5;
/// How many mentions are shown: those of the newest pages.
const MAX_MENTIONS: usize = 50;

pub(super) fn view(story: &SiteData<'_>, page: PageIx, kind: TopicKind) -> PageView {
    let document = story.document(page);
    let mut base = story.base_view(page, kind.noun());
    let content = content(story, page);
    if let Some(role) = content.figure.as_ref().and_then(|figure| figure.role.as_deref()) {
        base.head_title = format!("{}, {role}", base.title);
    }
    base.noindex = content.stub;
    if let (true, Some(best)) = (base.meta_description.is_none(), &content.best_sentence) {
        base.meta_description = best.sentence.clone();
    }
    debug_assert!(document.front.topic().is_some());
    PageView { content: ContentView::Topic(Box::new(content)), ..base }
}

/// Names of a topic that others have too.
fn shared_names(story: &SiteData<'_>, page: PageIx) -> Vec<SharedNameView> {
    let shared = story.catalog.shared_names.iter().filter(|shared| shared.topics.contains(&page));
    let view = |shared: &SharedName| SharedNameView {
        name: shared.name.to_string(),
        href: story.config.base.href(&shared_name_route(&shared.slug)),
        others: shared
            .topics
            .iter()
            .filter(|other| **other != page)
            .map(|other| card(story, *other, story.catalog.entry(*other).as_of))
            .collect(),
    };
    shared.map(view).collect()
}

fn content(story: &SiteData<'_>, page: PageIx) -> TopicView {
    let (document, entry) = (story.document(page), story.catalog.entry(page));
    let Some(front) = document.front.topic() else { return TopicView::default() };
    let is_of_topic = |(from, _): &(PageIx, u32)| story.catalog.entry(*from).topic_kind().is_some();
    let (by_topics, in_articles): (Vec<_>, Vec<_>) =
        story.graph.mentions.of_page(page).iter().copied().partition(is_of_topic);
    let best = in_articles
        .iter()
        .copied()
        .find(|(from, _)| story.catalog.entry(*from).kind == PageKind::Article)
        .filter(|_| entry.is_stub);
    let events = story.graph.events.of_page(page);
    let key_events = if events.len() > MAX_KEY_EVENTS {
        most_important(story, events, MAX_KEY_EVENTS)
    } else {
        Vec::new()
    };
    let figure = Some(page).filter(|_| entry.topic_kind() == Some(TopicKind::Figure));
    let item = |event: &PageIx| EventRef {
        event: *event,
        part_of: figure.filter(|figure| part_in_event(story, *figure, *event).is_some()),
    };
    let in_story = |(other, count): (PageIx, usize)| super::view::CardView {
        count: Some(count),
        ..card(story, other, entry.as_of)
    };
    let with = story.graph.appears_with(page, NETWORK_CANDIDATES);
    TopicView {
        shared_names: shared_names(story, page),
        stub: entry.is_stub,
        best_sentence: mention_items(story, page, best.into_iter()).pop(),
        native_name: native_name(front),
        pronunciation: front.pronunciation.as_deref().map(Into::into),
        names: front.also_known_as.iter().map(|name| name.name.value.to_string()).collect(),
        wikidata: front
            .wikidata
            .as_ref()
            .map(|id| &*id.value)
            .filter(|id| is_wikidata_id(id))
            .map(|id| format!("https://www.wikidata.org/wiki/{id}")),
        why_html: front.why.map(|piece| story.inline_html(page, piece)),
        relations: relations(story, page),
        events: events.iter().map(item).collect(),
        key_events: key_events.iter().map(item).collect(),
        about: story
            .graph
            .about
            .of_page(page)
            .iter()
            .take(MAX_MENTIONS)
            .copied()
            .map(ArticleRef)
            .collect(),
        mentioned_in: mention_items(story, page, in_articles.iter().copied().take(MAX_MENTIONS)),
        mentioned_by: TopicKind::ALL
            .into_iter()
            .filter_map(|kind| mentioned_by(story, page, kind, &by_topics))
            .collect(),
        mentioned_in_total: in_articles.len(),
        network: network(story, page, &with),
        appears_with: with.into_iter().take(MAX_APPEARS_WITH).map(in_story).collect(),
        country: match &document.front {
            FrontMatter::Country(_, country) => Some(country_view(story, page, country)),
            _ => None,
        },
        figure: match &document.front {
            FrontMatter::Figure(_, figure) => Some(figure_view(story, page, figure)),
            _ => None,
        },
        event: match &document.front {
            FrontMatter::Event(_, event) => Some(event_view(story, page, event)),
            _ => None,
        },
    }
}

/// What the topics of one kind say of a topic; `None` where none does.
fn mentioned_by(
    story: &SiteData<'_>,
    page: PageIx,
    kind: TopicKind,
    by_topics: &[(PageIx, u32)],
) -> Option<MentionGroup> {
    let of_kind: Vec<_> = by_topics
        .iter()
        .copied()
        .filter(|(from, _)| story.catalog.entry(*from).topic_kind() == Some(kind))
        .collect();
    let total = of_kind.len();
    (total > 0).then(|| MentionGroup {
        kind: kind.noun(),
        total,
        mentions: mention_items(story, page, of_kind.into_iter().take(MAX_MENTIONS)),
    })
}

pub(super) fn is_wikidata_id(id: &str) -> bool {
    id.strip_prefix('Q')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn relations(story: &SiteData<'_>, page: PageIx) -> Vec<RelationView> {
    let day = story.catalog.entry(page).as_of;
    let edges = story.graph.relations.of_page(page).iter();
    edges
        .filter_map(|edge| {
            let declared = story
                .document(edge.declared_by)
                .front
                .topic()?
                .relations
                .get(edge.index as usize)?;
            let own = edge.declared_by == page;
            Some(RelationView {
                to: card(story, edge.other, day),
                kind: relation_label(story, page, edge)?,
                // What the other end says of it is said from there.
                text: declared.text.as_deref().filter(|_| own).map(Into::into),
                when: Some(
                    story
                        .config
                        .locale
                        .dates
                        .format_range(declared.from.as_ref(), declared.until.as_ref()),
                )
                .filter(|when| !when.is_empty()),
                cite_html: if own {
                    story.prose(page).citations_html(&declared.sources)
                } else {
                    None
                },
            })
        })
        .collect()
}

/// What a relation is called on the page of one of its ends.
pub(super) fn relation_label(story: &SiteData<'_>, page: PageIx, edge: &Edge) -> Option<String> {
    let declared =
        story.catalog.head(edge.declared_by).front.topic()?.relations.get(edge.index as usize)?;
    Some(if edge.declared_by == page {
        declared.kind.to_string()
    } else {
        inverse_relation(&declared.kind).to_owned()
    })
}

/// What a relation is called from its other end. Most words are the same from both.
fn inverse_relation(kind: &str) -> &str {
    const PAIRS: [(&str, &str); 6] = [
        ("predecessor", "successor"),
        ("parent", "child"),
        ("employer", "employee"),
        ("mentor", "protégé"),
        ("superior", "subordinate"),
        ("member", "has as a member"),
    ];
    PAIRS
        .iter()
        .find_map(|(one, other)| {
            if *one == kind {
                Some(*other)
            } else if *other == kind {
                Some(*one)
            } else {
                None
            }
        })
        .unwrap_or(kind)
}

fn country_view(story: &SiteData<'_>, page: PageIx, country: &CountryFields) -> CountryView {
    let entry = story.catalog.entry(page);
    let facts = entry.country_facts.as_ref();
    let text = |own: &Option<Box<str>>, built_in: Option<&Box<str>>| {
        own.as_ref().or(built_in).map(|text| text.to_string())
    };
    let demonyms = match &country.demonyms {
        Some(own) => own.iter().map(|name| name.value.to_string()).collect(),
        None => facts
            .map(|facts| facts.demonyms.iter().map(ToString::to_string).collect())
            .unwrap_or_default(),
    };
    let (mut people, mut former_people) = (Vec::new(), Vec::new());
    for person in story.graph.people.of_page(page) {
        let FrontMatter::Figure(_, figure) = &story.document(*person).front else { continue };
        // Without a day nobody can say who no longer holds an office.
        let holds = figure.roles.is_empty()
            || entry.as_of.is_none()
            || role_on(&figure.roles, entry.as_of).is_some();
        // On the page of a country its own name beside each person would say nothing.
        let person = super::view::CardView {
            country: None,
            flag: None,
            ..card(story, *person, entry.as_of)
        };
        if holds { &mut people } else { &mut former_people }.push(person);
    }
    let shared = story.graph.shared_events(story.catalog, page);
    CountryView {
        flag: facts.and_then(|facts| countries::flag(&facts.iso)),
        official_name: text(
            &country.official_name,
            facts.and_then(|facts| facts.official_name.as_ref()),
        ),
        capital: text(&country.capital, facts.and_then(|facts| facts.capital.as_ref())),
        region: text(&country.region, facts.and_then(|facts| facts.region.as_ref())),
        demonyms,
        metonyms: country.metonyms.iter().map(|name| name.value.to_string()).collect(),
        stance_html: country.stance.as_ref().map(|stance| {
            let cite = story.prose(page).citations_html(&stance.sources).unwrap_or_default();
            story.inline_html(page, stance.text) + &cite
        }),
        stance_as_of: country
            .stance
            .as_ref()
            .and_then(|stance| stance.as_of)
            .map(|day| day_view(story, day)),
        people,
        former_people,
        shared_events: shared
            .into_iter()
            .map(|(other, events)| SharedEventsView {
                country: card(story, other, entry.as_of),
                events: events.iter().map(|event| event_item(story, *event)).collect(),
            })
            .collect(),
    }
}

fn figure_view(story: &SiteData<'_>, page: PageIx, figure: &FigureFields) -> FigureView {
    let entry = story.catalog.entry(page);
    let current = role_on(&figure.roles, entry.as_of);
    let mut order: Vec<usize> = (0..figure.roles.len()).collect();
    order.sort_by(|a, b| figure.roles[*b].from.cmp(&figure.roles[*a].from).then(a.cmp(b)));
    let role = |at: usize| {
        let role = &figure.roles[at];
        let resolved = story.catalog.resolved_refs(page).roles[at];
        RoleView {
            office: role.office.value.to_string(),
            organisation: resolved
                .organisation
                .map(|page| story.catalog.entry(page).title.clone().into())
                .or_else(|| role.organisation.as_ref().map(|name| name.value.to_string())),
            organisation_href: resolved.organisation.map(|page| story.href(page)),
            country: resolved.country.map(|page| page_link(story, page)),
            when: Some(
                story.config.locale.dates.format_range(role.from.as_ref(), role.until.as_ref()),
            )
            .filter(|when| !when.is_empty()),
            current: current == Some(at),
            cite_html: story.prose(page).citations_html(&role.sources),
        }
    };
    // Where the family name is not the last word, a reader cannot know which it is.
    let family_name = figure
        .family_name
        .as_deref()
        .filter(|family| !nfc(&entry.title).ends_with(&*nfc(family)) && entry.title.contains(' '));
    FigureView {
        role: role_text(story, &figure.roles, entry.as_of),
        roles: order.into_iter().map(role).collect(),
        countries: story
            .catalog
            .resolved_refs(page)
            .countries
            .iter()
            .map(|country| card(story, *country, entry.as_of))
            .collect(),
        born: figure.born.as_ref().map(|date| date_view(story, &date.value)),
        died: figure.died.as_ref().map(|date| date_view(story, &date.value)),
        family_name: family_name.map(Into::into),
        quotations: quotations(story, page),
        monogram: entry
            .title
            .split([' ', '-'])
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_uppercase() || !c.is_ascii())
            .take(2)
            .collect(),
    }
}

/// What somebody said. Words that several pages quote are shown once, with all of them.
fn quotations(story: &SiteData<'_>, page: PageIx) -> Vec<QuotationView> {
    let mut quotations: Vec<QuotationView> = Vec::new();
    for said in story.graph.quotations.of_page(page) {
        let quotation = quotation(story, said);
        match quotations
            .iter_mut()
            .find(|other| other.text == quotation.text && other.date == quotation.date)
        {
            Some(other) => other.pages.extend(quotation.pages),
            None => quotations.push(quotation),
        }
    }
    quotations
}

fn quotation(story: &SiteData<'_>, said: &QuoteRef) -> QuotationView {
    let document = story.document(said.page);
    let quotation = &document.outline(said.text).quotations[said.index as usize];
    let words = crate::text::Span {
        start: quotation.block_span.start,
        end: quotation.attribution_span.start,
    };
    QuotationView {
        text: story.plain_text(said.page, said.text, words),
        date: quotation.date.as_ref().map(|date| date_view(story, date)),
        office: quotation.office.as_deref().map(Into::into),
        pages: vec![page_link(story, said.page)],
    }
}

fn event_view(story: &SiteData<'_>, page: PageIx, event: &EventFields) -> EventView {
    let (entry, resolved) = (story.catalog.entry(page), story.catalog.resolved_refs(page));
    let items = |events: &[PageIx]| {
        events.iter().map(|event| event_item(story, *event)).collect::<Vec<_>>()
    };
    let (previous, next) = story.graph.adjacent_events(story.catalog, page);
    let writer = story.prose(page);
    EventView {
        date: event.date.as_ref().map(|date| date_view(story, &date.value)),
        place: place_text(story, page),
        place_country: resolved.place_country.map(|country| card(story, country, entry.as_of)),
        coordinates: event
            .place
            .as_ref()
            .and_then(|place| place.coordinates)
            .map(|place| coordinates(&story.config.locale, place.latitude, place.longitude)),
        kind: event.kind.as_deref().map(Into::into),
        status: event.status.as_deref().map(Into::into),
        importance: event.importance.as_deref().unwrap_or("normal").to_owned(),
        certainty: event.certainty.as_ref().map(|certainty| certainty.level.value.to_string()),
        certainty_note: event
            .certainty
            .as_ref()
            .and_then(|certainty| certainty.note.as_deref())
            .map(Into::into),
        sides: sides(story, page, event),
        countries: story
            .graph
            .event_countries
            .of_page(page)
            .iter()
            .map(|country| card(story, *country, entry.as_of))
            .collect(),
        outcome_html: event.outcome.map(|piece| story.inline_html(page, piece)),
        significance_html: event.significance.map(|piece| story.inline_html(page, piece)),
        accounts: event
            .accounts
            .iter()
            .map(|account| AccountView {
                side: account.side.to_string(),
                text_html: story.inline_html(page, account.text),
                cite_html: writer.citations_html(&account.sources),
            })
            .collect(),
        part_of: items(&resolved.part_of),
        parts: items(story.graph.sub_events.of_page(page)),
        before: items(story.graph.before.of_page(page)),
        after: items(story.graph.after.of_page(page)),
        documents: event
            .documents
            .iter()
            .map(|d| DocumentView {
                title: d.title.to_string(),
                url: d
                    .url
                    .as_ref()
                    .and_then(|url| story.file_or_url(story.document(page), &url.value)),
                date: d.date.as_ref().map(|date| date_view(story, date)),
            })
            .collect(),
        previous: previous.map(|event| event_item(story, event)),
        next: next.map(|event| event_item(story, event)),
    }
}

/// Who took part, by side, in the order in which the sides are first named; those of no side last.
fn sides(story: &SiteData<'_>, page: PageIx, event: &EventFields) -> Vec<SideView> {
    let day = story.catalog.entry(page).as_of;
    let mut sides: Vec<SideView> = Vec::new();
    for (participant, who) in
        event.participants.iter().zip(&story.catalog.resolved_refs(page).participants)
    {
        let Some(who) = who else { continue };
        let mut person = card(story, *who, day);
        if let Some(role) = &participant.role {
            person.role = Some(role.to_string());
        }
        let side = participant.side.as_deref();
        match sides.iter_mut().find(|known| known.side.as_deref() == side) {
            Some(known) => known.people.push(person),
            None => sides.push(SideView { side: side.map(Into::into), people: vec![person] }),
        }
    }
    sides.sort_by_key(|side| side.side.is_none());
    sides
}

fn coordinates(locale: &Locale, latitude: f64, longitude: f64) -> String {
    let part = |degrees: f64, positive, negative| {
        locale.format(
            if degrees < 0.0 { negative } else { positive },
            &[("degrees", &format!("{:.2}", degrees.abs()))],
        )
    };
    format!("{} {}", part(latitude, "north", "south"), part(longitude, "east", "west"))
}
