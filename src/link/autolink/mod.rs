//! Autolinker: decides which topic each name in the text means, and whether it becomes a link.

mod topic_choice;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalog::{NameKind, NameMatch, PageIx, fold_name};
use crate::config::AutolinkPolicy;
use crate::diagnostics::Diagnostic;
use crate::document::{LinkForm, TextId};
use crate::link::blocks::{Block, blocks};
use crate::link::candidate_topics::{CandidateTopic, CandidateTopics};
use crate::link::evidence::{Evidence, EvidenceList, Introduction, Place};
use crate::link::link_decision::LinkDecision;
use crate::link::manual_links::LinkTarget;
use crate::link::name_scan::{NameOccurrence, scan_names};
use crate::link::tracked_lexicon::TrackedLexicon;
use crate::link::{FoundName, MentionSummary, PageInput, messages};
use crate::text::{Span, sentence_at, sentence_ends};

/// The names and mentions of a document.
pub(super) struct Autolinks {
    pub(super) names: Vec<Vec<FoundName>>,
    pub(super) topics: Vec<PageIx>,
    pub(super) mentions: Vec<MentionSummary>,
    pub(super) evidence: EvidenceList,
}

pub(super) fn autolink(
    input: PageInput<'_>,
    about: &[PageIx],
    targets: &[Vec<LinkTarget>],
    lexicon: &mut TrackedLexicon<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Autolinks {
    let PageInput { document, page, catalog, .. } = input;
    let refs = catalog.resolved_refs(page);
    // These need no introduction: the topic of the page, what it is about, and its participants.
    let own = document.front.topic().map(|_| (page, Introduction::OwnPage));
    let about_topics = about.iter().map(|topic| (*topic, Introduction::About));
    let participants = refs.participants.iter().copied().flatten();
    let participants = participants.map(|topic| (topic, Introduction::Participant));
    let disambiguated = refs.disambiguate.iter().map(|(name, topic)| (fold_name(name), *topic));
    let mut linker = Autolinker {
        input,
        about,
        disambiguated: disambiguated.collect(),
        introduced: participants.chain(about_topics).chain(own).collect(),
        other_bearers: FxHashMap::default(),
        namesakes: FxHashMap::default(),
        block: 0,
        linked: FxHashSet::default(),
        topics: Vec::new(),
        mentions: Vec::new(),
        mention_by_topic: FxHashMap::default(),
        evidence: EvidenceList::new(),
        reported_ambiguous: FxHashSet::default(),
        sentence_ends: Vec::new(),
        lexicon,
        problems,
    };
    let texts = document.text_ids().zip(targets);
    let names = texts.map(|(text, targets)| linker.link_text(text, targets)).collect();
    let Autolinker { topics, mentions, evidence, .. } = linker;
    Autolinks { names, topics, mentions, evidence }
}

/// Reads a document from beginning to end, and knows what its reader knows at each point.
struct Autolinker<'a, 'p, 'l> {
    input: PageInput<'a>,
    about: &'a [PageIx],
    /// Names that front matter assigns to a topic, folded.
    disambiguated: FxHashMap<String, PageIx>,
    /// Topics that the reader knows, and why.
    introduced: FxHashMap<PageIx, Introduction>,
    /// Names that somebody or something else on the page bears too: family names of people who are
    /// no topics, and abbreviations. By the key of a name, with the place of the first.
    other_bearers: FxHashMap<String, (OtherBearer, Place)>,
    /// Names of countries that people on the page bear ("Jim Jordan"), with the block and place of
    /// the last.
    namesakes: FxHashMap<String, (usize, Place)>,
    /// The number of the current block.
    block: usize,
    /// Topics linked already, by section; all in section 0 unless the policy is per section.
    linked: FxHashSet<(u32, PageIx)>,
    topics: Vec<PageIx>,
    mentions: Vec<MentionSummary>,
    /// Index into `mentions`.
    mention_by_topic: FxHashMap<PageIx, usize>,
    evidence: EvidenceList,
    reported_ambiguous: FxHashSet<String>,
    /// Of the current block; computed when first needed.
    sentence_ends: Vec<usize>,
    lexicon: &'p mut TrackedLexicon<'l>,
    problems: &'p mut Vec<Diagnostic>,
}

/// Why a short name is unclear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OtherBearer {
    /// Somebody who is no topic bears it too; until the full name of a topic appears again.
    Stranger,
    /// It was used before anybody was introduced, and may mean several topics.
    Unknown,
}

