//! Schemas as JSON Schema (draft 2020-12), which editors use for completion and checks.

use serde_json::{Map, Value, json};

use super::schema::{Field, FieldType, Schema};

/// The JSON Schema of a file, or of its front matter.
pub fn json_schema(schema: &Schema) -> Value {
    let mut root = object(schema);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!(schema.name);
    root
}

fn object(schema: &Schema) -> Value {
    let property = |field: &'static Field| {
        let mut value = value_schema(&field.field_type);
        if let Some(value) = value.as_object_mut() {
            value.insert("description".into(), json!(field.help.trim()));
        }
        (field.key.to_owned(), value)
    };
    let required = schema.fields().filter(|field| field.required).map(|field| field.key);
    json!({
        "type": "object",
        "properties": schema.fields().map(property).collect::<Map<_, _>>(),
        "required": required.collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}

fn value_schema(field_type: &FieldType) -> Value {
    match field_type {
        // YAML reads unquoted years and numbers as numbers; Backgrounder takes them as written.
        FieldType::Text
        | FieldType::Cell
        | FieldType::InlineMarkdown
        | FieldType::Edtf
        | FieldType::LifeDate => {
            json!({ "type": ["string", "number"] })
        }
        FieldType::Slug | FieldType::Reference | FieldType::Language | FieldType::UrlOrFile => {
            json!({ "type": "string" })
        }
        FieldType::Bool => json!({ "type": "boolean" }),
        FieldType::Integer => json!({ "type": "integer" }),
        FieldType::Number => json!({ "type": "number" }),
        FieldType::Day => json!({ "type": "string", "format": "date" }),
        FieldType::Route => json!({ "type": "string", "pattern": "^/" }),
        FieldType::Url => json!({ "type": "string", "format": "uri" }),
        FieldType::CountryCode => json!({ "type": "string", "pattern": "^[A-Za-z]{2}$" }),
        FieldType::Wikidata => json!({ "type": "string", "pattern": "^Q[1-9][0-9]*$" }),
        FieldType::Focus => {
            json!({ "type": "string", "pattern": "^([0-9]+%|left|center|right|top|bottom)( +([0-9]+%|left|center|right|top|bottom))?$" })
        }
        FieldType::Id => json!({ "type": "string", "pattern": "^[a-z0-9-]+$" }),
        FieldType::Choice(words) => json!({ "enum": words }),
        FieldType::List(of @ FieldType::Record(_)) => {
            json!({ "type": "array", "items": value_schema(of) })
        }
        // A single value may stand in place of a list, except for groups of keys.
        FieldType::List(of) | FieldType::OneOrMany(of) => {
            json!({ "anyOf": [value_schema(of), { "type": "array", "items": value_schema(of) }] })
        }
        FieldType::Record(schema) => match schema.short_form() {
            Some(field) => json!({ "anyOf": [value_schema(&field.field_type), object(schema)] }),
            None => object(schema),
        },
        FieldType::Map(of) => json!({ "type": "object", "additionalProperties": value_schema(of) }),
        FieldType::Any => json!({}),
    }
}
