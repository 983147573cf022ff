//! One document and all names into what its links, names and citations mean.

mod about;
mod reuse;
mod tracked_lexicon;
mod autolink;
mod adjacent_words;
mod blocks;
mod candidate_topics;
mod citations;
mod explain;
mod manual_links;
mod messages;
mod overrides;
mod rules;
mod name_scan;
mod cited_sentence;
mod unlinked;

pub use adjacent_words::is_common_word;
pub use citations::{
    CiteRef, PageSource, SourceOrigin, resolve_citation, source_ids_in_front_matter,
};
pub use cited_sentence::cited_sentence;
pub use explain::{ExplainRecord, ExplainedName, explain};
pub use manual_links::{LinkTarget, check_anchors};
pub use messages::CODES;
pub use reuse::reuse_links;
pub use rules::LinkDecision;
pub use unlinked::unlinked_phrases;

use tracked_lexicon::TrackedLexicon;

use crate::catalog::{Catalog, NameKind, PageIx, WordFilter};
use crate::config::AutolinkPolicy;
use crate::diagnostics::Diagnostic;
use crate::document::{Document, TextId};
use crate::text::{Span, into_exact_box};

/// A list for each piece of a document, in the order of [`Document::pieces`].
pub type PerText<T> = Box<[Box<[T]>]>;

/// What the links of one document mean.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// Names found in each piece, in order of place.
    pub names: PerText<FoundName>,
    /// What each link by hand leads to, in the order of the outline.
    pub targets: PerText<LinkTarget>,
    /// What the citations of each piece cite, in their order.
    pub citations: PerText<CiteRef>,
    /// The speaker of each attributed quotation, where she or he is a topic.
    pub speakers: PerText<Option<PageIx>>,
    /// The sources of the page, in the order of their numbers.
    pub sources: Box<[PageSource]>,
    /// The topics mentioned, in the order of their first mention; the page itself is never one.
    pub topics: Box<[PageIx]>,
    /// What is said of each of them.
    pub mentions: Box<[MentionSummary]>,
    /// What the page is about: as it says, else the topics that title and description name.
    pub about: Box<[PageIx]>,
    /// The words that the text asked the lexicon for.
    pub lookups: WordFilter,
    /// What is wrong.
    pub problems: Box<[Diagnostic]>,
}

/// A name found in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundName {
    /// Where it stands in its piece.
    pub span: Span,
    /// The topic it means; `None` where it is none's, or that could not be decided.
    pub topic: Option<PageIx>,
    /// By which rule it is a name of the topic; `None` for a link by hand, and for a name that is
    /// part of another.
    pub name_kind: Option<NameKind>,
    /// Whether it is a link, or why not.
    pub decision: LinkDecision,
    /// Whether it carries the anchor of the first mention.
    pub has_anchor: bool,
}

/// All that a page says of one topic, in brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MentionSummary {
    /// How often it is mentioned.
    pub count: u32,
    /// The piece of the first mention.
    pub text: TextId,
    /// Where the first mention stands in that piece.
    pub first_span: Span,
    /// The sentence around it.
    pub sentence_span: Span,
}

impl Linked {
    /// Of a document that is left out: nothing, in lists of the right length.
    pub fn empty(document: &Document) -> Self {
        let pieces = document.outlines.len();
        Linked {
            names: vec![Box::default(); pieces].into(),
            targets: vec![Box::default(); pieces].into(),
            citations: vec![Box::default(); pieces].into(),
            speakers: vec![Box::default(); pieces].into(),
            ..Linked::default()
        }
    }
}

/// The stretches of a folded text that are names, in bytes; what they mean is not asked. The
/// innermost part of linking, by itself.
pub fn find_name_ranges(text: &str, catalog: &Catalog) -> Vec<std::ops::Range<usize>> {
    name_scan::scan_names(text, &[], &mut TrackedLexicon::new(&catalog.lexicon))
        .into_iter()
        .map(|place| place.start..place.end)
        .collect()
}

/// Decides every link, name and citation of a document. `policy` is that of the site.
pub fn resolve(
    document: &Document,
    page: PageIx,
    catalog: &Catalog,
    policy: AutolinkPolicy,
) -> Linked {
    let mut problems = Vec::new();
    let mut asking = TrackedLexicon::new(&catalog.lexicon);
    let about = about::about_topics(document, page, catalog, &mut asking);
    let targets = manual_links::resolve(document, page, catalog, &mut asking, &mut problems);
    let (cites, sources) = citations::resolve(document, catalog, &mut problems);
    let found = autolink::autolink(
        document,
        page,
        catalog,
        policy,
        &about,
        &targets,
        &mut asking,
        &mut problems,
    );
    about::check_about_is_mentioned(document, page, catalog, &found.topics, &mut problems);
    let speakers = about::quotation_speakers(document, &found.names, &mut asking);
    // All of it is kept for as long as the site is: room to grow would be a third of it.
    Linked {
        names: found.names.into_iter().map(into_exact_box).collect(),
        targets: targets.into_iter().map(into_exact_box).collect(),
        citations: cites,
        speakers,
        sources,
        topics: into_exact_box(found.topics),
        mentions: into_exact_box(found.mentions),
        about: into_exact_box(about),
        lookups: asking.lookups,
        problems: into_exact_box(problems),
    }
}

#[cfg(test)]
mod tests {
    use super::find_name_ranges;
    use crate::engine::{BuildOptions, build};
    use crate::input::Snapshot;
    use std::sync::Arc;

    #[test]
    fn what_is_left_out_has_lists_for_each_of_its_pieces() {
        let draft =
            "---\ntitle: A\ndate: 2020-01-01\ndraft: true\nkey_points: [One., Two.]\n---\nText.\n";
        let files = [("site.toml", "title = \"T\"\n"), ("content/articles/a.md", draft)];
        let snapshot =
            Snapshot::from_memory(files.into_iter().map(|(path, text)| (path, text.as_bytes())));
        let site = build(&Arc::new(snapshot), &BuildOptions::default()).site;
        let (document, linked) = (&site.documents()[0], &site.linked()[0]);
        let lists = [
            linked.names.len(),
            linked.targets.len(),
            linked.citations.len(),
            linked.speakers.len(),
        ];
        assert_eq!((document.outlines.len(), lists), (3, [3; 4]));
    }

    #[test]
    fn names_are_found_whatever_they_mean() {
        let files = [
            ("site.toml", "title = \"T\"\n"),
            ("content/countries/nk.md", "---\ntitle: North Korea\n---\n"),
            ("content/terms/nk.md", "---\ntitle: North Korea\n---\n"),
        ];
        let snapshot =
            Snapshot::from_memory(files.into_iter().map(|(path, text)| (path, text.as_bytes())));
        let site = build(&Arc::new(snapshot), &BuildOptions::default()).site;
        assert_eq!(
            find_name_ranges("In North Korea and Northern Korea; North Korea.", site.catalog()),
            [3..14, 35..46]
        );
    }
}
