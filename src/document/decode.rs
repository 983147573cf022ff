//! Checked front matter into its typed values.

use super::front_matter::{
    Account, AltName, ArticleFields, Certainty, CommonFields, CountryFields, EventDocument,
    EventFields, FigureFields, FrontMatter, Image, LevelOverride, NativeName, Participant, Place,
    Relation, Role, Stance, TopicFields, Update, WhereThingsStand, WrittenRef,
};
use super::page_kind::PageKind;
use super::schema::{
    ACCOUNT, ALT_NAME, CERTAINTY, EVENT_DOCUMENT, IMAGE, NATIVE_NAME, PARTICIPANT, PLACE, RELATION,
    ROLE, STANCE, UPDATE, WHERE_THINGS_STAND,
};
use super::{TextId, messages, sources};
use crate::config::{AutolinkPolicy, LEVELS, TopicKind};
use crate::data::{InlineMarkdown, Node, Record, Spanned, Value};
use crate::diagnostics::Diagnostic;
use crate::text::{Route, into_exact_box, nfc};

/// The prose of front matter, in the order it is read: the first `##` sections of the page.
#[derive(Default)]
pub(super) struct FrontTexts(pub(super) Vec<InlineMarkdown>);

impl FrontTexts {
    fn push(&mut self, prose: Option<InlineMarkdown>) -> Option<TextId> {
        let id = TextId(u16::try_from(self.0.len()).ok()?);
        self.0.push(prose?);
        Some(id)
    }

    fn push_all(&mut self, proses: Vec<InlineMarkdown>) -> Vec<TextId> {
        proses.into_iter().filter_map(|prose| self.push(Some(prose))).collect()
    }
}

pub(super) fn decode_front_matter(
    kind: &PageKind,
    r: &Record<'_>,
    pieces: &mut FrontTexts,
    problems: &mut Vec<Diagnostic>,
) -> (CommonFields, FrontMatter) {
    let front = match kind {
        PageKind::Article => FrontMatter::Article(article(r, pieces)),
        PageKind::Topic(kind) => {
            let topic = Box::new(topic(r, pieces));
            match kind {
                TopicKind::Country => FrontMatter::Country(topic, Box::new(country(r, pieces))),
                TopicKind::Figure => FrontMatter::Figure(topic, Box::new(figure(r))),
                TopicKind::Event => FrontMatter::Event(topic, Box::new(event(r, pieces, problems))),
                TopicKind::Organisation | TopicKind::Term => FrontMatter::OtherTopic(topic),
            }
        }
        _ => FrontMatter::Page,
    };
    (common(kind, r, pieces, problems), front)
}

fn common(
    kind: &PageKind,
    r: &Record<'_>,
    pieces: &mut FrontTexts,
    problems: &mut Vec<Diagnostic>,
) -> CommonFields {
    let is_event = matches!(kind, PageKind::Topic(TopicKind::Event));
    let (sources, all_sources) = sources::decode_sources(r, problems);
    let updates = r.records("updates", &UPDATE).iter().filter_map(|u| update(u, pieces)).collect();
    CommonFields {
        title: r.spanned_text("title"),
        slug: r.slug("slug"),
        draft: r.bool("draft").unwrap_or(false),
        language: r.text("language"),
        redirect_from: r
            .texts("redirect_from")
            .into_iter()
            .filter_map(|text| {
                Some(Spanned { value: Route::parse_redirect_from(&text.value)?, span: text.span })
            })
            .collect(),
        description: r
            .text("description")
            .map(|text| crate::text::collapse_whitespace(&text).into()),
        date: if is_event { None } else { r.spanned_day("date") },
        updated: r.spanned_day("updated"),
        as_of: r.day("as_of"),
        review_by: r.spanned_day("review_by"),
        authors: into_exact_box(ids(r, "authors")),
        image: r.record("image", &IMAGE).and_then(|i| image(&i)).map(Box::new),
        // A source is large, and a list of them has room for four.
        sources: into_exact_box(sources),
        sources_complete: all_sources,
        updates,
        autolink: r.text("autolink").and_then(|word| AutolinkPolicy::from_name(&word)),
        disambiguate: r
            .map("disambiguate")
            .filter_map(|(key, node)| Some((key.name.clone(), written_ref(node)?)))
            .collect(),
        levels: r.map("check").filter_map(|(key, node)| level(r, key, node, problems)).collect(),
        extra: r.node("extra").cloned().map(Box::new),
    }
}

