//! What a theme says, by key.

use std::collections::BTreeMap;

use serde::Serialize;

/// What a theme says under one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Word {
    /// One text for all cases.
    Plain(Box<str>),
    /// A text for each plural category.
    Counted(BTreeMap<Box<str>, Box<str>>),
}

/// All that a theme says, by key.
pub type Words = BTreeMap<Box<str>, Word>;

impl Word {
    /// Its texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let (plain, counted) = match self {
            Word::Plain(text) => (Some(&**text), None),
            Word::Counted(forms) => (None, Some(forms.values().map(|text| &**text))),
        };
        plain.into_iter().chain(counted.into_iter().flatten())
    }

    /// True where every part that it fills in is one of those that the other fills in.
    pub(super) fn fits(&self, other: &Word) -> bool {
        let known = |part: &str| other.texts().any(|text| crate::text::placeholders(text).any(|other| other == part));
        self.texts().all(|text| crate::text::placeholders(text).all(known))
    }
}
