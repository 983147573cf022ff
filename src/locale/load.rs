//! The words of a theme, in layers: English first, then the language of the site, then what the
//! site says itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ui_text::{UiText, UiTexts};
use super::{Locale, PLURAL_CATEGORIES, messages};
use crate::data::{Key, Node, Spanned, Value, parse_toml};
use crate::diagnostics::Diagnostic;
use crate::input::{DEFAULT_THEME, EMBEDDED_ROOT, Snapshot};
use crate::text::{ArenaStr, SourcePath, Span};
use crate::time::DateFormatter;

/// What a site asks for.
#[derive(Clone, Copy, Debug)]
pub struct LocaleRequest<'a> {
    /// The language of the site (BCP 47).
    pub language: &'a Spanned<Box<str>>,
    /// The name of its theme.
    pub theme: &'a str,
    /// `words` of its `[theme_options]`.
    pub overrides: Option<&'a Node>,
}

/// The language that a site asks for, with the words of its theme; `earlier` where nothing of it is
/// different.
pub fn load(
    snapshot: &Snapshot,
    wanted: LocaleRequest<'_>,
    earlier: Option<&Arc<Locale>>,
) -> Arc<Locale> {
    let english = ui_text_files(snapshot, wanted.theme, &["en"]);
    let (primary, whole) =
        (wanted.language.value.split('-').next().unwrap_or(""), &*wanted.language.value);
    let languages: Vec<&str> = [primary, whole]
        .into_iter()
        .take(if primary == whole { 1 } else { 2 })
        .filter(|language| *language != "en")
        .collect();
    let others = ui_text_files(snapshot, wanted.theme, &languages);
    let sources: Vec<ArenaStr> =
        english.iter().chain(&others).map(|(_, text)| text.clone()).collect();
    if let Some(earlier) = earlier
        .filter(|earlier| earlier.has_same_inputs(wanted.language, wanted.overrides, &sources))
    {
        return earlier.clone();
    }
    let mut layers = LayerMerger {
        known: UiTexts::new(),
        ui_texts: UiTexts::new(),
        dates: DateFormatter::english().clone(),
        problems: Vec::new(),
    };
    for (path, text) in &english {
        layers.add_file(path, text, KeyPolicy::AllowNew);
    }
    layers.known = layers.ui_texts.clone();
    for (path, text) in &others {
        layers.add_file(path, text, KeyPolicy::KnownOnly);
    }
    if primary != "en" && others.is_empty() {
        layers.problems.push(messages::language_without_ui_texts(wanted.language, wanted.theme));
    }
    if let Some(Node { value: Value::Record(entries), .. }) = wanted.overrides {
        layers.add_entries(&SourcePath::from_static("site.toml"), entries, KeyPolicy::KnownOnly);
    }
    let LayerMerger { ui_texts: words, dates, problems, .. } = layers;
    Arc::new(Locale::new(wanted, words, dates, sources, problems))
}

/// The files of words of the built-in theme and the chosen one, for each of the languages in turn.
fn ui_text_files(
    snapshot: &Snapshot,
    theme: &str,
    languages: &[&str],
) -> Vec<(SourcePath, ArenaStr)> {
    let folders = [format!("{EMBEDDED_ROOT}/{DEFAULT_THEME}"), format!("themes/{theme}")];
    let paths = languages.iter().flat_map(|language| {
        folders.iter().map(move |folder| format!("{folder}/words/{language}.toml"))
    });
    paths
        .filter_map(|path| Some((SourcePath::new(&path)?, snapshot.text_at(&path)?.clone())))
        .collect()
}

/// Whether a layer may bring keys of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyPolicy {
    AllowNew,
    KnownOnly,
}

struct LayerMerger {
    /// What English says: the keys there are, and the parts that their texts fill in.
    known: UiTexts,
    ui_texts: UiTexts,
    dates: DateFormatter,
    problems: Vec<Diagnostic>,
}

impl LayerMerger {
    fn add_file(&mut self, path: &SourcePath, text: &ArenaStr, keys: KeyPolicy) {
        let (tree, _) = parse_toml(path, text, 0, &mut self.problems);
        if let Value::Record(entries) = tree.value {
            self.add_entries(path, &entries, keys);
        }
    }

