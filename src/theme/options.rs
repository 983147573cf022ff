//! What a theme lets its sites choose: declared in `theme.toml`, set in `[theme_options]`, checked
//! like front matter.

use serde_json::{Map, Value as Json};

use super::messages;
use super::schema::OptionToml;
use crate::config::Config;
use crate::data::{Key, Node, Scalar, ScalarKind, SpannedMap, Value};
use crate::diagnostics::Diagnostic;
use crate::input::Snapshot;
use crate::text::{Route, SourcePath};

/// The options of a site, each with its value, its default where the site says nothing.
#[derive(Clone, Debug, Default)]
pub struct ThemeOptions {
    /// For templates, `site.options`.
    pub values: Map<String, Json>,
    /// For the end of the stylesheet: custom properties that options set.
    pub css: String,
}

/// An option that a theme declares.
pub(super) struct OptionDecl {
    key: Box<str>,
    kind: OptionType,
    default: Json,
    property: Option<Box<str>>,
    dark: bool,
    /// The colours that a colour stands on and must be told apart from.
    backgrounds: Vec<Box<str>>,
}

/// What the value of an option must be.
#[derive(Clone, Debug)]
enum OptionType {
    Text,
    Flag,
    Number,
    /// `#rrggbb` or `#rgb`.
    Colour,
    /// The address of a file of `static/`.
    File,
    /// One of these words.
    Choice(Vec<Box<str>>),
    /// Some of these words.
    Choices(Vec<Box<str>>),
}

/// The least contrast of text to what it stands on (WCAG 2.2, 1.4.3).
const MIN_CONTRAST: f64 = 4.5;

