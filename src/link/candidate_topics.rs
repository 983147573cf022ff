//! Lists the topics that a name may mean.

use std::ops::Range;

use super::adjacent_words::{self, Adjacent, given_name_after_comma};
use super::longer_name::longer_name;
use super::name_scan::NameOccurrence;
use super::own_forms::{OwnForm, initials_after, own_form};
use super::surroundings::Surroundings;
use super::titles::{has_fitting_title, has_title};
use super::tracked_lexicon::TrackedLexicon;
use crate::catalog::{Catalog, NameClaim, NameKind, NameMatch, PageIx};
use crate::language::{Language, WordClasses};
use crate::text::is_spaceless_script;

/// A topic that may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CandidateTopic {
    pub(super) topic: PageIx,
    pub(super) name_kind: NameKind,
    pub(super) linkable: bool,
}

#[derive(Debug, Default)]
pub(super) struct CandidateTopics {
    /// By more than a short name.
    pub(super) by_name: Vec<CandidateTopic>,
    pub(super) by_short_name: Vec<CandidateTopic>,
    /// The bearers of the short name whose offices fit the title next to it.
    pub(super) with_title: Vec<PageIx>,
    /// Topics whose name somebody or something else bears here.
    pub(super) namesakes: Vec<PageIx>,
    /// Where a full name begins of which the text found is the family name.
    pub(super) start: Option<usize>,
    /// What adjacent words make of the name, if they have ruled out a topic.
    pub(super) adjacent: Option<Adjacent>,
    /// Where the whole name stands, if it is that of somebody or something else.
    pub(super) other_bearer: Option<Range<usize>>,
}

impl CandidateTopics {
    pub(super) fn iter(&self) -> impl Iterator<Item = &CandidateTopic> {
        self.by_name.iter().chain(&self.by_short_name)
    }

    /// The topics of the name at bytes `start..end` of a folded text.
    pub(super) fn find(
        name: &NameOccurrence<'_>,
        text: &str,
        language: &Language,
        catalog: &Catalog,
        lexicon: &mut TrackedLexicon<'_>,
    ) -> Self {
        let mut candidates = CandidateTopics::default();
        let around = Surroundings::new(text, name, language);
        for claim in name.matches.iter().flat_map(NameMatch::claims) {
            let Some(topic) = claim.topic else { continue };
            candidates.add_claim(claim, topic, around, catalog, lexicon);
        }
        if let Some(Adjacent::OtherBearer | Adjacent::Namesake) = candidates.adjacent {
            candidates.other_bearer = Some(longer_name(&around));
        }
        candidates
    }

    fn add_claim(
        &mut self,
        claim: NameClaim,
        topic: PageIx,
        around: Surroundings<'_>,
        catalog: &Catalog,
        lexicon: &mut TrackedLexicon<'_>,
    ) {
        let is_short = claim.kind.is_short();
        // "Barclay, Harold" is a full name: of this topic or of another Barclay.
        let is_own = || {
            let given = given_name_after_comma(&around)?;
            let full_name = format!("{given} {}", around.name());
            Some(lexicon.topics_named(&full_name).contains(&topic))
        };
        let whole_name = match is_short {
            true => initials_after(&around, topic, catalog).or_else(is_own),
            false => None,
        };
        match whole_name {
            Some(true) => {
                let claim = NameClaim { kind: NameKind::Variant, ..claim };
                return add(&mut self.by_name, topic, &claim);
            }
            Some(false) => {
                self.namesakes.push(topic);
                self.adjacent = Some(Adjacent::OtherBearer);
                return;
            }
            None => {}
        }
        let Some(topic_kind) = catalog.entry(topic).topic_kind() else { return };
        let mut adjacent = {
            let topic = (topic, topic_kind);
            adjacent_words::check(around, claim.kind, topic, catalog, lexicon)
        };
        let form = match adjacent {
            Adjacent::GivenName => own_form(&around, topic, catalog),
            _ => None,
        };
        match form {
            Some(OwnForm::FullName { start }) => {
                self.start = Some(start);
                let claim = NameClaim { kind: NameKind::Variant, ..claim };
                return add(&mut self.by_name, topic, &claim);
            }
            Some(OwnForm::Initial) => adjacent = Adjacent::NoEffect,
            Some(OwnForm::Unclear) => adjacent = Adjacent::Unclear,
            // "Green Park" is no person.
            None if adjacent == Adjacent::GivenName && is_word_family_name(&around) => {
                adjacent = Adjacent::Unclear
            }
            None if adjacent == Adjacent::GivenName => adjacent = Adjacent::OtherBearer,
            None => {}
        }
        // A single Hangul or Han letter is a name only with a title.
        let is_letter = is_short
            && around.name().chars().nth(1).is_none()
            && around.name().starts_with(is_spaceless_script);
        if is_letter && !is_letter_with_title(&around, topic, catalog) {
            return;
        }
        if adjacent == Adjacent::NoEffect {
            if is_short {
                self.start = around.article_start();
            }
            let list = if is_short { &mut self.by_short_name } else { &mut self.by_name };
            add(list, topic, &claim);
            if is_short && has_fitting_title(&around, topic, catalog) {
                self.with_title.push(topic);
            }
        } else {
            if adjacent == Adjacent::OtherBearer {
                self.namesakes.push(topic);
            }
            if self.adjacent != Some(Adjacent::OtherBearer) {
                self.adjacent = Some(adjacent);
            }
        }
    }
}

/// "문 대통령", where the title fits: many people share such a name. "전" in "노태우 전 대통령" is a word.
fn is_letter_with_title(name: &Surroundings<'_>, person: PageIx, catalog: &Catalog) -> bool {
    let follows_name = name.previous_name.is_some_and(|(_, end)| end + 1 == name.start);
    let fits = has_fitting_title(name, person, catalog) || catalog.offices(person).is_empty();
    !follows_name && has_title(name) && fits
}

fn is_word_family_name(name: &Surroundings<'_>) -> bool {
    let is_given_name = name.before().is_some_and(|before| before.is_given_name());
    name.language.classes(name.name()).any(WordClasses::WORD_FAMILY_NAME) && !is_given_name
}

/// Of two claims of one topic, the more trusted counts; one that is linkable is enough.
fn add(list: &mut Vec<CandidateTopic>, topic: PageIx, claim: &NameClaim) {
    match list.iter_mut().find(|known| known.topic == topic) {
        Some(known) => {
            known.name_kind = known.name_kind.min(claim.kind);
            known.linkable |= claim.linkable;
        }
        None => {
            list.push(CandidateTopic { topic, name_kind: claim.kind, linkable: claim.linkable })
        }
    }
}
