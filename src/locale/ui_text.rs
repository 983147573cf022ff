//! What a theme says, by key.

use std::collections::BTreeMap;

use serde::Serialize;

/// What a theme says under one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum UiText {
    /// One text for all cases.
    Plain(Box<str>),
    /// A text for each plural category.
    Plural(BTreeMap<Box<str>, Box<str>>),
}

/// All that a theme says, by key.
pub type UiTexts = BTreeMap<Box<str>, UiText>;

impl UiText {
    /// Its texts.
    pub(super) fn forms(&self) -> impl Iterator<Item = &str> {
        let (plain, counted) = match self {
            UiText::Plain(text) => (Some(&**text), None),
            UiText::Plural(forms) => (None, Some(forms.values().map(|text| &**text))),
        };
        plain.into_iter().chain(counted.into_iter().flatten())
    }

    /// True where every part that it fills in is one of those that the other fills in.
    pub(super) fn has_only_placeholders_of(&self, other: &UiText) -> bool {
        let known = |part: &str| {
            other.forms().any(|text| crate::text::placeholders(text).any(|other| other == part))
        };
        self.forms().all(|text| crate::text::placeholders(text).all(known))
    }
}
