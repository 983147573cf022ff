//! Which topics a name in the text may mean.

use super::asking::Asking;
use super::beside::{Beside, beside_family_name, beside_full_name, given_after};
use super::scan::Place;
use crate::catalog::{Catalog, NameClaim, NameRule, PageIx};

/// A topic that may be meant, and by which rule the text is a name of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) topic: PageIx,
    pub(super) rule: NameRule,
    pub(super) linkable: bool,
}

/// The topics that a place in a text may mean.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Those it names by more than a family name.
    pub(super) named: Vec<Candidate>,
    /// Bearers of it as a family name.
    pub(super) bearers: Vec<Candidate>,
    /// What the words beside it make of it, as far as that has ruled somebody out.
    pub(super) beside: Option<Beside>,
}

impl Candidates {
    /// All of them, those it names first.
    pub(super) fn all(&self) -> impl Iterator<Item = &Candidate> {
        self.named.iter().chain(&self.bearers)
    }

    pub(super) fn of(place: &Place<'_>, text: &str, catalog: &Catalog, asking: &mut Asking<'_>) -> Self {
        let mut candidates = Candidates::default();
        for claim in place.names.iter().flat_map(crate::catalog::Match::claims) {
            let Some(topic) = claim.topic else { continue };
            // "Barclay, Harold" is the full name, with its ends exchanged: of him, or of another Barclay.
            let given = (claim.rule == NameRule::Short).then(|| given_after(text, place.start, place.end)).flatten();
            if let Some(given) = given {
                match asking.named(&format!("{given} {}", &text[place.start..place.end])).contains(&topic) {
                    true => add(&mut candidates.named, topic, &NameClaim { rule: NameRule::Variant, ..claim }),
                    false => candidates.beside = Some(Beside::Stranger),
                }
                continue;
            }
            let beside = match claim.rule {
                NameRule::Short => beside_family_name(text, place.start, place.end),
                rule if rule.is_full() => match catalog.entry(topic).topic() {
                    Some(kind) => beside_full_name(kind, text, place.start, place.end, asking),
                    None => Beside::Nothing,
                },
                _ => Beside::Nothing,
            };
            if beside == Beside::Nothing {
                let list = if claim.rule == NameRule::Short { &mut candidates.bearers } else { &mut candidates.named };
                add(list, topic, &claim);
            } else if candidates.beside != Some(Beside::Stranger) {
                candidates.beside = Some(beside);
            }
        }
        candidates
    }
}

/// Of two reasons for one topic, the better counts; it may be linked where one of them allows it.
fn add(list: &mut Vec<Candidate>, topic: PageIx, claim: &NameClaim) {
    match list.iter_mut().find(|known| known.topic == topic) {
        Some(known) => {
            known.rule = known.rule.min(claim.rule);
            known.linkable |= claim.linkable;
        }
        None => list.push(Candidate { topic, rule: claim.rule, linkable: claim.linkable }),
    }
}
