//! Names in the prose: what each is taken for, and whether it becomes a link.

use rustc_hash::{FxHashMap, FxHashSet};

use super::adjacent_words::Adjacent;
use super::blocks::{Block, blocks};
use super::candidate_topics::{CandidateTopic, CandidateTopics};
use super::manual_links::LinkTarget;
use super::name_scan::{NameOccurrence, scan_names};
use super::rules::LinkDecision;
use super::tracked_lexicon::TrackedLexicon;
use super::{FoundName, MentionSummary, messages};
use crate::catalog::{Catalog, NameKind, NameMatch, PageIx};
use crate::config::AutolinkPolicy;
use crate::diagnostics::Diagnostic;
use crate::document::{Document, LinkForm, TextId};
use crate::text::{Span, fold_punctuation, nfc, sentence_at, sentence_ends};

/// What was found in a document.
pub(super) struct Autolinks {
    pub(super) names: Vec<Vec<FoundName>>,
    pub(super) topics: Vec<PageIx>,
    pub(super) mentions: Vec<MentionSummary>,
}

#[allow(clippy::too_many_arguments)]
pub(super) fn autolink(
    document: &Document,
    page: PageIx,
    catalog: &Catalog,
    policy: AutolinkPolicy,
    about: &[PageIx],
    targets: &[Vec<LinkTarget>],
    asking: &mut TrackedLexicon<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Autolinks {
    let policy = document.common.autolink.unwrap_or(policy);
    let mut reader = Autolinker {
        document,
        page,
        catalog,
        about,
        policy,
        disambiguated: catalog
            .resolved_refs(page)
            .disambiguate
            .iter()
            .map(|(name, topic)| {
                (nfc(name).chars().map(fold_punctuation).collect::<String>(), *topic)
            })
            .collect(),
        introduced: initially_introduced(document, page, catalog, about),
        other_people: FxHashSet::default(),
        linked: FxHashSet::default(),
        topics: Vec::new(),
        mentions: Vec::new(),
        mention_by_topic: FxHashMap::default(),
        reported_ambiguous: FxHashSet::default(),
        sentence_ends: Vec::new(),
        asking,
        problems,
    };
    let mut names = Vec::with_capacity(document.outlines.len());
    for piece in document.text_ids() {
        let index = usize::from(piece.0);
        names.push(reader.link_text(piece, &targets[index]));
    }
    Autolinks { names, topics: reader.topics, mentions: reader.mentions }
}

/// Who needs no introduction on a page: its own topic, what it is about, and who took part.
fn initially_introduced(
    document: &Document,
    page: PageIx,
    catalog: &Catalog,
    about: &[PageIx],
) -> FxHashSet<PageIx> {
    let mut known: FxHashSet<PageIx> = about.iter().copied().collect();
    if document.front.topic().is_some() {
        known.insert(page);
    }
    known.extend(catalog.resolved_refs(page).participants.iter().flatten());
    known
}

/// Reads a document from its beginning to its end, and knows what a reader at that point knows.
struct Autolinker<'a, 'p, 'l> {
    document: &'a Document,
    page: PageIx,
    catalog: &'a Catalog,
    about: &'a [PageIx],
    policy: AutolinkPolicy,
    disambiguated: FxHashMap<String, PageIx>,
    introduced: FxHashSet<PageIx>,
    /// Family names of people who are no topic.
    other_people: FxHashSet<String>,
    /// What is linked already, by section; on a page where the policy is once, all is in one.
    linked: FxHashSet<(u32, PageIx)>,
    topics: Vec<PageIx>,
    mentions: Vec<MentionSummary>,
    mention_by_topic: FxHashMap<PageIx, usize>,
    reported_ambiguous: FxHashSet<String>,
    /// Where the sentences of the block end that is being read; found when they are first asked
    /// for.
    sentence_ends: Vec<usize>,
    asking: &'p mut TrackedLexicon<'l>,
    problems: &'p mut Vec<Diagnostic>,
}

/// Why a name could not be decided, and between whom.
struct Undecided {
    decision: LinkDecision,
    candidates: Vec<CandidateTopic>,
}

