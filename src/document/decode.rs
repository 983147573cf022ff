//! The schema and the decoder of each kind of page.

use super::front_matter::{
    ArticleFields, CommonFields, CountryFields, EventFields, FigureFields, FrontMatter, HomeFields,
    Role, TopicFields,
};
use super::page_kind::PageKind;
use crate::config::{TopicKind, renamed_code, renamed_code_problem};
use crate::data::{Decode, Decoder, Node, Schema};
use crate::text::{collapse_whitespace, nfc, normalize_anchor};

static PAGE: Schema = without_own_fields("a page", &[CommonFields::SCHEMA]);
static ORGANISATION: Schema =
    without_own_fields("an organisation", &[TopicFields::SCHEMA, CommonFields::SCHEMA]);
static TERM: Schema = without_own_fields("a term", &[TopicFields::SCHEMA, CommonFields::SCHEMA]);

const fn without_own_fields(name: &'static str, includes: &'static [&'static Schema]) -> Schema {
    Schema { name, own_fields: &[], includes, short_form: None }
}

/// The keys of a kind of page.
pub fn schema_of(kind: &PageKind) -> &'static Schema {
    match kind {
        PageKind::Article => ArticleFields::SCHEMA,
        PageKind::Topic(TopicKind::Country) => CountryFields::SCHEMA,
        PageKind::Topic(TopicKind::Figure) => FigureFields::SCHEMA,
        PageKind::Topic(TopicKind::Event) => EventFields::SCHEMA,
        PageKind::Topic(TopicKind::Organisation) => &ORGANISATION,
        PageKind::Topic(TopicKind::Term) => &TERM,
        PageKind::Home => HomeFields::SCHEMA,
        PageKind::Index(_) | PageKind::GeneratedIntro(_) | PageKind::Plain(_) => &PAGE,
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
        PageKind::Home => FrontMatter::Home(Decode::decode(node, decoder)?),
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
        anchor.value = normalize_anchor(anchor.value.trim_start_matches('#')).into();
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

#[cfg(test)]
mod tests {
    use super::super::theme_blocks::BlockData;
    use super::*;
    use crate::config::SiteToml;
    use crate::data::FieldType;

    /// All schemas that a schema leads to.
    fn collect(schema: &'static Schema, all: &mut Vec<&'static Schema>) {
        all.push(schema);
        for field in schema.fields() {
            let mut field_type = &field.field_type;
            while let FieldType::List(of) | FieldType::OneOrMany(of) | FieldType::Map(of) =
                field_type
            {
                field_type = of;
            }
            if let FieldType::Record(schema) = field_type {
                collect(schema, all);
            }
        }
    }

    #[test]
    fn every_declared_key_is_in_the_docs() {
        let docs = include_str!("../../docs/writing.md");
        let mut schemas = Vec::new();
        for schema in [
            SiteToml::SCHEMA,
            HomeFields::SCHEMA,
            ArticleFields::SCHEMA,
            CountryFields::SCHEMA,
            FigureFields::SCHEMA,
            EventFields::SCHEMA,
        ]
        .into_iter()
        .chain(BlockData::SCHEMAS.iter().map(|(_, schema)| *schema))
        {
            collect(schema, &mut schemas);
        }
        for (schema, field) in
            schemas.iter().flat_map(|schema| schema.fields().map(move |field| (schema, field)))
        {
            // Reserved keys have no help: they have no effect yet.
            let key = field.key;
            let is_documented = [format!("`{key}`"), format!("[{key}]"), format!("{key} =")]
                .iter()
                .any(|form| docs.contains(form.as_str()))
                || docs.contains(&format!(" {key},"))
                || docs.contains(&format!(", {key} }}"));
            assert!(field.help.is_empty() || is_documented, "{}: `{key}`", schema.name);
        }
    }
}
