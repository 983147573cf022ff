//! The texts of a theme, in layers: English, then the language of the site, then the site's own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ui_text::{UiText, UiTexts};
use super::{Locale, LocaleInputs, PLURAL_CATEGORIES, messages};
use crate::data::{Key, Node, Spanned, Value, parse_toml};
use crate::diagnostics::Diagnostic;
use crate::input::{DEFAULT_THEME, EMBEDDED_ROOT, Snapshot};
use crate::text::{ArenaStr, SourcePath, Span, language_name};
use crate::time::DateFormatter;

#[derive(Clone, Copy, Debug)]
pub struct LocaleRequest<'a> {
    /// The language of the site (BCP 47).
    pub language: &'a Spanned<Box<str>>,
    /// The name of its theme.
    pub theme: &'a str,
    /// `words` of its `[theme_options]`.
    pub overrides: Option<&'a Node>,
}

/// The locale of a site; `earlier` where it has the same inputs.
pub fn load(
    snapshot: &Snapshot,
    request: LocaleRequest<'_>,
    earlier: Option<&Arc<Locale>>,
) -> Arc<Locale> {
    let language = &*request.language.value;
    let primary = language.split('-').next().unwrap_or("");
    let mut languages = vec![primary, language];
    languages.dedup();
    languages.retain(|language| *language != "en");
    let english = ui_text_files(snapshot, request.theme, &["en"]);
    let others = ui_text_files(snapshot, request.theme, &languages);
    let inputs = LocaleInputs {
        language: request.language.clone(),
        overrides: request.overrides.cloned(),
        files: english.iter().chain(&others).map(|(_, text)| text.clone()).collect(),
    };
    if let Some(earlier) = earlier.filter(|earlier| earlier.inputs == inputs) {
        return earlier.clone();
    }
    let mut layers = LayerMerger {
        english: None,
        ui_texts: UiTexts::new(),
        dates: DateFormatter::english().clone(),
        problems: Vec::new(),
    };
    for (path, text) in &english {
        layers.add_file(path, text);
    }
    layers.english = Some(layers.ui_texts.clone());
    for (path, text) in &others {
        layers.add_file(path, text);
    }
    if primary != "en" && others.is_empty() {
        let known = languages_with_ui_texts(snapshot, request.theme);
        let known: Vec<&str> = known.iter().map(|language| language_name(language)).collect();
        let problem = messages::language_without_ui_texts(request.language, request.theme, &known);
        layers.problems.push(problem);
    }
    if let Some(overrides) = request.overrides {
        layers.add(&SourcePath::from_static("site.toml"), overrides);
    }
    let LayerMerger { ui_texts, dates, problems, .. } = layers;
    Arc::new(Locale::new(inputs, ui_texts, dates, problems))
}

/// For each language, the file of the built-in theme and that of the chosen one.
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

/// The languages of the texts of a theme and of the built-in one.
fn languages_with_ui_texts(snapshot: &Snapshot, theme: &str) -> BTreeSet<String> {
    let folders =
        [format!("{EMBEDDED_ROOT}/{DEFAULT_THEME}/words"), format!("themes/{theme}/words")];
    let files = folders.iter().flat_map(|folder| snapshot.texts_below(folder));
    files.map(|(path, _)| path.stem().to_owned()).collect()
}

struct LayerMerger {
    /// Later layers may have only the keys and placeholders of English; `None` while it is merged.
    english: Option<UiTexts>,
    ui_texts: UiTexts,
    dates: DateFormatter,
    problems: Vec<Diagnostic>,
}

impl LayerMerger {
    fn add_file(&mut self, path: &SourcePath, text: &ArenaStr) {
        let (tree, _) = parse_toml(path, text, 0, &mut self.problems);
        self.add(path, &tree);
    }

    fn add(&mut self, path: &SourcePath, layer: &Node) {
        for (key, node) in layer.valid_keys() {
            if &*key.name == "dates" {
                self.add_dates(path, node);
                continue;
            }
            let Some(text) = ui_text(node) else {
                self.problems.push(messages::bad_ui_text(path, key, node.span));
                continue;
            };
            if let Some(known) = &self.english {
                let Some(english) = known.get(&key.name) else {
                    let known = known.keys().map(|key| &**key);
                    self.problems.push(messages::unknown_ui_text(path, key, known));
                    continue;
                };
                if !text.has_only_placeholders_of(english) {
                    let problem = messages::unknown_placeholder(path, key, node.span, english);
                    self.problems.push(problem);
                    continue;
                }
            }
            self.ui_texts.insert(key.name.clone(), text);
        }
    }

    fn add_dates(&mut self, path: &SourcePath, node: &Node) {
        if !matches!(node.value, Value::Record(_)) {
            self.problems.push(messages::bad_dates(path, node.span));
        }
        let patterns = DateFormatter::patterns;
        for (key, node) in node.valid_keys() {
            let english = patterns().find(|(pattern, _)| *pattern == &*key.name);
            let names =
                || node.entries().iter().filter_map(Node::as_text).map(Into::into).collect();
            let problem = match (&node.value, english) {
                (Value::Scalar(scalar), Some((_, english))) => {
                    self.dates.set_pattern(&key.name, &scalar.text);
                    // A pattern with a month may have the year, even where English leaves it out.
                    let year = if english.contains("{month}") { "{year}" } else { "" };
                    let english = UiText::Plain(format!("{english}{year}").into());
                    if UiText::Plain(scalar.text.clone()).has_only_placeholders_of(&english) {
                        continue;
                    }
                    messages::unknown_placeholder(path, key, node.span, &english)
                }
                (Value::List(_), None) if self.dates.set_names(&key.name, names()) => continue,
                (_, None) if !matches!(&*key.name, "months" | "seasons") => {
                    let known = patterns().map(|(known, _)| known).chain(["months", "seasons"]);
                    messages::unknown_ui_text(path, key, known)
                }
                _ => messages::bad_dates(path, node.span),
            };
            self.problems.push(problem);
        }
    }
}

/// A text, or a text for each plural category including `other`.
fn ui_text(node: &Node) -> Option<UiText> {
    let Value::Record(forms) = &node.value else {
        return node.as_text().map(|text| UiText::Plain(text.into()));
    };
    let form = |(key, node): &(Key, Node)| {
        let is_category = PLURAL_CATEGORIES.contains(&&*key.name);
        Some((key.name.clone(), node.as_text().filter(|_| is_category)?.into()))
    };
    let forms: Option<BTreeMap<Box<str>, Box<str>>> = forms.iter().map(form).collect();
    forms.filter(|forms| forms.contains_key("other")).map(UiText::Plural)
}

/// The language of a site that sets none.
pub(crate) fn default_language() -> Spanned<Box<str>> {
    Spanned { value: "en".into(), span: Span::default() }
}
