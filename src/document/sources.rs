//! Sources: what a claim rests on.

use super::decode::composed_id;
use super::schema::{SOURCE, SOURCES, WITHDRAWAL};
use crate::data::{Format, Record, Spanned, parse};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};
use crate::time::{Day, FuzzyDate};

use super::messages;

/// A source, as a page or `sources.toml` gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// What it is cited by.
    pub id: Option<Spanned<Box<str>>>,
    /// Its title.
    pub title: Box<str>,
    /// Who published it.
    pub publisher: Option<Box<str>>,
    /// Its web address.
    pub url: Option<Spanned<Box<str>>>,
    /// When it was published.
    pub date: Option<FuzzyDate>,
    /// The day it was read on the web.
    pub accessed: Option<Day>,
    /// The web address of an archived copy.
    pub archived: Option<Spanned<Box<str>>>,
    /// Its language (BCP 47).
    pub language: Option<Box<str>>,
    /// What it is: statement, report, book …
    pub kind: Option<Box<str>>,
    /// Since when it no longer stands, and why.
    pub withdrawn: Option<(Day, Option<Box<str>>)>,
    /// Where it is given.
    pub span: Span,
}

/// The sources of a record that has `sources`, and whether those are all: of one of which something
/// is wrong, what it is cited by may not be known.
pub(super) fn decode_sources(
    record: &Record<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Source>, bool) {
    let mut sources: Vec<Source> = Vec::new();
    let mut all = record.is_valid("sources");
    for entry in record.records("sources", &SOURCE) {
        all &= entry.is_valid("id");
        let Some(source) = decode_source(&entry, problems) else { continue };
        if let Some(id) = &source.id {
            let earlier =
                sources.iter().filter_map(|s| s.id.as_ref()).find(|other| other.value == id.value);
            if let Some(earlier) = earlier {
                problems.push(messages::duplicate_source(record.path(), id, earlier.span));
                continue;
            }
        }
        sources.push(source);
    }
    (sources, all)
}

/// A source, with whatever may be wrong with it: it can be cited, and its mistakes have been
/// reported.
fn decode_source(entry: &Record<'_>, problems: &mut Vec<Diagnostic>) -> Option<Source> {
    let id = entry.spanned_text("id").map(composed_id);
    let source = Source {
        title: entry.text("title").or_else(|| id.as_ref().map(|id| id.value.clone()))?,
        id,
        publisher: entry.text("publisher"),
        url: entry.spanned_text("url"),
        date: entry.date("date"),
        accessed: entry.day("accessed"),
        archived: entry.spanned_text("archived"),
        language: entry.text("language"),
        kind: entry.text("type"),
        withdrawn: entry
            .record("withdrawn", &WITHDRAWAL)
            .and_then(|w| Some((w.day("date")?, w.text("note")))),
        span: entry.span(),
    };
    if source.publisher.is_none()
        && source.url.is_none()
        && entry.is_valid("publisher")
        && entry.is_valid("url")
    {
        problems.push(messages::source_without_origin(entry.path(), entry.span(), &source.title));
    }
    Some(source)
}

/// The sources that all pages share.
#[derive(Clone, Debug)]
pub struct SharedSources {
    /// Those that could be read.
    pub sources: Vec<Source>,
    /// False where there may be others, which could not.
    pub is_complete: bool,
    /// What is wrong with them.
    pub problems: Vec<Diagnostic>,
}

/// Reads `content/sources.toml`.
pub fn parse_shared_sources(path: &SourcePath, text: &str) -> SharedSources {
    let mut problems = Vec::new();
    let parsed = parse(&SOURCES, Format::Toml, path, text, Span::whole(text), &mut problems);
    let (sources, mut all) =
        decode_sources(&Record::new(&SOURCES, &parsed, path, text), &mut problems);
    if all {
        let nameless = sources.iter().filter(|source| source.id.is_none());
        problems
            .extend(nameless.map(|source| {
                messages::shared_source_without_id(path, source.span, &source.title)
            }));
        all = sources.iter().all(|source| source.id.is_some());
    }
    SharedSources { sources, is_complete: all, problems }
}
