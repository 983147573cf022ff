//! Names in the prose: one pass over each block, leftmost and longest, then the rules.

use rustc_hash::{FxHashMap, FxHashSet};

use super::asking::Asking;
use super::blocks::{Block, blocks};
use super::bystanders::{Bystander, bystander};
use super::explicit::Target;
use super::rules::Reason;
use super::{FoundName, Mention, messages};
use crate::catalog::{Catalog, Name, NameRule, PageIx};
use crate::config::Policy;
use crate::diagnostics::Diagnostic;
use crate::document::{Document, FrontKind, LinkForm, PieceId};
use crate::text::{Span, fold_char, is_capitalised, is_spaceless_script, is_word_char, sentence_at, sentences};

/// What was found in a document.
pub(super) struct Found {
    pub(super) names: Vec<Vec<FoundName>>,
    pub(super) mentions: Vec<Mention>,
}

/// What a page is about: as it says, else the topics that its title and description name in full.
pub(super) fn about(document: &Document, page: PageIx, catalog: &Catalog, asking: &mut Asking<'_>) -> Vec<PageIx> {
    if let Some(about) = &catalog.resolved(page).about {
        return about.clone();
    }
    if !matches!(document.front, FrontKind::Article(_)) {
        return Vec::new();
    }
    let mut topics = Vec::new();
    for text in [document.title_text(), document.common.description.as_deref().unwrap_or("")] {
        let folded: String = text.chars().map(fold_char).collect();
        for name in scan(&folded, &[], asking) {
            if let [topic] = candidates(&name.names, |rule| rule.is_declared() || rule == NameRule::BuiltIn)[..]
                && topic != page
                && !topics.contains(&topic)
            {
                topics.push(topic);
            }
        }
    }
    topics
}

/// A place in a text that has one or more names.
struct Place<'a> {
    start: usize,
    end: usize,
    names: Vec<&'a Name>,
}

/// All places of a folded text that have a name, from left to right, the longest at each. Nothing is looked for in `skips`.
fn scan<'a>(text: &str, skips: &[(u32, u32)], asking: &mut Asking<'a>) -> Vec<Place<'a>> {
    let mut places: Vec<Place<'a>> = Vec::new();
    let mut names: Vec<&Name> = Vec::new();
    let mut skips = skips.iter().peekable();
    let mut at = 0;
    while let Some(start) = next_word(text, at) {
        if let Some((_, end)) = skips.next_if(|(skip, _)| *skip as usize <= start) {
            at = at.max(*end as usize);
            continue;
        }
        if !asking.may_begin(text, start) {
            at = after_word(text, start);
            continue;
        }
        let skip_ahead = skips.peek().map_or(text.len(), |(skip, _)| *skip as usize);
        match asking.longest_at(text, start, &mut names) {
            Some(end)
                if end <= skip_ahead
                    && is_whole(text, start, end)
                    && hyphens_allow(text, start, end, places.last(), asking)
                    && !is_in_address(text, start, end) =>
            {
                places.push(Place { start, end, names: std::mem::take(&mut names) });
                at = end;
            }
            _ => at = after_word(text, start),
        }
    }
    places
}

/// The next byte from `at` that a name may begin at: of a word its first, in a script without spaces any character.
fn next_word(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = at;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() {
            return Some(at);
        }
        if byte.is_ascii() {
            at += 1;
            continue;
        }
        let c = text[at..].chars().next()?;
        if is_word_char(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
    None
}

/// Past the word that begins at `at`; in a script without spaces, past its first character (Hangul words begin only after a space).
fn after_word(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let ascii_end = at + bytes[at..].iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len() - at);
    if ascii_end > at && bytes.get(ascii_end).is_none_or(u8::is_ascii) {
        return ascii_end;
    }
    let hangul = |c: char| matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7FF}');
    let mut chars = text[at..].char_indices();
    let Some((_, first)) = chars.next() else { return text.len() };
    if is_spaceless_script(first) && !hangul(first) {
        return at + first.len_utf8();
    }
    chars.find(|(_, c)| !is_word_char(*c) || (is_spaceless_script(*c) && !hangul(*c))).map_or(text.len(), |(offset, _)| at + offset)
}

/// A name ends where its word ends; after Hangul, kana or Han a particle may follow.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let last = text[start..end].chars().next_back();
    let next = text[end..].chars().next();
    let particle = last.is_some_and(is_spaceless_script);
    particle || last.is_some_and(|c| !is_word_char(c)) || next.is_none_or(|c| !is_word_char(c) && c != '_')
}

