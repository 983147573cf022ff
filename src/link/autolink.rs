//! Autolinker: decides which topic each name in the text means, and whether it becomes a link.

use rustc_hash::{FxHashMap, FxHashSet};

use super::adjacent_words::Adjacent;
use super::blocks::{Block, blocks};
use super::candidate_topics::{CandidateTopic, CandidateTopics};
use super::link_decision::LinkDecision;
use super::manual_links::LinkTarget;
use super::name_scan::{NameOccurrence, scan_names};
use super::tracked_lexicon::TrackedLexicon;
use super::{FoundName, MentionSummary, PageInput, messages};
use crate::catalog::{NameKind, NameMatch, PageIx, fold_name};
use crate::config::AutolinkPolicy;
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, LinkForm, TextId};
use crate::language::{WordClasses, split_arabic_article};
use crate::text::{Span, case_fold, sentence_at, sentence_ends, strip_diacritics};

/// The names and mentions of a document.
pub(super) struct Autolinks {
    pub(super) names: Vec<Vec<FoundName>>,
    pub(super) topics: Vec<PageIx>,
    pub(super) mentions: Vec<MentionSummary>,
}

pub(super) fn autolink(
    input: PageInput<'_>,
    policy: AutolinkPolicy,
    about: &[PageIx],
    targets: &[Vec<LinkTarget>],
    lexicon: &mut TrackedLexicon<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Autolinks {
    let PageInput { document, page, catalog, .. } = input;
    let refs = catalog.resolved_refs(page);
    // These need no introduction: the topic of the page, what it is about, and its participants.
    let own = document.front.topic().map(|_| page);
    let participants = refs.participants.iter().copied().flatten();
    let disambiguated = refs.disambiguate.iter().map(|(name, topic)| (fold_name(name), *topic));
    let mut linker = Autolinker {
        input,
        about,
        policy,
        disambiguated: disambiguated.collect(),
        introduced: about.iter().copied().chain(own).chain(participants).collect(),
        other_bearers: FxHashMap::default(),
        namesakes: FxHashMap::default(),
        block: 0,
        linked: FxHashSet::default(),
        topics: Vec::new(),
        mentions: Vec::new(),
        mention_by_topic: FxHashMap::default(),
        reported_ambiguous: FxHashSet::default(),
        sentence_ends: Vec::new(),
        lexicon,
        problems,
    };
    let texts = document.text_ids().zip(targets);
    let names = texts.map(|(text, targets)| linker.link_text(text, targets)).collect();
    Autolinks { names, topics: linker.topics, mentions: linker.mentions }
}

/// Reads a document from beginning to end, and knows what its reader knows at each point.
struct Autolinker<'a, 'p, 'l> {
    input: PageInput<'a>,
    about: &'a [PageIx],
    policy: AutolinkPolicy,
    /// Names that front matter assigns to a topic, folded.
    disambiguated: FxHashMap<String, PageIx>,
    /// Topics that the reader knows by their full name.
    introduced: FxHashSet<PageIx>,
    /// Names that somebody or something else on the page bears too: family names of people who are
    /// no topics, and abbreviations. By [`bearer_key`].
    other_bearers: FxHashMap<String, OtherBearer>,
    /// Names of countries that people on the page bear ("Jim Jordan"), with the block of the last.
    namesakes: FxHashMap<String, usize>,
    /// The number of the current block.
    block: usize,
    /// Topics linked already, by section; all in section 0 unless the policy is per section.
    linked: FxHashSet<(u32, PageIx)>,
    topics: Vec<PageIx>,
    mentions: Vec<MentionSummary>,
    /// Index into `mentions`.
    mention_by_topic: FxHashMap<PageIx, usize>,
    reported_ambiguous: FxHashSet<String>,
    /// Of the current block; computed when first needed.
    sentence_ends: Vec<usize>,
    lexicon: &'p mut TrackedLexicon<'l>,
    problems: &'p mut Vec<Diagnostic>,
}

/// A name in the form in which bearers are compared: without case, diacritics and Arabic article.
fn bearer_key(name: &str) -> String {
    let bare = split_arabic_article(name).map_or(name, |(_, bare)| bare);
    case_fold(&strip_diacritics(bare))
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
}