    fn add_entries(&mut self, path: &SourcePath, entries: &[(Key, Node)], keys: KeyPolicy) {
        for (key, node) in entries.iter().filter(|(_, node)| node.is_valid()) {
            if &*key.name == "dates" {
                self.add_dates(path, node);
                continue;
            }
            let Some(word) = ui_text(node) else {
                self.problems.push(messages::bad_ui_text(path, key, node.span));
                continue;
            };
            match self.known.get(&key.name) {
                None if keys == KeyPolicy::KnownOnly => self.problems.push(
                    messages::unknown_ui_text(path, key, self.known.keys().map(|key| &**key)),
                ),
                Some(known) if !word.has_only_placeholders_of(known) => {
                    self.problems.push(messages::unknown_placeholder(path, key, node.span, known))
                }
                _ => {
                    self.ui_texts.insert(key.name.clone(), word);
                }
            }
        }
    }

    fn add_dates(&mut self, path: &SourcePath, node: &Node) {
        let Value::Record(entries) = &node.value else {
            self.problems.push(messages::bad_dates(path, node.span));
            return;
        };
        for (key, node) in entries.iter().filter(|(_, node)| node.is_valid()) {
            let dates = self.dates.clone();
            let known = DateFormatter::patterns().find(|(known, _)| *known == &*key.name);
            self.dates = match (&*key.name, &node.value, known) {
                ("months", Value::List(names), _) if names.len() == 12 => {
                    dates.with_months(names.iter().filter_map(text).collect())
                }
                ("seasons", Value::List(names), _) if names.len() == 4 => {
                    dates.with_seasons(names.iter().filter_map(text).collect())
                }
                (_, Value::Scalar(scalar), Some((_, english))) => {
                    // What has a month has a year, though English may leave it out.
                    let year = if english.contains("{month}") { "{year}" } else { "" };
                    let (word, english) = (
                        UiText::Plain(scalar.text.clone()),
                        UiText::Plain(format!("{english}{year}").into()),
                    );
                    if !word.has_only_placeholders_of(&english) {
                        self.problems
                            .push(messages::unknown_placeholder(path, key, node.span, &english));
                    }
                    dates.with_pattern(&key.name, &scalar.text)
                }
                (_, _, None) if !["months", "seasons"].contains(&&*key.name) => {
                    let known = DateFormatter::patterns()
                        .map(|(known, _)| known)
                        .chain(["months", "seasons"]);
                    self.problems.push(messages::unknown_ui_text(path, key, known));
                    dates
                }
                _ => {
                    self.problems.push(messages::bad_dates(path, node.span));
                    dates
                }
            };
        }
    }
}

fn text(node: &Node) -> Option<Box<str>> {
    match &node.value {
        Value::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    }
}

/// A text, or a text for each plural category, `other` among them.
fn ui_text(node: &Node) -> Option<UiText> {
    match &node.value {
        Value::Scalar(scalar) => Some(UiText::Plain(scalar.text.clone())),
        Value::Record(forms) => {
            let form = |(key, node): &(Key, Node)| {
                Some((
                    key.name.clone(),
                    text(node).filter(|_| PLURAL_CATEGORIES.contains(&&*key.name))?,
                ))
            };
            let forms: Option<BTreeMap<Box<str>, Box<str>>> = forms.iter().map(form).collect();
            forms.filter(|forms| forms.contains_key("other")).map(UiText::Plural)
        }
        _ => None,
    }
}

impl Locale {
    fn has_same_inputs(
        &self,
        language: &Spanned<Box<str>>,
        own: Option<&Node>,
        sources: &[ArenaStr],
    ) -> bool {
        let same_files = self.sources.len() == sources.len()
            && self.sources.iter().zip(sources).all(|(a, b)| a == b);
        same_files && self.language == *language && self.overrides.as_ref() == own
    }
}

/// English, where a site says nothing of its language.
pub(crate) fn default_language() -> Spanned<Box<str>> {
    Spanned { value: "en".into(), span: Span::default() }
}