/// Reads the declarations of a `theme.toml`.
pub(super) fn read_declarations(
    path: &SourcePath,
    declarations: SpannedMap<OptionToml>,
    snapshot: &Snapshot,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Vec<OptionDecl> {
    let mut all = Vec::new();
    for (key, option) in declarations.0 {
        let key = Key { name: key.value, span: key.span };
        let Some(kind) = OptionType::from_name(&option.kind, option.words) else { continue };
        let default = match &option.default {
            None => kind.empty_value(),
            Some(default) => match kind.read_value(default, snapshot, config) {
                Ok(value) => value,
                Err(expected) => {
                    problems.push(messages::bad_option(path, &key, default.span, &expected));
                    kind.empty_value()
                }
            },
        };
        all.push(OptionDecl {
            key: key.name,
            kind,
            default,
            property: option.property,
            dark: option.scheme.as_deref() == Some("dark"),
            backgrounds: option.on,
        });
    }
    all
}

/// The values of all options; those of the site are checked.
pub(super) fn resolve(
    declared: &[OptionDecl],
    config: &Config,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) -> ThemeOptions {
    let path = SourcePath::from_static("site.toml");
    let mut options = ThemeOptions {
        values: declared
            .iter()
            .map(|option| (option.key.to_string(), option.default.clone()))
            .collect(),
        css: String::new(),
    };
    let Some(Node { value: Value::Record(entries), .. }) = &config.theme_options else {
        return options;
    };
    // Words are no option of a theme: every theme has them.
    for (key, node) in entries.iter().filter(|(key, _)| &*key.name != "words") {
        let Some(option) = declared.iter().rev().find(|option| option.key == key.name) else {
            problems.push(messages::unknown_option(
                &path,
                key,
                declared.iter().map(|option| &*option.key).chain(["words"]),
            ));
            continue;
        };
        match option.kind.read_value(node, snapshot, config) {
            _ if !node.is_valid() => {}
            Err(expected) => problems.push(messages::bad_option(&path, key, node.span, &expected)),
            Ok(value) => {
                option.check_contrast(&path, key, node, &value, problems);
                option.write_css_property(&value, &mut options.css);
                options.values.insert(key.name.to_string(), value);
            }
        }
    }
    options
}

impl OptionType {
    fn from_name(name: &str, words: Vec<Box<str>>) -> Option<Self> {
        Some(match name {
            "text" => OptionType::Text,
            "flag" => OptionType::Flag,
            "number" => OptionType::Number,
            "colour" => OptionType::Colour,
            "file" => OptionType::File,
            "choice" => OptionType::Choice(words),
            "choices" => OptionType::Choices(words),
            _ => return None,
        })
    }

    /// What an option is that has neither value nor default.
    fn empty_value(&self) -> Json {
        match self {
            OptionType::Flag => Json::Bool(false),
            OptionType::Choices(_) => Json::Array(Vec::new()),
            _ => Json::Null,
        }
    }

    /// The value that a node gives.
    ///
    /// # Errors
    /// What it must be instead.
    fn read_value(
        &self,
        node: &Node,
        snapshot: &Snapshot,
        config: &Config,
    ) -> Result<Json, String> {
        let list = |words: &[Box<str>]| {
            words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
        };
        match (self, &node.value) {
            (OptionType::Text, Value::Scalar(Scalar { text, kind: ScalarKind::Text })) => {
                Ok(Json::String(text.to_string()))
            }
            (OptionType::Flag, Value::Scalar(Scalar { text, kind: ScalarKind::Bool })) => {
                Ok(Json::Bool(&**text == "true"))
            }
            (
                OptionType::Number,
                Value::Scalar(Scalar { text, kind: ScalarKind::Integer | ScalarKind::Float }),
            ) => {
                let number = text
                    .replace('_', "")
                    .parse::<f64>()
                    .ok()
                    .and_then(serde_json::Number::from_f64);
                number.map(Json::Number).ok_or_else(|| "a number".to_owned())
            }
            (OptionType::Colour, Value::Scalar(Scalar { text, .. }))
                if luminance(text).is_some() =>
            {
                Ok(Json::String(text.to_string()))
            }
            (OptionType::File, Value::Scalar(Scalar { text, .. })) if text.starts_with('/') => {
                let path = format!("static{text}");
                let there = snapshot.asset(&path).is_some() || snapshot.text_at(&path).is_some();
                match Route::parse_nfc(text).filter(|_| there) {
                    Some(route) => Ok(Json::String(config.base.href(&route))),
                    None => Err(format!("a file, and there is no `{path}`")),
                }
            }
            (OptionType::Choice(words), Value::Scalar(Scalar { text, .. }))
                if words.contains(text) =>
            {
                Ok(Json::String(text.to_string()))
            }
            (OptionType::Choices(words), Value::List(entries)) => {
                let chosen = |entry: &Node| match &entry.value {
                    Value::Scalar(scalar) if words.contains(&scalar.text) => {
                        Ok(Json::String(scalar.text.to_string()))
                    }
                    _ => Err(format!("a list of some of {}", list(words))),
                };
                entries.iter().map(chosen).collect::<Result<Vec<_>, _>>().map(Json::Array)
            }
            // One entry without its brackets is what people write; it can mean nothing else.
            (OptionType::Choices(words), Value::Scalar(scalar)) if words.contains(&scalar.text) => {
                Ok(Json::Array(vec![Json::String(scalar.text.to_string())]))
            }
            (OptionType::Text, _) => Err("a text".into()),
            (OptionType::Flag, _) => Err("`true` or `false`".into()),
            (OptionType::Number, _) => Err("a number".into()),
            (OptionType::Colour, _) => Err("a colour like `#8f1d12`".into()),
            (OptionType::File, _) => {
                Err("the address of a file of `static/`, like `/logo.svg`".into())
            }
            (OptionType::Choice(words), _) => Err(format!("one of {}", list(words))),
            (OptionType::Choices(words), _) => Err(format!("a list of some of {}", list(words))),
        }
    }
}

impl OptionDecl {
    fn write_css_property(&self, value: &Json, css: &mut String) {
        if let (Some(property), OptionType::Colour, Some(value)) =
            (&self.property, &self.kind, value.as_str())
        {
            let scheme = if self.dark { "dark" } else { "light" };
            css.push_str(&format!("@media screen and (prefers-color-scheme: {scheme}) {{ :root {{ {property}: {value}; }} }}\n"));
        }
    }

    fn check_contrast(
        &self,
        path: &SourcePath,
        key: &Key,
        node: &Node,
        value: &Json,
        problems: &mut Vec<Diagnostic>,
    ) {
        let Some(own) =
            value.as_str().filter(|_| matches!(self.kind, OptionType::Colour)).and_then(luminance)
        else {
            return;
        };
        let contrast = |other: f64| (own.max(other) + 0.05) / (own.min(other) + 0.05);
        let worst = self
            .backgrounds
            .iter()
            .filter_map(|colour| Some((contrast(luminance(colour)?), colour)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((contrast, colour)) = worst.filter(|(contrast, _)| *contrast < MIN_CONTRAST) {
            problems.push(messages::low_contrast(path, key, node.span, contrast, colour));
        }
    }
}

/// The relative luminance of a colour `#rrggbb` or `#rgb`, 0 to 1 (WCAG 2.2); `None` for anything
/// else.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let part = |at: usize| -> Option<f64> {
        let value = match digits.len() {
            3 => u8::from_str_radix(&digits[at..=at].repeat(2), 16).ok()?,
            6 => u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()?,
            _ => return None,
        };
        let value = f64::from(value) / 255.0;
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(1)? + 0.0722 * part(2)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luminance_is_that_of_the_standard() {
        let near = |colour, expected: f64| (luminance(colour).unwrap() - expected).abs() < 1e-4;
        assert!(near("#fff", 1.0) && near("#000000", 0.0) && near("#767676", 0.1812));
        assert_eq!([luminance("red"), luminance("#12345"), luminance("#ééé")], [None, None, None]);
    }
}