impl Autolinker<'_, '_, '_> {
    fn link_text(&mut self, text: TextId, targets: &[LinkTarget]) -> Vec<FoundName> {
        let blocks = blocks(self.input.document, text);
        if self.policy == AutolinkPolicy::Section {
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
        if self.policy == AutolinkPolicy::Section { block.section } else { 0 }
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
            self.introduced.insert(topic);
            self.introduce_names_in_link(block, at);
        }
        name.topic = Some(topic);
        name.has_anchor = self.record_mention(text, block, topic, link.span, at as usize);
        Some(name)
    }

    /// A full name in the text of a link to another page introduces its topic too:
    /// "[[events/visit|Marie Curie's visit]]".
    fn introduce_names_in_link(&mut self, block: &Block, at: u32) {
        let Some((from, to)) = block.link_texts.iter().find(|(from, _)| *from == at) else {
            return;
        };
        let link_text = &block.text[*from as usize..*to as usize];
        for name in scan_names(link_text, &[], self.input.language, self.lexicon) {
            let claims = name.matches.iter().flat_map(NameMatch::claims);
            let mut topics =
                claims.filter(|claim| claim.kind.is_full()).filter_map(|claim| claim.topic);
            if let (Some(topic), None) = (topics.next(), topics.next()) {
                self.introduced.insert(topic);
            }
        }
    }

    fn link_name(&mut self, text: TextId, block: &Block, name: &NameOccurrence<'_>) -> FoundName {
        let span = block.source_span(name.start, name.end);
        let found = |topic, name_kind, decision, has_anchor| FoundName {
            span,
            topic,
            name_kind,
            decision,
            has_anchor,
        };
        let mut claims = name.matches.iter().flat_map(NameMatch::claims);
        if claims.any(|claim| claim.kind == NameKind::Excluded) {
            return found(None, Some(NameKind::Excluded), LinkDecision::Excluded, false);
        }
        let mut claims = name.matches.iter().flat_map(NameMatch::claims);
        if claims.all(|claim| claim.kind == NameKind::LongerName) {
            return found(None, Some(NameKind::LongerName), LinkDecision::LongerName, false);
        }
        let PageInput { document, page, catalog, language } = self.input;
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
        if self.is_namesake(name, &block.text, &candidates) {
            return found(None, None, LinkDecision::LongerName, false);
        }
        let chosen = match self.choose_topic(written, &candidates) {
            Ok(chosen) => chosen,
            Err(Undecided { decision, candidates: open }) => {
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
        self.introduce(topic, name_kind);
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
        } else if self.policy == AutolinkPolicy::Off {
            LinkDecision::PolicyOff
        } else if !block.is_within_one_element(start, name.end) {
            LinkDecision::SplitByMarkup
        } else if self.linked.insert(linked_key) || self.policy == AutolinkPolicy::All {
            LinkDecision::Linked
        } else {
            LinkDecision::AlreadyLinked
        };
        found(Some(topic), Some(name_kind), decision, has_anchor)
    }

    /// True for a country's name that a person just mentioned bears too, unless a preposition shows
    /// that a place is meant: "Vernon Jordan … Jordan, a lawyer".
    fn is_namesake(
        &mut self,
        name: &NameOccurrence<'_>,
        text: &str,
        candidates: &CandidateTopics,
    ) -> bool {
        const BLOCKS: usize = 1;
        let written = &text[name.start..name.end];
        if candidates.adjacent == Some(Adjacent::Namesake) {
            self.namesakes.insert(written.to_owned(), self.block);
            return false;
        }
        if self.namesakes.is_empty() {
            return false;
        }
        let is_near = self.namesakes.get(written).is_some_and(|at| self.block - at <= BLOCKS);
        let before = text[..name.start].trim_end().rsplit(' ').next().unwrap_or("");
        is_near && !self.input.language.classes(before).any(WordClasses::PREPOSITION)
    }

    /// The topic that front matter assigns to the name; else the only candidate, the only one that
    /// the page is about, or the only one that declares the name.
    fn choose_topic(
        &mut self,
        written: &str,
        candidates: &CandidateTopics,
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
                self.other_bearers.entry(key).or_insert(OtherBearer::Stranger);
            }
        }
        // "Трампа" is the same name as "Трамп".
        let is_shared = !self.other_bearers.is_empty() && {
            let bearers: Vec<PageIx> = candidates.by_short_name.iter().map(|it| it.topic).collect();
            let mut keys = self.short_name_keys(&bearers).chain([bearer_key(written)]);
            keys.any(|key| self.other_bearers.contains_key(&key))
        };
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
            let is_introduced = !is_shared && self.introduced.contains(&bearer.topic);
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
                    self.other_bearers.insert(bearer_key(written), OtherBearer::Unknown);
                }
                let decision = match adjacent {
                    Some(_) => LinkDecision::LongerName,
                    None if is_shared => LinkDecision::SeveralIntroduced,
                    None => LinkDecision::NotIntroduced,
                };
                return Err(Undecided { decision, candidates: open });
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
            Undecided { decision, candidates: open.clone() }
        })
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

    /// A full name makes its short forms clear again after a namesake was mentioned.
    fn introduce(&mut self, topic: PageIx, name_kind: NameKind) {
        self.introduced.insert(topic);
        if name_kind.is_full() && !self.other_bearers.is_empty() {
            let catalog = self.input.catalog;
            for short in catalog.short_names(topic) {
                let key = bearer_key(short);
                if self.other_bearers.get(&key) == Some(&OtherBearer::Stranger) {
                    self.other_bearers.remove(&key);
                }
            }
        }
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
