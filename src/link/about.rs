//! What a page is about, and who speaks on it.

use super::candidate_topics::CandidateTopics;
use super::name_scan::scan_names;
use super::tracked_lexicon::TrackedLexicon;
use super::{FoundName, PerText, messages};
use crate::catalog::{Catalog, PageIx};
use crate::diagnostics::Diagnostic;
use crate::document::{Document, FrontMatter, Quotation, TextId};
use crate::text::{Span, fold_punctuation, nfc};

/// What a page is about: as it says, else the topics that its title and description name in full.
pub(super) fn about_topics(
    document: &Document,
    page: PageIx,
    catalog: &Catalog,
    asking: &mut TrackedLexicon<'_>,
) -> Vec<PageIx> {
    if let Some(about) = &catalog.resolved_refs(page).about {
        return about.to_vec();
    }
    if !matches!(document.front, FrontMatter::Article(_)) {
        return Vec::new();
    }
    let mut topics = Vec::new();
    for text in [document.title_text(), document.common.description.as_deref().unwrap_or("")] {
        let folded: String = text.chars().map(fold_punctuation).collect();
        for place in scan_names(&folded, &[], asking) {
            let mut named = CandidateTopics::find(&place, &folded, catalog, asking).by_name;
            named.retain(|candidate| candidate.name_kind.is_full());
            if let [candidate] = named[..]
                && !topics.contains(&candidate.topic)
            {
                topics.push(candidate.topic);
            }
        }
    }
    topics
}

/// The topics that an article says it is about, and that its text never mentions.
pub(super) fn check_about_is_mentioned(
    document: &Document,
    page: PageIx,
    catalog: &Catalog,
    mentioned: &[PageIx],
    problems: &mut Vec<Diagnostic>,
) {
    let (FrontMatter::Article(article), Some(about)) =
        (&document.front, &catalog.resolved_refs(page).about)
    else {
        return;
    };
    let written = article.about.as_deref().unwrap_or_default();
    for topic in about {
        if !mentioned.contains(topic) {
            let id = &*catalog.head(*topic).id;
            let names_it = |written: &&crate::document::WrittenRef| {
                id.strip_suffix(&*nfc(&written.value))
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
            };
            let span =
                written.iter().find(names_it).map_or(Span::default(), |written| written.span);
            problems.push(messages::about_not_mentioned(
                &document.path,
                span,
                &catalog.entry(*topic).title,
            ));
        }
    }
}

/// The speakers of attributed quotations, by piece.
pub(super) fn quotation_speakers(
    document: &Document,
    names: &[Vec<FoundName>],
    asking: &mut TrackedLexicon<'_>,
) -> PerText<Option<PageIx>> {
    let mut speaker = |piece: TextId, quotation: &Quotation| {
        let found = names[usize::from(piece.0)]
            .iter()
            .find(|name| name.span.overlaps(quotation.speaker_span));
        found.and_then(|name| name.topic).or_else(|| {
            match asking.topics_named(&quotation.speaker)[..] {
                [topic] => Some(topic),
                _ => None,
            }
        })
    };
    document
        .text_ids()
        .map(|piece| {
            document
                .outline(piece)
                .quotations
                .iter()
                .map(|quotation| speaker(piece, quotation))
                .collect()
        })
        .collect()
}
