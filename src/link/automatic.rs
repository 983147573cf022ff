//! Names in the prose: what each is taken for, and whether it becomes a link.

use rustc_hash::{FxHashMap, FxHashSet};

use super::asking::Asking;
use super::beside::Beside;
use super::blocks::{Block, blocks};
use super::candidates::{Candidate, Candidates};
use super::explicit::Target;
use super::rules::Reason;
use super::scan::{Place, scan};
use super::{FoundName, Mention, messages};
use crate::catalog::{Catalog, Match, NameRule, PageIx};
use crate::config::AutolinkPolicy;
use crate::diagnostics::Diagnostic;
use crate::document::{Document, LinkForm, TextId};
use crate::text::{Span, nfc, fold_punctuation, sentence_at, sentence_ends};

/// What was found in a document.
pub(super) struct Found {
    pub(super) names: Vec<Vec<FoundName>>,
    pub(super) topics: Vec<PageIx>,
    pub(super) mentions: Vec<Mention>,
}

#[allow(clippy::too_many_arguments)]
pub(super) fn find(
    document: &Document,
    page: PageIx,
    catalog: &Catalog,
    policy: AutolinkPolicy,
    about: &[PageIx],
    targets: &[Vec<Target>],
    asking: &mut Asking<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Found {
    let policy = document.common.autolink.unwrap_or(policy);
    let mut reader = Reader {
        document,
        page,
        catalog,
        about,
        policy,
        meant: catalog.resolved(page).disambiguate.iter().map(|(name, topic)| (nfc(name).chars().map(fold_punctuation).collect::<String>(), *topic)).collect(),
        introduced: introduced(document, page, catalog, about),
        strangers: FxHashSet::default(),
        linked: FxHashSet::default(),
        topics: Vec::new(),
        mentions: Vec::new(),
        by_topic: FxHashMap::default(),
        warned: FxHashSet::default(),
        sentences: Vec::new(),
        asking,
        problems,
    };
    let mut names = Vec::with_capacity(document.outlines.len());
    for piece in document.text_ids() {
        let index = usize::from(piece.0);
        names.push(reader.piece(piece, &targets[index]));
    }
    Found { names, topics: reader.topics, mentions: reader.mentions }
}

/// Who needs no introduction on a page: its own topic, what it is about, and who took part.
fn introduced(document: &Document, page: PageIx, catalog: &Catalog, about: &[PageIx]) -> FxHashSet<PageIx> {
    let mut known: FxHashSet<PageIx> = about.iter().copied().collect();
    if document.front.topic().is_some() {
        known.insert(page);
    }
    known.extend(catalog.resolved(page).participants.iter().flatten());
    known
}

/// Reads a document from its beginning to its end, and knows what a reader at that point knows.
struct Reader<'a, 'p, 'l> {
    document: &'a Document,
    page: PageIx,
    catalog: &'a Catalog,
    about: &'a [PageIx],
    policy: AutolinkPolicy,
    meant: FxHashMap<String, PageIx>,
    introduced: FxHashSet<PageIx>,
    /// Family names of people who are no topic.
    strangers: FxHashSet<String>,
    /// What is linked already, by section; on a page where the policy is once, all is in one.
    linked: FxHashSet<(u32, PageIx)>,
    topics: Vec<PageIx>,
    mentions: Vec<Mention>,
    by_topic: FxHashMap<PageIx, usize>,
    warned: FxHashSet<String>,
    /// Where the sentences of the block end that is being read; found when they are first asked for.
    sentences: Vec<usize>,
    asking: &'p mut Asking<'l>,
    problems: &'p mut Vec<Diagnostic>,
}

/// Why a name could not be decided, and between whom.
struct Undecided {
    reason: Reason,
    between: Vec<Candidate>,
}

