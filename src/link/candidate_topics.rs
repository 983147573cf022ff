//! The topics that a name in the text may mean.

use super::adjacent_words::{Adjacent, check_family_name, check_full_name, given_name_after_comma};
use super::name_scan::NameOccurrence;
use super::tracked_lexicon::TrackedLexicon;
use crate::catalog::{Catalog, NameClaim, NameKind, NameMatch, PageIx};

/// A topic that may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CandidateTopic {
    pub(super) topic: PageIx,
    pub(super) name_kind: NameKind,
    pub(super) linkable: bool,
}

#[derive(Debug, Default)]
pub(super) struct CandidateTopics {
    /// By more than a family name.
    pub(super) by_name: Vec<CandidateTopic>,
    pub(super) by_family_name: Vec<CandidateTopic>,
    /// What adjacent words make of the name, if they have ruled out a topic.
    pub(super) adjacent: Option<Adjacent>,
}

impl CandidateTopics {
    pub(super) fn iter(&self) -> impl Iterator<Item = &CandidateTopic> {
        self.by_name.iter().chain(&self.by_family_name)
    }

    pub(super) fn find(
        name: &NameOccurrence<'_>,
        text: &str,
        catalog: &Catalog,
        lexicon: &mut TrackedLexicon<'_>,
    ) -> Self {
        let mut candidates = CandidateTopics::default();
        let (start, end) = (name.start, name.end);
        for claim in name.matches.iter().flat_map(NameMatch::claims) {
            let Some(topic) = claim.topic else { continue };
            let is_family_name = claim.kind == NameKind::FamilyName;
            // "Barclay, Harold" is a full name: of this topic or of another Barclay.
            let given =
                if is_family_name { given_name_after_comma(text, start, end) } else { None };
            if let Some(given) = given {
                let full_name = format!("{given} {}", &text[start..end]);
                if lexicon.topics_named(&full_name).contains(&topic) {
                    let claim = NameClaim { kind: NameKind::Variant, ..claim };
                    add(&mut candidates.by_name, topic, &claim);
                } else {
                    candidates.adjacent = Some(Adjacent::OtherPerson);
                }
                continue;
            }
            let adjacent = match (claim.kind, catalog.entry(topic).topic_kind()) {
                (NameKind::FamilyName, _) => check_family_name(text, start, end),
                (kind, Some(topic_kind)) if kind.is_full() => {
                    check_full_name(topic_kind, text, start, end, lexicon)
                }
                _ => Adjacent::NoEffect,
            };
            if adjacent == Adjacent::NoEffect {
                let list = match is_family_name {
                    true => &mut candidates.by_family_name,
                    false => &mut candidates.by_name,
                };
                add(list, topic, &claim);
            } else if candidates.adjacent != Some(Adjacent::OtherPerson) {
                candidates.adjacent = Some(adjacent);
            }
        }
        candidates
    }
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
