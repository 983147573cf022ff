//! `schema`: the keys of a kind of file, as JSON Schema.

use std::process::ExitCode;

use super::args::SchemaOf;
use crate::catalog::Sidecar;
use crate::config::{SiteToml, TopicKind};
use crate::data::{Schema, json_schema};
use crate::document::{PageKind, SourcesToml, schema_of};

pub(super) fn schema(of: SchemaOf) -> Result<ExitCode, String> {
    anstream::println!("{:#}", json_schema(schema_for(of)));
    Ok(ExitCode::SUCCESS)
}

fn schema_for(of: SchemaOf) -> &'static Schema {
    match of {
        SchemaOf::Article => schema_of(&PageKind::Article),
        SchemaOf::Country => schema_of(&PageKind::Topic(TopicKind::Country)),
        SchemaOf::Figure => schema_of(&PageKind::Topic(TopicKind::Figure)),
        SchemaOf::Event => schema_of(&PageKind::Topic(TopicKind::Event)),
        SchemaOf::Organisation => schema_of(&PageKind::Topic(TopicKind::Organisation)),
        SchemaOf::Term => schema_of(&PageKind::Topic(TopicKind::Term)),
        SchemaOf::Page => schema_of(&PageKind::Home),
        SchemaOf::Site => SiteToml::SCHEMA,
        SchemaOf::Sources => SourcesToml::SCHEMA,
        SchemaOf::Image => Sidecar::SCHEMA,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use clap::ValueEnum;

    use super::{SchemaOf, json_schema, schema_for};
    use crate::data::{Field, FieldType, Schema};
    use crate::document::BlockData;

    const HEADER: &str = "| key | value | meaning |\n|---|---|---|\n";

    fn anchor(schema: &Schema) -> String {
        schema.name.replace(' ', "-")
    }

    /// The group of keys that a value holds, directly or in a list or map.
    fn group(field_type: &FieldType) -> Option<&'static Schema> {
        match field_type {
            FieldType::Record(schema) => Some(schema),
            FieldType::List(of) | FieldType::OneOrMany(of) | FieldType::Map(of) => group(of),
            _ => None,
        }
    }

    fn value(field_type: &FieldType) -> String {
        match field_type {
            FieldType::Record(schema) => match schema.short_form() {
                Some(field) => format!("{}, or {}", value(&field.field_type), schema.name),
                None => schema.name.to_owned(),
            },
            FieldType::List(of) => format!("a list, each entry {}", value(of)),
            FieldType::OneOrMany(of) => format!("{}, or a list of them", value(of)),
            FieldType::Map(of) => format!("keys of your own, each with {}", value(of)),
            other => other.describe(),
        }
    }

    /// docs/keys.md: a table for each kind of file and each group of keys, each once.
    fn keys_document() -> String {
        let mut text = String::from(
            "# All keys\n\nThis page is generated from the program: `BLESS=1 cargo test --lib keys` writes it. \
             [writing.md](writing.md) explains the keys with examples; `backgrounder schema` prints them as JSON Schema for editors. \
             Keys in **bold** are required.\n",
        );
        let mut schemas: Vec<&Schema> =
            SchemaOf::value_variants().iter().map(|of| schema_for(*of)).collect();
        schemas.extend(BlockData::SCHEMAS.iter().map(|(_, schema)| *schema));
        let mut at = 0;
        while let Some(schema) = schemas.get(at).copied() {
            at += 1;
            let _ = write!(text, "\n## {}\n\n", schema.name);
            // Keys of a schema with the same name are listed here, those of others once, elsewhere.
            let (same, others): (Vec<&Schema>, Vec<&Schema>) =
                schema.includes.iter().partition(|included| included.name == schema.name);
            let links: Vec<String> = others
                .iter()
                .map(|other| format!("[{0}](#{1})", other.name, anchor(other)))
                .collect();
            let included = same.iter().flat_map(|same| same.own_fields);
            let fields: Vec<&Field> = schema.own_fields.iter().chain(included).collect();
            if !links.is_empty() {
                let end = if fields.is_empty() { "." } else { ", and these:" };
                let _ = writeln!(text, "It has the keys of {}{end}", links.join(" and of "));
            }
            if !links.is_empty() && !fields.is_empty() {
                text.push('\n');
            }
            text.push_str(if fields.is_empty() { "" } else { HEADER });
            for field in &fields {
                let mark = if field.required { "**" } else { "" };
                let (value, help) = (value(&field.field_type), field.help.trim());
                let _ = writeln!(text, "| {mark}`{}`{mark} | {value} | {help} |", field.key);
            }
            let groups = fields.iter().filter_map(|field| group(&field.field_type));
            for group in others.into_iter().chain(groups) {
                if !schemas.iter().any(|known| known.name == group.name) {
                    schemas.push(group);
                }
            }
        }
        text
    }

    #[test]
    fn docs_keys_md_lists_all_keys_as_declared() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
        let expected = keys_document();
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, &expected).expect("write docs/keys.md");
        }
        assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), expected);
    }

    #[test]
    fn json_schema_of_an_event_requires_its_date_and_describes_each_key() {
        let schema = json_schema(schema_for(SchemaOf::Event));
        assert_eq!(schema["required"], serde_json::json!(["date"]));
        assert_eq!(schema["additionalProperties"], false);
        let properties = schema["properties"].as_object().expect("an object");
        for (key, property) in properties {
            assert!(property["description"].as_str().is_some_and(|help| !help.is_empty()), "{key}");
        }
        assert_eq!(properties["not_in"]["anyOf"][1]["type"], "array");
        assert_eq!(properties["wikidata"]["pattern"], "^Q[1-9][0-9]*$");
    }
}