impl Reader<'_, '_, '_> {
    fn piece(&mut self, piece: TextId, targets: &[Target]) -> Vec<FoundName> {
        let blocks = blocks(self.document, piece);
        if self.policy == AutolinkPolicy::Section {
            self.linked.clear();
        }
        // A link by hand counts wherever in its section it stands.
        for block in &blocks {
            for (_, index) in &block.links {
                if let Some(Target::Page { page, .. }) = targets.get(*index as usize) {
                    self.linked.insert((self.section_of(block), *page));
                }
            }
        }
        let mut names = Vec::new();
        for block in &blocks {
            self.block(piece, block, targets, &mut names);
        }
        names.sort_by_key(|name| name.span);
        names
    }

    fn section_of(&self, block: &Block) -> u32 {
        if self.policy == AutolinkPolicy::Section { block.section } else { 0 }
    }

    fn block(&mut self, piece: TextId, block: &Block, targets: &[Target], names: &mut Vec<FoundName>) {
        self.sentences.clear();
        let mut links = block.links.iter().peekable();
        for place in scan(&block.text, &block.skips, self.asking) {
            while let Some((at, index)) = links.next_if(|(at, _)| (*at as usize) < place.start) {
                names.extend(self.by_hand(piece, block, (*at, *index), targets));
            }
            self.name(piece, block, &place, names);
        }
        for link in links {
            names.extend(self.by_hand(piece, block, *link, targets));
        }
    }

    /// A link by hand is a mention of what it leads to; `[[!name]]` of what it names, if that is one topic, but introduces nobody.
    fn by_hand(&mut self, piece: TextId, block: &Block, (at, index): (u32, u32), targets: &[Target]) -> Option<FoundName> {
        let link = &self.document.outline(piece).links[index as usize];
        let (topic, reason) = match (targets.get(index as usize)?, link.form) {
            (_, LinkForm::Suppressed) => match self.asking.named(&link.target)[..] {
                [topic] => (topic, Reason::KeptPlain),
                _ => return Some(FoundName { span: link.span, topic: None, rule: None, reason: Reason::KeptPlain, anchor: false }),
            },
            (Target::Page { page, .. }, _) => (*page, Reason::Linked),
            _ => return None,
        };
        if topic == self.page || self.catalog.entry(topic).topic().is_none() {
            return None;
        }
        if reason == Reason::Linked {
            self.introduced.insert(topic);
            self.introduce_named_in(block, at);
        }
        let anchor = self.mention(piece, block, topic, link.span, at as usize);
        Some(FoundName { span: link.span, topic: Some(topic), rule: None, reason, anchor })
    }

    /// Who is named in full in the words of a link to somewhere else has been introduced all the same: "[[events/visit|Stephen Biegun's visit]]".
    fn introduce_named_in(&mut self, block: &Block, at: u32) {
        let Some((from, to)) = block.skips.iter().find(|(from, _)| *from == at) else { return };
        for place in scan(&block.text[*from as usize..*to as usize], &[], self.asking) {
            let mut full = place.names.iter().flat_map(Match::claims).filter(|claim| claim.rule.is_full()).filter_map(|claim| claim.topic);
            if let (Some(topic), None) = (full.next(), full.next()) {
                self.introduced.insert(topic);
            }
        }
    }

    fn name(&mut self, piece: TextId, block: &Block, place: &Place<'_>, names: &mut Vec<FoundName>) {
        let span = block.source(place.start, place.end);
        let mut found = |topic, rule, reason, anchor| names.push(FoundName { span, topic, rule, reason, anchor });
        if place.names.iter().flat_map(Match::claims).any(|claim| claim.rule == NameRule::Veto) {
            return found(None, Some(NameRule::Veto), Reason::Vetoed, false);
        }
        let written = &block.text[place.start..place.end];
        let candidates = Candidates::of(place, &block.text, self.catalog, self.asking);
        let chosen = match self.choose(written, &candidates) {
            Ok(chosen) => chosen,
            Err(Undecided { reason, between }) => {
                let may_be_linked = between.iter().any(|candidate| candidate.linkable);
                if reason == Reason::Ambiguous && may_be_linked && self.warned.insert(written.to_owned()) {
                    let topics: Vec<PageIx> = between.iter().map(|candidate| candidate.topic).collect();
                    self.problems.push(messages::ambiguous_name(self.document, self.document.file_span(piece, span), written, &topics, self.catalog));
                }
                return found(None, candidates.all().map(|candidate| candidate.rule).min(), reason, false);
            }
        };
        let Candidate { topic, rule, linkable } = chosen;
        self.introduced.insert(topic);
        if topic == self.page {
            return found(Some(topic), Some(rule), Reason::OwnPage, false);
        }
        let anchor = self.mention(piece, block, topic, span, place.start);
        let reason = match self.policy {
            _ if !linkable && matches!(rule, NameRule::Metonym | NameRule::Demonym) => Reason::StandsForIt,
            _ if !linkable => Reason::NotLinkable,
            AutolinkPolicy::Off => Reason::PolicyOff,
            _ if !block.is_one_stretch(place.start, place.end) => Reason::SplitByMarkup,
            AutolinkPolicy::Section | AutolinkPolicy::Once if self.linked.contains(&(self.section_of(block), topic)) => Reason::LinkedAlready,
            AutolinkPolicy::Section | AutolinkPolicy::Once | AutolinkPolicy::All => Reason::Linked,
        };
        if reason == Reason::Linked {
            self.linked.insert((self.section_of(block), topic));
        }
        found(Some(topic), Some(rule), reason, anchor);
    }

    /// Which topic a name means: as the page says, else the only candidate, else the only one the page is about, else the only one that declares it.
    fn choose(&mut self, written: &str, candidates: &Candidates) -> Result<Candidate, Undecided> {
        // What the page says of a name holds for the name, not for a longer one that it is part of.
        if let Some(topic) = self.meant.get(written).copied().filter(|_| candidates.beside.is_none()) {
            let claimed = candidates.all().find(|candidate| candidate.topic == topic).copied();
            return Ok(claimed.unwrap_or(Candidate { topic, rule: NameRule::Declared, linkable: true }));
        }
        if candidates.beside == Some(Beside::Stranger) {
            // The family name stands at one end of the name.
            let ends = [written.rsplit(' ').next(), written.split(' ').next()];
            self.strangers.extend(ends.into_iter().flatten().map(str::to_owned));
        }
        let strange = self.strangers.contains(written);
        let mut open: Vec<Candidate> = candidates.named.clone();
        for bearer in candidates.bearers.iter().filter(|bearer| !strange && self.introduced.contains(&bearer.topic)) {
            if !open.iter().any(|candidate| candidate.topic == bearer.topic) {
                open.push(*bearer);
            }
        }
        if let [] | [_] = open[..] {
            // A family name that means one of several before any was introduced: whoever is introduced later need not be the one.
            if open.is_empty() && candidates.beside.is_none() && candidates.bearers.len() > 1 {
                self.strangers.insert(written.to_owned());
            }
            let reason = match candidates.beside {
                Some(_) => Reason::LongerName,
                None if strange => Reason::SeveralIntroduced,
                None => Reason::NotIntroduced,
            };
            return open.first().copied().ok_or(Undecided { reason, between: open });
        }
        let only = |wanted: &dyn Fn(&Candidate) -> bool| {
            let mut those = open.iter().filter(|candidate| wanted(candidate));
            those.next().filter(|_| those.next().is_none()).copied()
        };
        let about = only(&|candidate| self.about.contains(&candidate.topic) || candidate.topic == self.page);
        // Whose family name it is was said on this page, and counts as much as what another topic declares.
        let declared = || only(&|candidate| candidate.rule.is_declared()).filter(|_| open.iter().all(|candidate| candidate.rule != NameRule::Short));
        match about.or_else(declared) {
            Some(chosen) => Ok(chosen),
            // Of a family name alone, nobody can tell which of two bearers is meant; that is no mistake of the page.
            None if candidates.named.is_empty() => Err(Undecided { reason: Reason::SeveralIntroduced, between: open }),
            None => Err(Undecided { reason: Reason::Ambiguous, between: open }),
        }
    }

    /// Counts a mention; true for the first of its topic on the page.
    fn mention(&mut self, piece: TextId, block: &Block, topic: PageIx, span: Span, at: usize) -> bool {
        if let Some(index) = self.by_topic.get(&topic) {
            self.mentions[*index].count += 1;
            return false;
        }
        if self.sentences.is_empty() {
            self.sentences = sentence_ends(&block.text);
        }
        let sentence = sentence_at(&self.sentences, &block.text, at);
        let sentence = block.source(sentence.start, sentence.end);
        self.by_topic.insert(topic, self.mentions.len());
        self.topics.push(topic);
        self.mentions.push(Mention { count: 1, piece, first: span, sentence });
        true
    }
}
