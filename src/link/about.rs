//! What a page is about, and who speaks on it.

use super::asking::Asking;
use super::candidates::Candidates;
use super::scan::scan;
use super::{FoundName, PerPiece, messages};
use crate::catalog::{Catalog, PageIx};
use crate::diagnostics::Diagnostic;
use crate::document::{Document, FrontMatter, TextId, Quotation};
use crate::text::{Span, nfc, fold_punctuation};

/// What a page is about: as it says, else the topics that its title and description name in full.
pub(super) fn about(document: &Document, page: PageIx, catalog: &Catalog, asking: &mut Asking<'_>) -> Vec<PageIx> {
    if let Some(about) = &catalog.resolved(page).about {
        return about.to_vec();
    }
    if !matches!(document.front, FrontMatter::Article(_)) {
        return Vec::new();
    }
    let mut topics = Vec::new();
    for text in [document.title_text(), document.common.description.as_deref().unwrap_or("")] {
        let folded: String = text.chars().map(fold_punctuation).collect();
        for place in scan(&folded, &[], asking) {
            let mut named = Candidates::of(&place, &folded, catalog, asking).named;
            named.retain(|candidate| candidate.rule.is_full());
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
pub(super) fn check(document: &Document, page: PageIx, catalog: &Catalog, mentioned: &[PageIx], problems: &mut Vec<Diagnostic>) {
    let (FrontMatter::Article(article), Some(about)) = (&document.front, &catalog.resolved(page).about) else { return };
    let written = article.about.as_deref().unwrap_or_default();
    for topic in about {
        if !mentioned.contains(topic) {
            let id = &*catalog.head(*topic).id;
            let names_it =
                |written: &&crate::document::WrittenRef| id.strip_suffix(&*nfc(&written.value)).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
            let span = written.iter().find(names_it).map_or(Span::default(), |written| written.span);
            problems.push(messages::about_not_mentioned(&document.path, span, &catalog.entry(*topic).title));
        }
    }
}

/// The speakers of attributed quotations, by piece.
pub(super) fn speakers(document: &Document, names: &[Vec<FoundName>], asking: &mut Asking<'_>) -> PerPiece<Option<PageIx>> {
    let mut speaker = |piece: TextId, quotation: &Quotation| {
        let found = names[usize::from(piece.0)].iter().find(|name| name.span.overlaps(quotation.speaker_span));
        found.and_then(|name| name.topic).or_else(|| match asking.named(&quotation.speaker)[..] {
            [topic] => Some(topic),
            _ => None,
        })
    };
    document.text_ids().map(|piece| document.outline(piece).quotations.iter().map(|quotation| speaker(piece, quotation)).collect()).collect()
}