fn level(
    r: &Record<'_>,
    key: &crate::data::Key,
    node: &Node,
    problems: &mut Vec<Diagnostic>,
) -> Option<LevelOverride> {
    match written_ref(node).filter(|word| LEVELS.contains(&&*word.value)) {
        Some(word) => Some((
            Spanned { value: key.name.clone(), span: key.span },
            crate::config::parse_level(&word.value),
        )),
        None => {
            problems.push(messages::bad_level(r.path(), key, node));
            None
        }
    }
}

/// The ids of a key.
fn ids(r: &Record<'_>, key: &str) -> Vec<Spanned<Box<str>>> {
    r.texts(key).into_iter().map(composed_id).collect()
}

/// What is compared with others, whose letters may be composed in another way.
pub(super) fn composed_id(id: Spanned<Box<str>>) -> Spanned<Box<str>> {
    Spanned { value: nfc(&id.value).into(), ..id }
}

fn written_ref(node: &Node) -> Option<WrittenRef> {
    match &node.value {
        Value::Scalar(scalar) => Some(Spanned { value: scalar.text.clone(), span: node.span }),
        _ => None,
    }
}

fn image(r: &Record<'_>) -> Option<Image> {
    Some(Image {
        src: r.spanned_text("src")?,
        alt: r.text("alt")?,
        caption: r.text("caption"),
        credit: r.text("credit"),
        license: r.text("license"),
    })
}

fn update(r: &Record<'_>, pieces: &mut FrontTexts) -> Option<Update> {
    Some(Update {
        date: r.day("date")?,
        kind: r.text("type").unwrap_or_else(|| "update".into()),
        note: pieces.push(r.markdown("note"))?,
        at: r.spanned_text("at").map(|at| {
            composed_id(Spanned { value: at.value.trim_start_matches('#').into(), ..at })
        }),
    })
}

fn article(r: &Record<'_>, pieces: &mut FrontTexts) -> ArticleFields {
    ArticleFields {
        about: r.node("about").map(|_| r.texts("about")),
        key_points: pieces.push_all(r.markdown_list("key_points")),
        where_things_stand: r.record("where_things_stand", &WHERE_THINGS_STAND).and_then(|s| {
            Some(WhereThingsStand {
                state: s.text("state")?,
                note: pieces.push(s.markdown("note")),
                as_of: s.day("as_of"),
            })
        }),
        order: r.integer("order"),
        kind: r.text("type"),
    }
}

fn topic(r: &Record<'_>, pieces: &mut FrontTexts) -> TopicFields {
    let alt_name = |node: &Node| match &node.value {
        Value::Scalar(_) => written_ref(node).map(|name| AltName { name, ignores_case: false }),
        _ => {
            let record = r.record_at(node, &ALT_NAME);
            Some(AltName {
                name: record.spanned_text("name")?,
                ignores_case: record.text("case").as_deref() == Some("any"),
            })
        }
    };
    TopicFields {
        also_known_as: r.nodes("also_known_as").filter_map(alt_name).collect(),
        not_in: r.texts("not_in").into_iter().map(|text| text.value).collect(),
        native_name: r.record("native_name", &NATIVE_NAME).and_then(|n| {
            Some(NativeName { text: n.spanned_text("text")?, language: n.text("language") })
        }),
        pronunciation: r.text("pronunciation"),
        sort_name: r.text("sort_name"),
        wikidata: r.spanned_text("wikidata"),
        autolink_target: r.bool("autolink_target").unwrap_or(true),
        why: pieces.push(r.markdown("why")),
        relations: r.records("relations", &RELATION).iter().filter_map(relation).collect(),
    }
}

fn relation(r: &Record<'_>) -> Option<Relation> {
    Some(Relation {
        to: r.spanned_text("to")?,
        kind: r.text("type")?,
        text: r.text("text"),
        from: r.date("from"),
        until: r.date("until"),
        sources: ids(r, "sources"),
    })
}