/// Why a name could not be decided, and between which topics.
struct Undecided {
    decision: LinkDecision,
    candidates: Vec<CandidateTopic>,
    /// Who or what bears the name too.
    other_bearer: Option<(OtherBearer, Place)>,
}

impl Autolinker<'_, '_, '_> {
    fn link_text(&mut self, text: TextId, targets: &[LinkTarget]) -> Vec<FoundName> {
        let blocks = blocks(self.input.document, text);
        if self.input.policy == AutolinkPolicy::Section {
            self.linked.clear();
        }
        // A manual link counts for its whole section, also for names before it.
        for block in &blocks {
            for (_, index) in &block.manual_links {
                if let Some(LinkTarget::Page { page, .. }) = targets.get(*index as usize) {
                    self.linked.insert((self.section_of(block), *page));
                }
            }
        }
        let mut names = Vec::new();
        for block in &blocks {
            self.block += 1;
            self.link_block(text, block, targets, &mut names);
        }
        names.sort_by_key(|name| name.span);
        names
    }

    fn section_of(&self, block: &Block) -> u32 {
        if self.input.policy == AutolinkPolicy::Section { block.section } else { 0 }
    }

    fn link_block(
        &mut self,
        text: TextId,
        block: &Block,
        targets: &[LinkTarget],
        names: &mut Vec<FoundName>,
    ) {
        self.sentence_ends.clear();
        let mut links = block.manual_links.iter().peekable();
        let language = self.input.language;
        for name in scan_names(&block.text, &block.link_texts, language, self.lexicon) {
            while let Some(link) = links.next_if(|(at, _)| (*at as usize) < name.start) {
                names.extend(self.record_manual_link(text, block, *link, targets));
            }
            names.push(self.link_name(text, block, &name));
        }
        for link in links {
            names.extend(self.record_manual_link(text, block, *link, targets));
        }
    }

    /// A manual link mentions and introduces its topic. `[[!name]]` mentions the topic with that
    /// name, if there is only one, without introducing it.
    fn record_manual_link(
        &mut self,
        text: TextId,
        block: &Block,
        (at, index): (u32, u32),
        targets: &[LinkTarget],
    ) -> Option<FoundName> {
        let PageInput { document, page, catalog, .. } = self.input;
        let link = &document.outline(text).links[index as usize];
        let mut name = FoundName {
            span: link.span,
            topic: None,
            name_kind: None,
            decision: LinkDecision::KeptPlain,
            has_anchor: false,
        };
        let topic = match (targets.get(index as usize)?, link.form) {
            (_, LinkForm::Suppressed) => match self.lexicon.topic_named(&link.target) {
                Some(topic) => topic,
                None => return Some(name),
            },
            (LinkTarget::Page { page, .. }, _) => {
                name.decision = LinkDecision::Linked;
                *page
            }
            _ => return None,
        };
        if topic == page || catalog.entry(topic).topic_kind().is_none() {
            return None;
        }
        if name.decision == LinkDecision::Linked {
            let mention = Place { text, span: link.span };
            self.introduced.entry(topic).or_insert(Introduction::Mention(mention));
            self.introduce_names_in_link(text, block, at);
        }
        name.topic = Some(topic);
        name.has_anchor = self.record_mention(text, block, topic, link.span, at as usize);
        Some(name)
    }

    /// A full name in the text of a link to another page introduces its topic too:
    /// "[[events/visit|Marie Curie's visit]]".
    fn introduce_names_in_link(&mut self, text: TextId, block: &Block, at: u32) {
        let Some((from, to)) = block.link_texts.iter().find(|(from, _)| *from == at) else {
            return;
        };
        let from = *from as usize;
        let link_text = &block.text[from..*to as usize];
        for name in scan_names(link_text, &[], self.input.language, self.lexicon) {
            let claims = name.matches.iter().flat_map(NameMatch::claims);
            let mut topics =
                claims.filter(|claim| claim.kind.is_full()).filter_map(|claim| claim.topic);
            if let (Some(topic), None) = (topics.next(), topics.next()) {
                let span = block.source_span(from + name.start, from + name.end);
                let mention = Introduction::Mention(Place { text, span });
                self.introduced.entry(topic).or_insert(mention);
            }
        }
    }

    fn link_name(&mut self, text: TextId, block: &Block, name: &NameOccurrence<'_>) -> FoundName {
        if let Some((kind, decision)) = ruled_out(name) {
            let span = block.source_span(name.start, name.end);
            let name_kind = Some(kind);
            return FoundName { span, topic: None, name_kind, decision, has_anchor: false };
        }
        let PageInput { document, page, catalog, language, .. } = self.input;
        let candidates = CandidateTopics::find(name, &block.text, language, catalog, self.lexicon);
        let start = candidates.start.unwrap_or(name.start);
        let span = block.source_span(start, name.end);
        let found = |topic, name_kind, decision, has_anchor| FoundName {
            span,
            topic,
            name_kind,
            decision,
            has_anchor,
        };
        let written = &block.text[start..name.end];
        let place = Place { text, span };
        let whole_name = candidates.other_bearer.clone();
        let whole_name = whole_name.map_or(span, |it| block.source_span(it.start, it.end));
        let whole_place = Place { text, span: whole_name };
        if let Some(bearer) = self.namesake_of(name, &block.text, &candidates, whole_place) {
            self.evidence.push((place, Evidence::OtherBearer(bearer)));
            return found(None, None, LinkDecision::LongerName, false);
        }
        let chosen = self.choose_topic(written, &candidates, whole_place);
        self.record_evidence(place, &candidates, &chosen);
        let chosen = match chosen {
            Ok(chosen) => chosen,
            Err(Undecided { decision, candidates: open, .. }) => {
                if decision == LinkDecision::Ambiguous
                    && open.iter().any(|candidate| candidate.linkable)
                    && self.reported_ambiguous.insert(written.to_owned())
                {
                    let topics: Vec<PageIx> = open.iter().map(|it| it.topic).collect();
                    let span = document.file_span(text, span);
                    let problem =
                        messages::ambiguous_name(document, span, written, &topics, catalog);
                    self.problems.push(problem);
                }
                let kind = candidates.iter().map(|candidate| candidate.name_kind).min();
                return found(None, kind, decision, false);
            }
        };
        let CandidateTopic { topic, name_kind, linkable } = chosen;
        self.introduce(topic, name_kind, place);
        if topic == page {
            return found(Some(topic), Some(name_kind), LinkDecision::OwnPage, false);
        }
        let has_anchor = self.record_mention(text, block, topic, span, start);
        let linked_key = (self.section_of(block), topic);
        let is_indirect = matches!(name_kind, NameKind::Metonym | NameKind::Demonym);
        let decision = if !linkable && is_indirect {
            LinkDecision::IndirectName
        } else if !linkable {
            match catalog.head(topic).front.topic() {
                Some(keys) if keys.autolink_target => LinkDecision::ByHand,
                _ => LinkDecision::NotLinkable,
            }
        } else if self.input.policy == AutolinkPolicy::Off {
            LinkDecision::PolicyOff
        } else if !block.is_within_one_element(start, name.end) {
            LinkDecision::SplitByMarkup
        } else if self.linked.insert(linked_key) || self.input.policy == AutolinkPolicy::All {
            LinkDecision::Linked
        } else {
            LinkDecision::AlreadyLinked
        };
        found(Some(topic), Some(name_kind), decision, has_anchor)
    }

    /// Counts a mention. Returns true for the first of its topic on the page.
    fn record_mention(
        &mut self,
        text: TextId,
        block: &Block,
        topic: PageIx,
        first_span: Span,
        at: usize,
    ) -> bool {
        if let Some(index) = self.mention_by_topic.get(&topic) {
            self.mentions[*index].count += 1;
            return false;
        }
        if self.sentence_ends.is_empty() {
            self.sentence_ends = sentence_ends(&block.text);
        }
        let sentence = sentence_at(&self.sentence_ends, &block.text, at);
        let sentence_span = block.source_span(sentence.start, sentence.end);
        self.mention_by_topic.insert(topic, self.mentions.len());
        self.topics.push(topic);
        self.mentions.push(MentionSummary { count: 1, text, first_span, sentence_span });
        true
    }
}

/// What the site or the language rules out by the name alone.
fn ruled_out(name: &NameOccurrence<'_>) -> Option<(NameKind, LinkDecision)> {
    let kinds = || name.matches.iter().flat_map(NameMatch::claims).map(|claim| claim.kind);
    if kinds().any(|kind| kind == NameKind::Excluded) {
        return Some((NameKind::Excluded, LinkDecision::Excluded));
    }
    let is_longer = kinds().all(|kind| kind == NameKind::LongerName);
    is_longer.then_some((NameKind::LongerName, LinkDecision::LongerName))
}
