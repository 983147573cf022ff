//! Resolves the references of blocks to pages. Each function also returns what is wrong with them.

use super::page_lookup::PageLookup;
use super::references::{COUNTRY, EVENT, PARTICIPANT, RefResolver, TOPIC};
use super::{Catalog, PageIx};
use crate::diagnostics::Diagnostic;
use crate::document::{
    AccountsBlock, MapBlock, QuoteBlock, RelationsBlock, StorylineBlock, TimelineBlock, WrittenRef,
};
use crate::text::SourcePath;

/// The pages that `[storyline]` of `site.toml` or a block `storyline` names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StorylineRefs {
    /// Countries.
    pub lanes: Box<[PageIx]>,
    pub events: Box<[PageIx]>,
}

/// The pages that a block `map` names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapRefs {
    pub countries: Box<[PageIx]>,
    pub events: Box<[PageIx]>,
    /// The topic of each of its places.
    pub places: Box<[Option<PageIx>]>,
}

/// The pages that a block `timeline` names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineRefs {
    pub topics: Box<[PageIx]>,
    pub events: Box<[PageIx]>,
}

/// The pages that a block `relations` names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationsRefs {
    pub of: Option<PageIx>,
    pub with: Box<[PageIx]>,
}

/// Resolves the keys `lanes` and `events` of a file.
pub(super) fn resolve_storyline(
    path: &SourcePath,
    [lanes, events]: [&[WrittenRef]; 2],
    lookup: &PageLookup,
    problems: &mut Vec<Diagnostic>,
) -> StorylineRefs {
    let mut resolver = RefResolver { lookup, path, problems };
    StorylineRefs {
        lanes: resolver.resolve_all("lanes", lanes, COUNTRY),
        events: resolver.resolve_all("events", events, EVENT),
    }
}

impl Catalog {
    pub fn storyline_refs(
        &self,
        path: &SourcePath,
        block: &StorylineBlock,
    ) -> (StorylineRefs, Vec<Diagnostic>) {
        let (written, mut problems) = ([&block.lanes[..], &block.events[..]], Vec::new());
        let refs = resolve_storyline(path, written, &self.page_lookup, &mut problems);
        (refs, problems)
    }

    pub fn map_refs(&self, path: &SourcePath, block: &MapBlock) -> (MapRefs, Vec<Diagnostic>) {
        self.resolve_block(path, |resolver| MapRefs {
            countries: resolver.resolve_all("countries", &block.countries, COUNTRY),
            events: resolver.resolve_all("events", &block.events, EVENT),
            places: block
                .places
                .iter()
                .map(|place| resolver.resolve_optional("to", place.to.as_ref(), TOPIC))
                .collect(),
        })
    }

    pub fn timeline_refs(
        &self,
        path: &SourcePath,
        block: &TimelineBlock,
    ) -> (TimelineRefs, Vec<Diagnostic>) {
        self.resolve_block(path, |resolver| TimelineRefs {
            topics: resolver.resolve_all("topics", &block.topics, TOPIC),
            events: resolver.resolve_all("events", &block.events, EVENT),
        })
    }

    pub fn relations_refs(
        &self,
        path: &SourcePath,
        block: &RelationsBlock,
    ) -> (RelationsRefs, Vec<Diagnostic>) {
        self.resolve_block(path, |resolver| RelationsRefs {
            of: resolver.resolve_optional("of", block.of.as_ref(), TOPIC),
            with: resolver.resolve_all("with", &block.with, TOPIC),
        })
    }

    /// The event whose accounts a block shows.
    pub fn accounts_event(
        &self,
        path: &SourcePath,
        block: &AccountsBlock,
    ) -> (Option<PageIx>, Vec<Diagnostic>) {
        self.resolve_block(path, |resolver| {
            resolver.resolve_optional("event", block.event.as_ref(), EVENT)
        })
    }

    /// The topic that a quotation is of.
    pub fn speaker_of_quote(
        &self,
        path: &SourcePath,
        block: &QuoteBlock,
    ) -> (Option<PageIx>, Vec<Diagnostic>) {
        self.resolve_block(path, |resolver| {
            resolver.resolve_optional("who", block.who.as_ref(), PARTICIPANT)
        })
    }

    fn resolve_block<T>(
        &self,
        path: &SourcePath,
        resolve: impl FnOnce(&mut RefResolver<'_>) -> T,
    ) -> (T, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let lookup = &self.page_lookup;
        let refs = resolve(&mut RefResolver { lookup, path, problems: &mut problems });
        (refs, problems)
    }
}