/// A hyphen is a boundary, unless a capitalised word that is no name stands on its other side: "Guinea-Bissau" is never "Guinea".
/// The dash that sets off a clause has been folded to a hyphen too; it stands between spaces or joins two names.
fn hyphens_allow(text: &str, start: usize, end: usize, before: Option<&Place<'_>>, asking: &mut Asking<'_>) -> bool {
    let after = text[end..].strip_prefix('-').filter(|rest| is_capitalised(rest));
    if after.is_some() && asking.longest_at(text, end + 1, &mut Vec::new()).is_none() {
        return false;
    }
    let Some(head) = text[..start].strip_suffix('-') else { return true };
    let word_start = head.rfind(|c: char| !is_word_char(c)).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
    let word = &head[word_start..];
    let before_is_name = before.is_some_and(|place| place.end + 1 == start);
    before_is_name || !is_capitalised(word) || asking.longest_at(text, word_start, &mut Vec::new()).is_some_and(|stop| stop + 1 == start)
}

/// How far round a name an address is looked for, in bytes.
const ADDRESS_REACH: usize = 200;

/// Names inside web and mail addresses are none.
fn is_in_address(text: &str, start: usize, end: usize) -> bool {
    let edge = |c: char| c.is_whitespace() || c == '\u{FFFC}';
    let from = text.floor_char_boundary(start.saturating_sub(ADDRESS_REACH));
    let to = text.floor_char_boundary((end + ADDRESS_REACH).min(text.len()));
    let before = text[from..start].rsplit(edge).next().unwrap_or_default();
    let after = text[end..to].split(edge).next().unwrap_or_default();
    let after_point = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()));
    after_point || before.contains("://") || before.contains('@') || after.contains('@') || before.starts_with("www.") || before.ends_with(['/', '\\', '_'])
}

/// The topics that claim names, by reasons that `wanted` accepts.
fn candidates(names: &[&Name], wanted: impl Fn(NameRule) -> bool) -> Vec<PageIx> {
    let mut topics = Vec::new();
    for claim in names.iter().flat_map(|name| &name.claims) {
        if let Some(topic) = claim.topic.filter(|topic| wanted(claim.rule) && !topics.contains(topic)) {
            topics.push(topic);
        }
    }
    topics
}

#[allow(clippy::too_many_arguments)]
pub(super) fn find(
    document: &Document,
    page: PageIx,
    catalog: &Catalog,
    policy: Policy,
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
        meant: catalog.resolved(page).disambiguate.iter().map(|(name, topic)| (name.chars().map(fold_char).collect::<String>(), *topic)).collect(),
        introduced: introduced(document, page, catalog, about),
        strangers: FxHashSet::default(),
        linked: FxHashSet::default(),
        mentions: Vec::new(),
        by_topic: FxHashMap::default(),
        warned: FxHashSet::default(),
        sentences: Vec::new(),
        asking,
        problems,
    };
    let mut names = Vec::with_capacity(document.outlines.len());
    for piece in document.pieces() {
        let index = usize::from(piece.0);
        names.push(reader.piece(piece, &targets[index]));
    }
    Found { names, mentions: reader.mentions }
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
    policy: Policy,
    meant: FxHashMap<String, PageIx>,
    introduced: FxHashSet<PageIx>,
    /// Family names of people who are no topic.
    strangers: FxHashSet<String>,
    /// What is linked already, by section; on a page where the policy is once, all is in one.
    linked: FxHashSet<(u32, PageIx)>,
    mentions: Vec<Mention>,
    by_topic: FxHashMap<PageIx, usize>,
    warned: FxHashSet<String>,
    /// Where the sentences of the block end that is being read; found when they are first asked for.
    sentences: Vec<usize>,
    asking: &'p mut Asking<'l>,
    problems: &'p mut Vec<Diagnostic>,
}

