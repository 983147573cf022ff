//! Chooses the topic that a name means, from what the reader of the page knows at that point.

use super::{Autolinker, OtherBearer, Undecided};
use crate::catalog::{NameKind, PageIx};
use crate::document::FrontMatter;
use crate::language::{WordClasses, split_arabic_article};
use crate::link::adjacent_words::Adjacent;
use crate::link::candidate_topics::{CandidateTopic, CandidateTopics};
use crate::link::evidence::{Evidence, Introduction, Place};
use crate::link::link_decision::LinkDecision;
use crate::link::name_scan::NameOccurrence;
use crate::text::{case_fold, strip_diacritics};

impl Autolinker<'_, '_, '_> {
    /// The person just mentioned who bears the name of a country too, unless a preposition shows
    /// that a place is meant: "Vernon Jordan … Jordan, a lawyer". `place` is that of the whole name.
    pub(super) fn namesake_of(
        &mut self,
        name: &NameOccurrence<'_>,
        text: &str,
        candidates: &CandidateTopics,
        place: Place,
    ) -> Option<Place> {
        const BLOCKS: usize = 1;
        let written = &text[name.start..name.end];
        if candidates.adjacent == Some(Adjacent::Namesake) {
            self.namesakes.insert(written.to_owned(), (self.block, place));
            return None;
        }
        let (_, bearer) =
            self.namesakes.get(written).filter(|(block, _)| self.block - block <= BLOCKS)?;
        let before = text[..name.start].trim_end().rsplit(' ').next().unwrap_or("");
        let is_place = self.input.language.classes(before).any(WordClasses::PREPOSITION);
        (!is_place).then_some(*bearer)
    }

    /// The topic that front matter assigns to the name; else the only candidate, the only one that
    /// the page is about, or the only one that declares the name. `place` is that of the whole
    /// name.
    pub(super) fn choose_topic(
        &mut self,
        written: &str,
        candidates: &CandidateTopics,
        place: Place,
    ) -> Result<CandidateTopic, Undecided> {
        let adjacent = candidates.adjacent;
        // `disambiguate` is about this name, not about a longer one that contains it.
        if let Some(topic) = self.disambiguated.get(written).copied().filter(|_| adjacent.is_none())
        {
            let claimed = candidates.iter().find(|candidate| candidate.topic == topic).copied();
            let declared = CandidateTopic { topic, name_kind: NameKind::Alias, linkable: true };
            return Ok(claimed.unwrap_or(declared));
        }
        if adjacent == Some(Adjacent::OtherBearer) {
            // The family name is at one end of the name.
            let ends = [written.rsplit(' ').next(), written.split(' ').next(), Some(written)];
            let ends = ends.into_iter().flatten().map(bearer_key);
            for key in ends.chain(self.short_name_keys(&candidates.namesakes)) {
                self.other_bearers.entry(key).or_insert((OtherBearer::Stranger, place));
            }
        }
        let other_bearer = self.other_bearer_of(written, candidates);
        let is_shared = other_bearer.is_some();
        let mut open = candidates.by_name.clone();
        if is_shared && written.chars().all(|c| !c.is_lowercase()) {
            open.clear();
        }
        // "Chancellor Merkel": the only topic of that name whose office fits needs no introduction.
        let titled = match candidates.with_title[..] {
            [topic] => Some(topic),
            _ => None,
        };
        for bearer in &candidates.by_short_name {
            let is_introduced = !is_shared && self.introduced.contains_key(&bearer.topic);
            let is_meant = titled.map_or(is_introduced, |topic| topic == bearer.topic);
            if is_meant && !open.iter().any(|candidate| candidate.topic == bearer.topic) {
                open.push(*bearer);
            }
        }
        match open[..] {
            [] => {
                // Before anyone is introduced, this family name may mean several topics; one that
                // is introduced later need not be the one meant here.
                if adjacent.is_none() && candidates.by_short_name.len() > 1 {
                    let first = other_bearer.filter(|it| it.0 == OtherBearer::Unknown);
                    let unknown = first.unwrap_or((OtherBearer::Unknown, place));
                    self.other_bearers.insert(bearer_key(written), unknown);
                }
                let decision = match adjacent {
                    Some(_) => LinkDecision::LongerName,
                    None if is_shared => LinkDecision::SeveralIntroduced,
                    None => LinkDecision::NotIntroduced,
                };
                return Err(Undecided { decision, candidates: open, other_bearer });
            }
            [only] => return Ok(only),
            _ => {}
        }
        let only = |is_meant: &dyn Fn(&CandidateTopic) -> bool| {
            let mut meant = open.iter().filter(|candidate| is_meant(candidate));
            meant.next().filter(|_| meant.next().is_none()).copied()
        };
        let page = self.input.page;
        let about = only(&|it| self.about.contains(&it.topic) || it.topic == page);
        // An introduced bearer of a family name counts as much as a topic that declares the name.
        let has_bearer = open.iter().any(|it| it.name_kind.is_short());
        let declared = || only(&|it| it.name_kind.is_declared()).filter(|_| !has_bearer);
        about.or_else(declared).ok_or_else(|| {
            // Two introduced bearers of a family name are not a mistake of the author.
            let decision = match candidates.by_name.is_empty() {
                true => LinkDecision::SeveralIntroduced,
                false => LinkDecision::Ambiguous,
            };
            Undecided { decision, candidates: open.clone(), other_bearer }
        })
    }

    /// Who else on the page bears the name, or the same name in another form: "Трампа" is "Трамп".
    fn other_bearer_of(
        &self,
        written: &str,
        candidates: &CandidateTopics,
    ) -> Option<(OtherBearer, Place)> {
        if self.other_bearers.is_empty() {
            return None;
        }
        let bearers: Vec<PageIx> = candidates.by_short_name.iter().map(|it| it.topic).collect();
        let mut keys = std::iter::once(bearer_key(written)).chain(self.short_name_keys(&bearers));
        keys.find_map(|key| self.other_bearers.get(&key).copied())
    }

    /// The keys of the declared short names of topics.
    fn short_name_keys(&self, topics: &[PageIx]) -> impl Iterator<Item = String> + use<> {
        let keys = topics.iter().flat_map(|topic| {
            let front = &self.input.catalog.head(*topic).front;
            let family = match front {
                FrontMatter::Figure(_, figure) => figure.family_name.as_deref(),
                _ => None,
            };
            let short = front.topic().and_then(|topic| topic.short_name.as_deref());
            family.into_iter().chain(short).map(bearer_key)
        });
        keys.collect::<Vec<_>>().into_iter()
    }

    /// Notes why a short name was taken for a topic, or for none.
    pub(super) fn record_evidence(
        &mut self,
        place: Place,
        candidates: &CandidateTopics,
        chosen: &Result<CandidateTopic, Undecided>,
    ) {
        let introduction = |candidate: &CandidateTopic| {
            let by = self.introduced.get(&candidate.topic);
            by.filter(|_| candidate.name_kind.is_short())
                .map(|by| Evidence::Introduced(candidate.topic, *by))
        };
        let evidence: Vec<Evidence> = match chosen {
            Ok(chosen) if !chosen.name_kind.is_short() => Vec::new(),
            Ok(chosen) if candidates.with_title[..] == [chosen.topic] => vec![Evidence::Title],
            Ok(chosen) => introduction(chosen).into_iter().collect(),
            Err(Undecided {
                decision: LinkDecision::SeveralIntroduced,
                candidates,
                other_bearer,
            }) => {
                let bearer = other_bearer.map(|(bearer, at)| match bearer {
                    OtherBearer::Stranger => Evidence::OtherBearer(at),
                    OtherBearer::Unknown => Evidence::UsedBefore(at),
                });
                candidates.iter().filter_map(introduction).chain(bearer).collect()
            }
            Err(_) => Vec::new(),
        };
        self.evidence.extend(evidence.into_iter().map(|evidence| (place, evidence)));
    }

    /// A full name makes its short forms clear again after a namesake was mentioned.
    pub(super) fn introduce(&mut self, topic: PageIx, name_kind: NameKind, place: Place) {
        let mention = Introduction::Mention(place);
        self.introduced.entry(topic).or_insert(mention);
        if name_kind.is_full() && !self.other_bearers.is_empty() {
            let catalog = self.input.catalog;
            for short in catalog.short_names(topic) {
                let key = bearer_key(short);
                if let Some((OtherBearer::Stranger, _)) = self.other_bearers.get(&key) {
                    self.other_bearers.remove(&key);
                    self.introduced.insert(topic, mention);
                }
            }
        }
    }
}

/// A name in the form in which bearers are compared: without case, diacritics and Arabic article.
fn bearer_key(name: &str) -> String {
    let bare = split_arabic_article(name).map_or(name, |(_, bare)| bare);
    case_fold(&strip_diacritics(bare))
}
