//! Which topics a name in the text may mean.

use super::adjacent_words::{Adjacent, check_family_name, check_full_name, given_name_after_comma};
use super::name_scan::NameOccurrence;
use super::tracked_lexicon::TrackedLexicon;
use crate::catalog::{Catalog, NameClaim, NameKind, PageIx};

/// A topic that may be meant, and by which rule the text is a name of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CandidateTopic {
    pub(super) topic: PageIx,
    pub(super) name_kind: NameKind,
    pub(super) linkable: bool,
}

/// The topics that a place in a text may mean.
#[derive(Debug, Default)]
pub(super) struct CandidateTopics {
    /// Those it names by more than a family name.
    pub(super) by_name: Vec<CandidateTopic>,
    /// Bearers of it as a family name.
    pub(super) by_family_name: Vec<CandidateTopic>,
    /// What the words beside it make of it, as far as that has ruled somebody out.
    pub(super) adjacent: Option<Adjacent>,
}

impl CandidateTopics {
    /// All of them, those it names first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &CandidateTopic> {
        self.by_name.iter().chain(&self.by_family_name)
    }

    pub(super) fn find(
        place: &NameOccurrence<'_>,
        text: &str,
        catalog: &Catalog,
        asking: &mut TrackedLexicon<'_>,
    ) -> Self {
        let mut candidates = CandidateTopics::default();
        for claim in place.matches.iter().flat_map(crate::catalog::NameMatch::claims) {
            let Some(topic) = claim.topic else { continue };
            // "Barclay, Harold" is the full name, with its ends exchanged: of him, or of another
            // Barclay.
            let given = (claim.kind == NameKind::FamilyName)
                .then(|| given_name_after_comma(text, place.start, place.end))
                .flatten();
            if let Some(given) = given {
                match asking
                    .topics_named(&format!("{given} {}", &text[place.start..place.end]))
                    .contains(&topic)
                {
                    true => add(
                        &mut candidates.by_name,
                        topic,
                        &NameClaim { kind: NameKind::Variant, ..claim },
                    ),
                    false => candidates.adjacent = Some(Adjacent::OtherPerson),
                }
                continue;
            }
            let beside = match claim.kind {
                NameKind::FamilyName => check_family_name(text, place.start, place.end),
                rule if rule.is_full() => match catalog.entry(topic).topic_kind() {
                    Some(kind) => check_full_name(kind, text, place.start, place.end, asking),
                    None => Adjacent::NoEffect,
                },
                _ => Adjacent::NoEffect,
            };
            if beside == Adjacent::NoEffect {
                let list = if claim.kind == NameKind::FamilyName {
                    &mut candidates.by_family_name
                } else {
                    &mut candidates.by_name
                };
                add(list, topic, &claim);
            } else if candidates.adjacent != Some(Adjacent::OtherPerson) {
                candidates.adjacent = Some(beside);
            }
        }
        candidates
    }
}

/// Of two reasons for one topic, the better counts; it may be linked where one of them allows it.
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
