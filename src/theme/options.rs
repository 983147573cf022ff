//! Options of a theme: declared in `theme.toml`, set in `[theme_options]` of `site.toml`.

use serde_json::{Map, Number, Value as Json};

use super::messages;
use super::schema::OptionToml;
use crate::config::Config;
use crate::data::{Key, Node, Scalar, ScalarKind, SpannedMap, Value};
use crate::diagnostics::Diagnostic;
use crate::input::Snapshot;
use crate::text::{Route, SourcePath};

/// The options of a site, set or default.
#[derive(Clone, Debug, Default)]
pub struct ThemeOptions {
    /// `site.options` in templates.
    pub values: Map<String, Json>,
    /// The custom properties that options set, to be appended to the stylesheet.
    pub css: String,
}

/// An option that a theme declares.
pub(super) struct OptionDecl {
    key: Box<str>,
    kind: OptionType,
    default: Json,
    toml: OptionToml,
}

#[derive(Clone, Debug)]
enum OptionType {
    Text,
    Flag,
    Number,
    /// `#rrggbb` or `#rgb`.
    Colour,
    /// A file in `static/`.
    File,
    /// One of these words.
    Choice(Vec<Box<str>>),
    /// A list of some of these words.
    Choices(Vec<Box<str>>),
}

/// The minimum contrast of text (WCAG 2.2, 1.4.3).
const MIN_CONTRAST: f64 = 4.5;

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
        let Some(kind) = OptionType::new(&option) else { continue };
        let mut default = kind.empty_value();
        if let Some(node) = &option.default {
            match kind.read_value(node, snapshot, config) {
                Ok(value) => default = value,
                Err(expected) => {
                    problems.push(messages::bad_option(path, &key, node.span, &expected));
                }
            }
        }
        all.push(OptionDecl { key: key.name, kind, default, toml: option });
    }
    all
}

/// The values of all options. Checks those that the site sets.
pub(super) fn resolve(
    declared: &[OptionDecl],
    config: &Config,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) -> ThemeOptions {
    let path = SourcePath::from_static("site.toml");
    let defaults = declared.iter().map(|option| (option.key.to_string(), option.default.clone()));
    let mut options = ThemeOptions { values: defaults.collect(), css: String::new() };
    let Some(Node { value: Value::Record(entries), .. }) = &config.theme_options else {
        return options;
    };
    // `words` overrides texts of the theme, whatever its options.
    for (key, node) in entries.iter().filter(|(key, _)| &*key.name != "words") {
        let Some(option) = declared.iter().rev().find(|option| option.key == key.name) else {
            let known = declared.iter().map(|option| &*option.key).chain(["words"]);
            problems.push(messages::unknown_option(&path, key, known));
            continue;
        };
        if !node.is_valid() {
            continue;
        }
        match option.kind.read_value(node, snapshot, config) {
            Err(expected) => problems.push(messages::bad_option(&path, key, node.span, &expected)),
            Ok(value) => {
                if let (OptionType::Colour, Some(colour)) = (&option.kind, value.as_str()) {
                    problems.extend(option.check_contrast(&path, key, node, colour));
                    options.css.push_str(&option.css_property(colour));
                }
                options.values.insert(key.name.to_string(), value);
            }
        }
    }
    options
}

impl OptionType {
    fn new(option: &OptionToml) -> Option<Self> {
        Some(match &*option.kind {
            "text" => OptionType::Text,
            "flag" => OptionType::Flag,
            "number" => OptionType::Number,
            "colour" => OptionType::Colour,
            "file" => OptionType::File,
            "choice" => OptionType::Choice(option.words.clone()),
            "choices" => OptionType::Choices(option.words.clone()),
            _ => return None,
        })
    }

    /// The value of an option that is not set and has no default.
    fn empty_value(&self) -> Json {
        match self {
            OptionType::Flag => Json::Bool(false),
            OptionType::Choices(_) => Json::Array(Vec::new()),
            _ => Json::Null,
        }
    }

