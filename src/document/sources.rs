//! Sources: what claims are based on.

use super::messages;
use crate::data::{Decode, Decoder, FieldType, Node, Spanned, decode_toml, records};
use crate::diagnostics::Diagnostic;
use crate::text::SourcePath;
use crate::time::{Day, FuzzyDate};

records! {
    /// A source of a page or of `sources.toml`. It can be cited even where it has mistakes.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Source: "a source" at span {
        /// The id by which it is cited.
        id: Option<Spanned<Box<str>>> = Id;
        /// The title.
        title: Box<str>, required = true, else id.as_ref()?.value.clone();
        /// Who published it.
        publisher: Option<Box<str>>;
        /// The web address.
        url: Option<Spanned<Box<str>>> = Url;
        /// When it was published.
        date: Option<FuzzyDate>;
        /// The day on which you read it on the web.
        accessed: Option<Day>;
        /// The web address of an archived copy.
        archived: Option<Spanned<Box<str>>> = Url;
        /// Its language (BCP 47).
        language: Option<Box<str>> = Language;
        /// Statement, report, book, or another word.
        kind as "type": Option<Box<str>>;
        /// Since when it is withdrawn.
        withdrawn: Option<Withdrawal>;
    }

    /// The withdrawal of a source.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Withdrawal: "a withdrawal" {
        /// The day of the withdrawal.
        date: Day;
        /// The reason.
        note: Option<Box<str>>;
    }

    /// `content/sources.toml`.
    #[derive(Clone, Debug)]
    pub struct SourcesToml: "sources.toml" {
        /// The sources that all pages share.
        sources: Sources;
    }
}

/// The sources of a page or of `sources.toml`.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub list: Box<[Source]>,
    /// False where there may be sources that could not be parsed: a source that is cited may be one
    /// of them.
    pub is_complete: bool,
}

impl std::ops::Deref for Sources {
    type Target = [Source];

    fn deref(&self) -> &[Source] {
        &self.list
    }
}

impl Decode for Sources {
    const TYPE: FieldType = Vec::<Source>::TYPE;
    const REQUIRED: bool = false;

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let mut sources: Vec<Source> = Vec::new();
        let mut is_complete = decoder.is_complete() && node.is_valid_with_children();
        for entry in node.entries().iter().filter(|entry| entry.is_valid()) {
            is_complete &= decoder.is_field_valid(entry, "id");
            let Some(source) = Source::decode(entry, decoder) else { continue };
            let has_origin = ["publisher", "url"].iter().any(|key| entry.get(key).is_some());
            if !has_origin && decoder.is_complete() {
                let problem = messages::source_without_origin(
                    decoder.path,
                    source.span,
                    &source.title,
                    decoder.format,
                );
                decoder.problems.push(problem);
            }
            let id = source.id.as_ref();
            let same_id = |other: &&Spanned<Box<str>>| Some(&other.value) == id.map(|id| &id.value);
            match sources.iter().filter_map(|source| source.id.as_ref()).find(same_id).zip(id) {
                Some((first, id)) => {
                    let problem = messages::duplicate_source(decoder.path, id, first.span);
                    decoder.problems.push(problem);
                }
                None => sources.push(source),
            }
        }
        Some(Sources { list: sources.into(), is_complete })
    }
}

/// Parses `content/sources.toml`.
pub fn parse_shared_sources(path: &SourcePath, text: &str) -> (Sources, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let file: Option<SourcesToml> = decode_toml(SourcesToml::SCHEMA, path, text, &mut problems);
    let mut sources = file.map(|file| file.sources).unwrap_or_default();
    if sources.is_complete {
        let without_id = sources.iter().filter(|source| source.id.is_none());
        problems
            .extend(without_id.map(|source| {
                messages::shared_source_without_id(path, source.span, &source.title)
            }));
        sources.is_complete = sources.iter().all(|source| source.id.is_some());
    }
    (sources, problems)
}