impl Reader<'_, '_, '_> {
    fn piece(&mut self, piece: PieceId, targets: &[Target]) -> Vec<FoundName> {
        let markdown = self.document.markdown(piece);
        let blocks = blocks(markdown, self.document.outline(piece), self.document.markdown.smart_punctuation);
        if self.policy == Policy::Section {
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
        if self.policy == Policy::Section { block.section } else { 0 }
    }

    fn block(&mut self, piece: PieceId, block: &Block, targets: &[Target], names: &mut Vec<FoundName>) {
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
    fn by_hand(&mut self, piece: PieceId, block: &Block, (at, index): (u32, u32), targets: &[Target]) -> Option<FoundName> {
        let link = &self.document.outline(piece).links[index as usize];
        let (topic, reason) = match (targets.get(index as usize)?, link.form) {
            (_, LinkForm::Plain) => match self.asking.named(&link.target)[..] {
                [topic] => (topic, Reason::KeptPlain),
                _ => return None,
            },
            (Target::Page { page, .. }, _) => (*page, Reason::Linked),
            _ => return None,
        };
        if topic == self.page || self.catalog.entry(topic).topic().is_none() {
            return None;
        }
        if reason == Reason::Linked {
            self.introduced.insert(topic);
        }
        let anchor = self.mention(piece, block, topic, link.span, at as usize);
        Some(FoundName { span: link.span, topic: Some(topic), reason, anchor })
    }

    fn name(&mut self, piece: PieceId, block: &Block, place: &Place<'_>, names: &mut Vec<FoundName>) {
        if place.names.iter().flat_map(|name| &name.claims).any(|claim| claim.rule == NameRule::Veto) {
            return;
        }
        let span = block.source(place.start, place.end);
        let written = &block.text[place.start..place.end];
        let mut found = |topic, reason, anchor| names.push(FoundName { span, topic, reason, anchor });
        let full = candidates(&place.names, |rule| rule != NameRule::Short);
        let topic = if full.is_empty() {
            match self.bearer(&block.text, place) {
                Some(topic) => topic,
                None => return found(None, Reason::NotIntroduced, false),
            }
        } else {
            match self.meant(written, &place.names, &full) {
                Some(topic) => topic,
                None => {
                    if self.warned.insert(written.to_owned()) {
                        self.problems.push(messages::ambiguous_name(self.document, self.document.place(piece, span), written, &full, self.catalog));
                    }
                    return found(None, Reason::Ambiguous, false);
                }
            }
        };
        self.introduced.insert(topic);
        if topic == self.page {
            return;
        }
        let anchor = self.mention(piece, block, topic, span, place.start);
        let linkable = place.names.iter().flat_map(|name| &name.claims).any(|claim| claim.topic == Some(topic) && claim.linkable);
        let reason = match self.policy {
            _ if !linkable => Reason::NotLinkable,
            Policy::Off => Reason::PolicyOff,
            _ if !block.is_one_stretch(place.start, place.end) => Reason::SplitByMarkup,
            Policy::Section | Policy::Once if self.linked.contains(&(self.section_of(block), topic)) => Reason::LinkedAlready,
            Policy::Section | Policy::Once | Policy::All => Reason::Linked,
        };
        if reason == Reason::Linked {
            self.linked.insert((self.section_of(block), topic));
        }
        found(Some(topic), reason, anchor);
    }

    /// Which topic a name means: as the page says, else the only candidate it is about, else the only one that declares the name, else the only one.
    fn meant(&self, written: &str, names: &[&Name], full: &[PageIx]) -> Option<PageIx> {
        if let Some(topic) = self.meant.get(written) {
            return Some(*topic);
        }
        if let [topic] = full[..] {
            return Some(topic);
        }
        let about: Vec<PageIx> = full.iter().copied().filter(|topic| self.about.contains(topic) || *topic == self.page).collect();
        if let [topic] = about[..] {
            return Some(topic);
        }
        match candidates(names, NameRule::is_declared)[..] {
            [topic] => Some(topic),
            _ => None,
        }
    }

    /// Whom a family name means: the one bearer who was introduced, if only one was and no stranger bears it.
    fn bearer(&mut self, text: &str, place: &Place<'_>) -> Option<PageIx> {
        let written = &text[place.start..place.end];
        if let Some(topic) = self.meant.get(written) {
            return Some(*topic);
        }
        match bystander(text, place.start, place.end) {
            Bystander::Stranger => {
                self.strangers.insert(written.to_owned());
                return None;
            }
            Bystander::Doubt => return None,
            Bystander::None => {}
        }
        let bearers: Vec<PageIx> =
            candidates(&place.names, |rule| rule == NameRule::Short).into_iter().filter(|topic| self.introduced.contains(topic)).collect();
        match bearers[..] {
            [topic] if !self.strangers.contains(written) => Some(topic),
            _ => None,
        }
    }

    /// Counts a mention; true for the first of its topic on the page.
    fn mention(&mut self, piece: PieceId, block: &Block, topic: PageIx, span: Span, at: usize) -> bool {
        if let Some(index) = self.by_topic.get(&topic) {
            self.mentions[*index].count += 1;
            return false;
        }
        if self.sentences.is_empty() {
            self.sentences = sentences(&block.text);
        }
        let sentence = sentence_at(&self.sentences, &block.text, at);
        let sentence = block.source(sentence.start, sentence.end);
        self.by_topic.insert(topic, self.mentions.len());
        self.mentions.push(Mention { topic, count: 1, piece, first: span, sentence });
        true
    }
}

/// The speakers of attributed quotations, by piece.
pub(super) fn speakers(document: &Document, names: &[Vec<FoundName>], asking: &mut Asking<'_>) -> Vec<Vec<Option<PageIx>>> {
    let mut speaker = |piece: PieceId, quotation: &crate::document::Quotation| {
        let found =
            names[usize::from(piece.0)].iter().find(|name| name.span.start < quotation.speaker_span.end && name.span.end > quotation.speaker_span.start);
        found.and_then(|name| name.topic).or_else(|| match asking.named(&quotation.speaker)[..] {
            [topic] => Some(topic),
            _ => None,
        })
    };
    document.pieces().map(|piece| document.outline(piece).quotations.iter().map(|quotation| speaker(piece, quotation)).collect()).collect()
}