    /// Reads the value of a node.
    ///
    /// # Errors
    /// What is expected instead.
    fn read_value(
        &self,
        node: &Node,
        snapshot: &Snapshot,
        config: &Config,
    ) -> Result<Json, String> {
        let list = |nodes: &[Node], words: &[Box<str>]| {
            let word = |node: &Node| match &node.value {
                Value::Scalar(word) if words.contains(&word.text) => Some(Json::from(&*word.text)),
                _ => None,
            };
            nodes.iter().map(word).collect::<Option<Json>>()
        };
        let value = match (self, &node.value) {
            (OptionType::Choices(words), Value::List(nodes)) => list(nodes, words),
            // A single word without brackets is a list of one.
            (OptionType::Choices(words), _) => list(std::slice::from_ref(node), words),
            (_, Value::Scalar(scalar)) => self.read_scalar(scalar, snapshot, config)?,
            _ => None,
        };
        value.ok_or_else(|| self.expected())
    }

    fn read_scalar(
        &self,
        Scalar { text, kind }: &Scalar,
        snapshot: &Snapshot,
        config: &Config,
    ) -> Result<Option<Json>, String> {
        let is_valid = match self {
            OptionType::Text => *kind == ScalarKind::Text,
            OptionType::Flag => {
                let flag = (*kind == ScalarKind::Bool).then(|| Json::Bool(&**text == "true"));
                return Ok(flag);
            }
            OptionType::Number => {
                let is_number = matches!(kind, ScalarKind::Integer | ScalarKind::Float);
                let number = text.replace('_', "").parse().ok().and_then(Number::from_f64);
                return Ok(number.filter(|_| is_number).map(Json::Number));
            }
            OptionType::Colour => luminance(text).is_some(),
            OptionType::File if text.starts_with('/') => {
                let path = format!("static{text}");
                let exists = snapshot.asset(&path).is_some() || snapshot.text_at(&path).is_some();
                let route = Route::parse_nfc(text).filter(|_| exists);
                let href = route.map(|route| Json::String(config.base.href(&route)));
                return href.map(Some).ok_or_else(|| format!("a file; there is no `{path}`"));
            }
            OptionType::File => false,
            OptionType::Choice(words) | OptionType::Choices(words) => words.contains(text),
        };
        Ok(is_valid.then(|| Json::from(&**text)))
    }

    fn expected(&self) -> String {
        match self {
            OptionType::Text => "text".to_owned(),
            OptionType::Flag => "`true` or `false`".to_owned(),
            OptionType::Number => "a number".to_owned(),
            OptionType::Colour => "a colour like `#8f1d12`".to_owned(),
            OptionType::File => "the address of a file in `static/`, like `/logo.svg`".to_owned(),
            OptionType::Choice(words) => format!("one of `{}`", words.join("`, `")),
            OptionType::Choices(words) => {
                format!("a list of some of `{}`", words.join("`, `"))
            }
        }
    }
}

impl OptionDecl {
    fn css_property(&self, colour: &str) -> String {
        let Some(property) = &self.toml.property else { return String::new() };
        let scheme = self.toml.scheme.as_deref().unwrap_or("light");
        format!(
            "@media screen and (prefers-color-scheme: {scheme}) \
             {{ :root {{ {property}: {colour}; }} }}\n"
        )
    }

    fn check_contrast(
        &self,
        path: &SourcePath,
        key: &Key,
        node: &Node,
        colour: &str,
    ) -> Option<Diagnostic> {
        let own = luminance(colour)?;
        let contrast = |other: f64| (own.max(other) + 0.05) / (own.min(other) + 0.05);
        let contrasts = self.toml.on.iter().filter_map(|it| Some((contrast(luminance(it)?), it)));
        let (contrast, background) = contrasts.min_by(|a, b| a.0.total_cmp(&b.0))?;
        (contrast < MIN_CONTRAST)
            .then(|| messages::low_contrast(path, key, node.span, contrast, background))
    }
}

/// The relative luminance (WCAG 2.2) of a colour `#rrggbb` or `#rgb`, from 0 to 1. `None` for other
/// text.
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
    fn luminance_follows_wcag() {
        let near = |colour, expected: f64| (luminance(colour).unwrap() - expected).abs() < 1e-4;
        assert!(near("#fff", 1.0) && near("#000000", 0.0) && near("#767676", 0.1812));
        assert_eq!([luminance("red"), luminance("#12345"), luminance("#ééé")], [None, None, None]);
    }
}
