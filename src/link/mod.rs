//! One document and the catalog into what its links, names and citations mean.

mod subjects;
mod adjacent_words;
mod autolink;
mod blocks;
mod candidate_topics;
mod citations;
mod cited_sentence;
mod evidence;
mod explain_page;
mod explain_record;
mod explained_name;
mod manual_links;
mod messages;
mod name_scan;
mod override_suggestions;
mod reuse;
mod link_decision;
mod links_gained;
mod longer_name;
mod tracked_lexicon;
mod own_forms;
mod surroundings;
mod titles;
mod unlinked;

pub use citations::{CiteRef, PageSource, SourceOrigin, resolve_citation, source_ids_in_keys};
pub use cited_sentence::cited_sentence;
pub use explain_page::explain_page;
pub use explain_record::{ExplainRecord, ExplainedName, explain};
pub use link_decision::LinkDecision;
pub use links_gained::PageLinks;
pub use manual_links::{LinkTarget, check_anchors};
pub use messages::CODES;
pub use reuse::reuse_links;
pub use unlinked::unlinked_phrases;

use tracked_lexicon::TrackedLexicon;

use crate::catalog::{Catalog, NameKind, PageIx, WordFilter};
use crate::config::{AutolinkPolicy, Config};
use crate::diagnostics::Diagnostic;
use crate::document::{Document, TextId};
use crate::language::{Language, Languages};
use crate::text::{Span, into_exact_box};

/// A list for each text of a document, in the order of [`Document::text_ids`].
pub type PerText<T> = Box<[Box<[T]>]>;

/// What the links of one document mean.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// The names in each text, in order of position.
    pub names: PerText<FoundName>,
    /// What each manual link leads to, in the order of the outline.
    pub targets: PerText<LinkTarget>,
    /// What each citation cites, in order of position.
    pub citations: PerText<CiteRef>,
    /// The speaker of each attributed quotation, and of a block `quote`, if it is a topic.
    pub speakers: PerText<Option<PageIx>>,
    /// The sources of the page, in the order of their numbers.
    pub sources: Box<[PageSource]>,
    /// The topics mentioned, in the order of their first mention; never the page itself.
    pub topics: Box<[PageIx]>,
    /// The mentions of each of them.
    pub mentions: Box<[MentionSummary]>,
    /// What the page is about: as written, else the topics in its title and description.
    pub about: Box<[PageIx]>,
    /// The words that were looked up in the lexicon.
    pub lookups: WordFilter,
    pub problems: Box<[Diagnostic]>,
}

/// A name in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundName {
    /// Position in its text.
    pub span: Span,
    /// `None` if the name is excluded or could not be decided.
    pub topic: Option<PageIx>,
    /// `None` for a manual link, and for a name that is part of a longer one.
    pub name_kind: Option<NameKind>,
    pub decision: LinkDecision,
    /// Whether it has the anchor of the first mention.
    pub has_anchor: bool,
}

/// All mentions of one topic on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MentionSummary {
    pub count: u32,
    /// The text of the first mention.
    pub text: TextId,
    /// Position of the first mention in that text.
    pub first_span: Span,
    /// The sentence around it.
    pub sentence_span: Span,
}

impl Linked {
    /// For a hidden document: empty lists, one for each text.
    pub fn empty(document: &Document) -> Self {
        let texts = document.outlines.len();
        Linked {
            names: vec![Box::default(); texts].into(),
            targets: vec![Box::default(); texts].into(),
            citations: vec![Box::default(); texts].into(),
            speakers: vec![Box::default(); texts].into(),
            ..Linked::default()
        }
    }
}

/// A document with its page index and the catalog.
#[derive(Clone, Copy)]
struct PageInput<'a> {
    document: &'a Document,
    page: PageIx,
    catalog: &'a Catalog,
    config: &'a Config,
    policy: AutolinkPolicy,
    /// Of the page.
    language: &'a Language,
}

impl<'a> PageInput<'a> {
    fn new(document: &'a Document, page: PageIx, catalog: &'a Catalog, config: &'a Config) -> Self {
        let language = config.languages.of_page(document.language());
        let policy = document.common.autolink.unwrap_or(config.autolink.policy);
        PageInput { document, page, catalog, config, policy, language }
    }
}

/// The byte ranges of a folded text that are names. For benchmarks: the inner loop of linking.
pub fn find_name_ranges(
    text: &str,
    catalog: &Catalog,
    languages: &Languages,
) -> Vec<std::ops::Range<usize>> {
    let mut lexicon = TrackedLexicon::new(&catalog.lexicon);
    let names = name_scan::scan_names(text, &[], languages.of_page(None), &mut lexicon);
    names.into_iter().map(|name| name.start..name.end).collect()
}

/// Decides every link, name and citation of a document.
pub fn resolve(document: &Document, page: PageIx, catalog: &Catalog, config: &Config) -> Linked {
    let input = PageInput::new(document, page, catalog, config);
    let mut problems = Vec::new();
    let mut lexicon = TrackedLexicon::new(&catalog.lexicon);
    let about = subjects::about_topics(input, &mut lexicon);
    let targets = manual_links::resolve(input, &mut lexicon, &mut problems);
    let (citations, sources) = citations::resolve(document, catalog, &mut problems);
    let found = autolink::autolink(input, &about, &targets, &mut lexicon, &mut problems);
    subjects::check_about_is_mentioned(input, &found.topics, &mut problems);
    let speakers = subjects::quotation_speakers(input, &found.names, &mut lexicon);
    // Kept as long as the site: spare capacity would be a third of the memory.
    Linked {
        names: found.names.into_iter().map(into_exact_box).collect(),
        targets: targets.into_iter().map(into_exact_box).collect(),
        citations,
        speakers,
        sources,
        topics: into_exact_box(found.topics),
        mentions: into_exact_box(found.mentions),
        about: into_exact_box(about),
        lookups: lexicon.lookups,
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
    fn links_of_a_hidden_page_have_an_empty_list_for_each_text() {
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
    fn names_are_found_whether_or_not_they_are_ambiguous() {
        let files = [
            ("site.toml", "title = \"T\"\n"),
            ("content/countries/nk.md", "---\ntitle: North Korea\n---\n"),
            ("content/terms/nk.md", "---\ntitle: North Korea\n---\n"),
        ];
        let snapshot =
            Snapshot::from_memory(files.into_iter().map(|(path, text)| (path, text.as_bytes())));
        let site = build(&Arc::new(snapshot), &BuildOptions::default()).site;
        assert_eq!(
            find_name_ranges(
                "In North Korea and Northern Korea; North Korea.",
                site.catalog(),
                &site.config().languages
            ),
            [3..14, 35..46]
        );
    }
}