fn country(r: &Record<'_>, pieces: &mut FrontTexts) -> CountryFields {
    CountryFields {
        iso: r.spanned_text("iso"),
        official_name: r.text("official_name"),
        capital: r.text("capital"),
        region: r.text("region"),
        demonyms: r.node("demonyms").map(|_| r.texts("demonyms")),
        metonyms: r.texts("metonyms"),
        stance: r.record("stance", &STANCE).and_then(|s| {
            Some(Stance {
                text: pieces.push(s.markdown("text"))?,
                as_of: s.day("as_of"),
                sources: ids(&s, "sources"),
            })
        }),
    }
}

fn figure(r: &Record<'_>) -> FigureFields {
    let mut roles: Vec<Role> = r.records("roles", &ROLE).iter().filter_map(role).collect();
    if let Some(office) = r.spanned_text("role") {
        roles.push(Role {
            office,
            organisation: None,
            country: None,
            from: None,
            until: None,
            sources: Vec::new(),
        });
    }
    FigureFields {
        family_name: r.text("family_name"),
        given_name: r.text("given_name"),
        country: r.texts("country"),
        born: r.spanned_date("born"),
        died: r.spanned_date("died"),
        roles,
    }
}

fn role(r: &Record<'_>) -> Option<Role> {
    Some(Role {
        office: r.spanned_text("office")?,
        organisation: r.spanned_text("organisation"),
        country: r.spanned_text("country"),
        from: r.date("from"),
        until: r.date("until"),
        sources: ids(r, "sources"),
    })
}

fn event(r: &Record<'_>, pieces: &mut FrontTexts, problems: &mut Vec<Diagnostic>) -> EventFields {
    let participant = |node: &Node| match &node.value {
        Value::Scalar(_) => {
            written_ref(node).map(|who| Participant { who, side: None, role: None })
        }
        _ => {
            let record = r.record_at(node, &PARTICIPANT);
            Some(Participant {
                who: record.spanned_text("who")?,
                side: record.text("side"),
                role: record.text("role"),
            })
        }
    };
    EventFields {
        date: r.spanned_date("date"),
        place: place(r, problems),
        kind: r.text("type"),
        status: r.text("status"),
        importance: r.text("importance"),
        participants: r.nodes("participants").filter_map(participant).collect(),
        outcome: pieces.push(r.markdown("outcome")),
        significance: pieces.push(r.markdown("significance")),
        accounts: r
            .records("accounts", &ACCOUNT)
            .iter()
            .filter_map(|a| {
                Some(Account {
                    side: a.text("side")?,
                    text: pieces.push(a.markdown("text"))?,
                    sources: ids(a, "sources"),
                })
            })
            .collect(),
        part_of: r.texts("part_of"),
        follows: r.texts("follows"),
        led_to: r.texts("led_to"),
        documents: r
            .records("documents", &EVENT_DOCUMENT)
            .iter()
            .filter_map(|d| {
                Some(EventDocument {
                    title: d.text("title")?,
                    url: d.spanned_text("url"),
                    date: d.date("date"),
                })
            })
            .collect(),
        certainty: certainty(r),
    }
}

fn place(r: &Record<'_>, problems: &mut Vec<Diagnostic>) -> Option<Place> {
    let Some(record) = r.record("place", &PLACE) else {
        return r.text("place").map(|name| Place {
            name: Some(name),
            country: None,
            coordinates: None,
        });
    };
    let coordinates = match (&record.numbers("coordinates")[..], record.node("coordinates")) {
        ([latitude, longitude], _) if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => {
            Some((*latitude, *longitude))
        }
        (_, Some(node)) if record.is_valid("coordinates") => {
            problems.push(messages::bad_coordinates(r.path(), node.span));
            None
        }
        _ => None,
    };
    Some(Place { name: record.text("name"), country: record.spanned_text("country"), coordinates })
}

fn certainty(r: &Record<'_>) -> Option<Certainty> {
    match r.record("certainty", &CERTAINTY) {
        Some(record) => {
            Some(Certainty { level: record.spanned_text("level")?, note: record.text("note") })
        }
        None => r.spanned_text("certainty").map(|level| Certainty { level, note: None }),
    }
}
