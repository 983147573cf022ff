//! The texts of a theme, by key.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::text::placeholders;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum UiText {
    Plain(Box<str>),
    /// By plural category.
    Plural(BTreeMap<Box<str>, Box<str>>),
}

pub type UiTexts = BTreeMap<Box<str>, UiText>;

impl UiText {
    pub(super) fn forms(&self) -> Vec<&str> {
        match self {
            UiText::Plain(text) => vec![text],
            UiText::Plural(forms) => forms.values().map(|text| &**text).collect(),
        }
    }

    pub(super) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.forms().into_iter().flat_map(placeholders)
    }

    pub(super) fn has_only_placeholders_of(&self, other: &UiText) -> bool {
        self.placeholders().all(|part| other.placeholders().any(|known| known == part))
    }
}
