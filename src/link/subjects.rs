//! What a page is about, and who speaks on it.

use super::candidate_topics::CandidateTopics;
use super::name_scan::scan_names;
use super::tracked_lexicon::TrackedLexicon;
use super::{FoundName, PageInput, PerText, messages};
use crate::catalog::{PageIx, fold_name};
use crate::diagnostics::Diagnostic;
use crate::document::{FrontMatter, Quotation, TextId, WrittenRef};
use crate::text::{Span, nfc};

/// What a page is about: as written, else the topics whose full names are in the title and
/// description of an article.
pub(super) fn about_topics(
    PageInput { document, page, catalog, language, .. }: PageInput<'_>,
    lexicon: &mut TrackedLexicon<'_>,
) -> Vec<PageIx> {
    if let Some(about) = &catalog.resolved_refs(page).about {
        return about.to_vec();
    }
    if !matches!(document.front, FrontMatter::Article(_)) {
        return Vec::new();
    }
    let mut topics = Vec::new();
    let description = document.common.description.as_deref().unwrap_or("");
    for folded in [document.title_text(), description].map(fold_name) {
        for name in scan_names(&folded, &[], language, lexicon) {
            let mut candidates =
                CandidateTopics::find(&name, &folded, language, catalog, lexicon).by_name;
            candidates.retain(|candidate| candidate.name_kind.is_full());
            if let [candidate] = candidates[..]
                && !topics.contains(&candidate.topic)
            {
                topics.push(candidate.topic);
            }
        }
    }
    topics
}

/// Reports topics in `about` that the article never mentions.
pub(super) fn check_about_is_mentioned(
    PageInput { document, page, catalog, .. }: PageInput<'_>,
    mentioned: &[PageIx],
    problems: &mut Vec<Diagnostic>,
) {
    let FrontMatter::Article(article) = &document.front else { return };
    let written = article.about.as_deref().unwrap_or_default();
    let about = catalog.resolved_refs(page).about.iter().flatten();
    for topic in about.filter(|topic| !mentioned.contains(topic)) {
        let id = &*catalog.head(*topic).id;
        let names_it = |written: &&WrittenRef| {
            catalog.by_id(&written.value) == Some(*topic)
                || id.strip_suffix(&*nfc(&written.value)).is_some_and(|rest| rest.ends_with('/'))
        };
        let span = written.iter().find(names_it).map_or(Span::default(), |written| written.span);
        let title = &catalog.entry(*topic).title;
        problems.push(messages::about_not_mentioned(&document.path, span, title));
    }
}

/// The speakers of attributed quotations: found as names in the text, else looked up. The text of a
/// block `quote` has one, which the block names.
pub(super) fn quotation_speakers(
    PageInput { document, catalog, .. }: PageInput<'_>,
    names: &[Vec<FoundName>],
    lexicon: &mut TrackedLexicon<'_>,
) -> PerText<Option<PageIx>> {
    let mut speaker = |text: TextId, quotation: &Quotation| {
        let mut names = names[usize::from(text.0)].iter();
        let found = names.find(|name| name.span.overlaps(quotation.speaker_span));
        found.and_then(|name| name.topic).or_else(|| lexicon.topic_named(&quotation.speaker))
    };
    let texts = document.text_ids();
    texts
        .map(|text| match document.quote_with_text(text) {
            Some(block) => Box::from([catalog.speaker_of_quote(&document.path, block).0]),
            None => document.outline(text).quotations.iter().map(|q| speaker(text, q)).collect(),
        })
        .collect()
}