impl Autolinker<'_, '_, '_> {
    fn link_text(&mut self, piece: TextId, targets: &[LinkTarget]) -> Vec<FoundName> {
        let blocks = blocks(self.document, piece);
        if self.policy == AutolinkPolicy::Section {
            self.linked.clear();
        }
        // A link by hand counts wherever in its section it stands.
        for block in &blocks {
            for (_, index) in &block.manual_links {
                if let Some(LinkTarget::Page { page, .. }) = targets.get(*index as usize) {
                    self.linked.insert((self.section_of(block), *page));
                }
            }
        }
        let mut names = Vec::new();
        for block in &blocks {
            self.link_block(piece, block, targets, &mut names);
        }
        names.sort_by_key(|name| name.span);
        names
    }

    fn section_of(&self, block: &Block) -> u32 {
        if self.policy == AutolinkPolicy::Section { block.section } else { 0 }
    }

    fn link_block(
        &mut self,
        piece: TextId,
        block: &Block,
        targets: &[LinkTarget],
        names: &mut Vec<FoundName>,
    ) {
        self.sentence_ends.clear();
        let mut links = block.manual_links.iter().peekable();
        for place in scan_names(&block.text, &block.link_texts, self.asking) {
            while let Some((at, index)) = links.next_if(|(at, _)| (*at as usize) < place.start) {
                names.extend(self.record_manual_link(piece, block, (*at, *index), targets));
            }
            self.link_name(piece, block, &place, names);
        }
        for link in links {
            names.extend(self.record_manual_link(piece, block, *link, targets));
        }
    }

    /// A link by hand is a mention of what it leads to; `[[!name]]` of what it names, if that is
    /// one topic, but introduces nobody.
    fn record_manual_link(
        &mut self,
        piece: TextId,
        block: &Block,
        (at, index): (u32, u32),
        targets: &[LinkTarget],
    ) -> Option<FoundName> {
        let link = &self.document.outline(piece).links[index as usize];
        let (topic, reason) = match (targets.get(index as usize)?, link.form) {
            (_, LinkForm::Suppressed) => match self.asking.topics_named(&link.target)[..] {
                [topic] => (topic, LinkDecision::KeptPlain),
                _ => {
                    return Some(FoundName {
                        span: link.span,
                        topic: None,
                        name_kind: None,
                        decision: LinkDecision::KeptPlain,
                        has_anchor: false,
                    });
                }
            },
            (LinkTarget::Page { page, .. }, _) => (*page, LinkDecision::Linked),
            _ => return None,
        };
        if topic == self.page || self.catalog.entry(topic).topic_kind().is_none() {
            return None;
        }
        if reason == LinkDecision::Linked {
            self.introduced.insert(topic);
            self.introduce_names_in_link(block, at);
        }
        let anchor = self.record_mention(piece, block, topic, link.span, at as usize);
        Some(FoundName {
            span: link.span,
            topic: Some(topic),
            name_kind: None,
            decision: reason,
            has_anchor: anchor,
        })
    }

    /// Who is named in full in the words of a link to somewhere else has been introduced all the
    /// same: "[[events/visit|Stephen Biegun's visit]]".
    fn introduce_names_in_link(&mut self, block: &Block, at: u32) {
        let Some((from, to)) = block.link_texts.iter().find(|(from, _)| *from == at) else {
            return;
        };
        for place in scan_names(&block.text[*from as usize..*to as usize], &[], self.asking) {
            let mut full = place
                .matches
                .iter()
                .flat_map(NameMatch::claims)
                .filter(|claim| claim.kind.is_full())
                .filter_map(|claim| claim.topic);
            if let (Some(topic), None) = (full.next(), full.next()) {
                self.introduced.insert(topic);
            }
        }
    }

    fn link_name(
        &mut self,
        piece: TextId,
        block: &Block,
        place: &NameOccurrence<'_>,
        names: &mut Vec<FoundName>,
    ) {
        let span = block.source_span(place.start, place.end);
        let mut found = |topic, rule, reason, anchor| {
            names.push(FoundName {
                span,
                topic,
                name_kind: rule,
                decision: reason,
                has_anchor: anchor,
            })
        };
        if place
            .matches
            .iter()
            .flat_map(NameMatch::claims)
            .any(|claim| claim.kind == NameKind::Excluded)
        {
            return found(None, Some(NameKind::Excluded), LinkDecision::Excluded, false);
        }
        let written = &block.text[place.start..place.end];
        let candidates = CandidateTopics::find(place, &block.text, self.catalog, self.asking);
        let chosen = match self.choose_topic(written, &candidates) {
            Ok(chosen) => chosen,
            Err(Undecided { decision: reason, candidates: between }) => {
                let may_be_linked = between.iter().any(|candidate| candidate.linkable);
                if reason == LinkDecision::Ambiguous
                    && may_be_linked
                    && self.reported_ambiguous.insert(written.to_owned())
                {
                    let topics: Vec<PageIx> =
                        between.iter().map(|candidate| candidate.topic).collect();
                    self.problems.push(messages::ambiguous_name(
                        self.document,
                        self.document.file_span(piece, span),
                        written,
                        &topics,
                        self.catalog,
                    ));
                }
                return found(
                    None,
                    candidates.iter().map(|candidate| candidate.name_kind).min(),
                    reason,
                    false,
                );
            }
        };
        let CandidateTopic { topic, name_kind: rule, linkable } = chosen;
        self.introduced.insert(topic);
        if topic == self.page {
            return found(Some(topic), Some(rule), LinkDecision::OwnPage, false);
        }
        let anchor = self.record_mention(piece, block, topic, span, place.start);
        let reason = match self.policy {
            _ if !linkable && matches!(rule, NameKind::Metonym | NameKind::Demonym) => {
                LinkDecision::IndirectName
            }
            _ if !linkable => LinkDecision::NotLinkable,
            AutolinkPolicy::Off => LinkDecision::PolicyOff,
            _ if !block.is_within_one_element(place.start, place.end) => {
                LinkDecision::SplitByMarkup
            }
            AutolinkPolicy::Section | AutolinkPolicy::Once
                if self.linked.contains(&(self.section_of(block), topic)) =>
            {
                LinkDecision::AlreadyLinked
            }
            AutolinkPolicy::Section | AutolinkPolicy::Once | AutolinkPolicy::All => {
                LinkDecision::Linked
            }
        };
        if reason == LinkDecision::Linked {
            self.linked.insert((self.section_of(block), topic));
        }
        found(Some(topic), Some(rule), reason, anchor);
    }

    /// Which topic a name means: as the page says, else the only candidate, else the only one the
    /// page is about, else the only one that declares it.
    fn choose_topic(
        &mut self,
        written: &str,
        candidates: &CandidateTopics,
    ) -> Result<CandidateTopic, Undecided> {
        // What the page says of a name holds for the name, not for a longer one that it is part of.
        if let Some(topic) =
            self.disambiguated.get(written).copied().filter(|_| candidates.adjacent.is_none())
        {
            let claimed = candidates.iter().find(|candidate| candidate.topic == topic).copied();
            return Ok(claimed.unwrap_or(CandidateTopic {
                topic,
                name_kind: NameKind::Alias,
                linkable: true,
            }));
        }
        if candidates.adjacent == Some(Adjacent::OtherPerson) {
            // The family name stands at one end of the name.
            let ends = [written.rsplit(' ').next(), written.split(' ').next()];
            self.other_people.extend(ends.into_iter().flatten().map(str::to_owned));
        }
        let strange = self.other_people.contains(written);
        let mut open: Vec<CandidateTopic> = candidates.by_name.clone();
        for bearer in candidates
            .by_family_name
            .iter()
            .filter(|bearer| !strange && self.introduced.contains(&bearer.topic))
        {
            if !open.iter().any(|candidate| candidate.topic == bearer.topic) {
                open.push(*bearer);
            }
        }
        if let [] | [_] = open[..] {
            // A family name that means one of several before any was introduced: whoever is
            // introduced later need not be the one.
            if open.is_empty()
                && candidates.adjacent.is_none()
                && candidates.by_family_name.len() > 1
            {
                self.other_people.insert(written.to_owned());
            }
            let reason = match candidates.adjacent {
                Some(_) => LinkDecision::LongerName,
                None if strange => LinkDecision::SeveralIntroduced,
                None => LinkDecision::NotIntroduced,
            };
            return open.first().copied().ok_or(Undecided { decision: reason, candidates: open });
        }
        let only = |wanted: &dyn Fn(&CandidateTopic) -> bool| {
            let mut those = open.iter().filter(|candidate| wanted(candidate));
            those.next().filter(|_| those.next().is_none()).copied()
        };
        let about = only(&|candidate| {
            self.about.contains(&candidate.topic) || candidate.topic == self.page
        });
        // Whose family name it is was said on this page, and counts as much as what another topic
        // declares.
        let declared = || {
            only(&|candidate| candidate.name_kind.is_declared()).filter(|_| {
                open.iter().all(|candidate| candidate.name_kind != NameKind::FamilyName)
            })
        };
        match about.or_else(declared) {
            Some(chosen) => Ok(chosen),
            // Of a family name alone, nobody can tell which of two bearers is meant; that is no
            // mistake of the page.
            None if candidates.by_name.is_empty() => {
                Err(Undecided { decision: LinkDecision::SeveralIntroduced, candidates: open })
            }
            None => Err(Undecided { decision: LinkDecision::Ambiguous, candidates: open }),
        }
    }

    /// Counts a mention; true for the first of its topic on the page.
    fn record_mention(
        &mut self,
        piece: TextId,
        block: &Block,
        topic: PageIx,
        span: Span,
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
        let sentence = block.source_span(sentence.start, sentence.end);
        self.mention_by_topic.insert(topic, self.mentions.len());
        self.topics.push(topic);
        self.mentions.push(MentionSummary {
            count: 1,
            text: piece,
            first_span: span,
            sentence_span: sentence,
        });
        true
    }
}
