//! The schema and the decoder of each kind of page.

use super::front_matter::{
    ArticleFields, CommonFields, CountryFields, EventFields, FigureFields, FrontMatter, Role,
    TopicFields,
};
use super::page_kind::PageKind;
use crate::config::{TopicKind, renamed_code, renamed_code_problem};
use crate::data::{Decode, Decoder, Node, Schema};
use crate::text::{collapse_whitespace, nfc};

static PAGE: Schema = without_own_fields("a page", &[CommonFields::SCHEMA]);
static ORGANISATION: Schema =
    without_own_fields("an organisation", &[TopicFields::SCHEMA, CommonFields::SCHEMA]);
static TERM: Schema = without_own_fields("a term", &[TopicFields::SCHEMA, CommonFields::SCHEMA]);

const fn without_own_fields(name: &'static str, includes: &'static [&'static Schema]) -> Schema {
    Schema { name, own_fields: &[], includes, short_form: None }
}

/// The keys of a kind of page.
pub(super) fn schema_of(kind: &PageKind) -> &'static Schema {
    match kind {
        PageKind::Article => ArticleFields::SCHEMA,
        PageKind::Topic(TopicKind::Country) => CountryFields::SCHEMA,
        PageKind::Topic(TopicKind::Figure) => FigureFields::SCHEMA,
        PageKind::Topic(TopicKind::Event) => EventFields::SCHEMA,
        PageKind::Topic(TopicKind::Organisation) => &ORGANISATION,
        PageKind::Topic(TopicKind::Term) => &TERM,
        PageKind::Home | PageKind::Index(_) | PageKind::GeneratedIntro(_) | PageKind::Plain(_) => {
            &PAGE
        }
    }
}

/// Decodes validated front matter. Its texts are numbered in this order: those of all topics, those
/// of the kind of page, then those of all pages. `None` only by a mistake in the declarations: these
/// records have no required fields.
pub(super) fn decode_front_matter(
    kind: &PageKind,
    node: &Node,
    decoder: &mut Decoder<'_>,
) -> Option<(CommonFields, FrontMatter)> {
    let front = match kind {
        PageKind::Article => FrontMatter::Article(Decode::decode(node, decoder)?),
        PageKind::Topic(kind) => {
            let topic = Decode::decode(node, decoder)?;
            match kind {
                TopicKind::Country => FrontMatter::Country(topic, Decode::decode(node, decoder)?),
                TopicKind::Figure => {
                    let mut figure: Box<FigureFields> = Decode::decode(node, decoder)?;
                    if let Some(office) = figure.role.take() {
                        let (organisation, country, from, until) = (None, None, None, None);
                        let sources = Vec::new();
                        let role = Role { office, organisation, country, from, until, sources };
                        figure.roles.push(role);
                    }
                    FrontMatter::Figure(topic, figure)
                }
                TopicKind::Event => FrontMatter::Event(topic, Decode::decode(node, decoder)?),
                TopicKind::Organisation | TopicKind::Term => FrontMatter::OtherTopic(topic),
            }
        }
        _ => FrontMatter::Page,
    };
    let mut common = CommonFields::decode(node, decoder)?;
    if matches!(front, FrontMatter::Event(..)) {
        common.date = None;
    }
    common.description = common.description.map(|text| collapse_whitespace(&text).into());
    // Ids of authors and anchors are compared in NFC.
    for id in &mut common.authors {
        id.value = nfc(&id.value).into();
    }
    for anchor in common.updates.iter_mut().filter_map(|update| update.at.as_mut()) {
        anchor.value = nfc(anchor.value.trim_start_matches('#')).into();
    }
    for (code, _) in &mut common.levels.0 {
        if let Some(name) = renamed_code(&code.value) {
            let problem = renamed_code_problem(decoder.path, code.span, &code.value, name);
            decoder.problems.push(problem);
            code.value = name.into();
        }
    }
    Some((common, front))
}
