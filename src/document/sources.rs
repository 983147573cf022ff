//! Sources: what a claim rests on.

use super::table::{SOURCE, SOURCES, WITHDRAWN};
use crate::data::{Format, Record, Spanned, check, parse_toml};
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

/// The sources of a record that has `sources`; one with neither publisher nor address is reported and left out.
pub(super) fn read(record: &Record<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for entry in record.records("sources", &SOURCE) {
        let Some(source) = one(&entry, problems) else { continue };
        if let Some(id) = &source.id {
            let earlier = sources.iter().filter_map(|s| s.id.as_ref()).find(|other| other.value == id.value);
            if let Some(earlier) = earlier {
                problems.push(messages::source_twice(record.path(), id, earlier.span));
                continue;
            }
        }
        sources.push(source);
    }
    sources
}

fn one(entry: &Record<'_>, problems: &mut Vec<Diagnostic>) -> Option<Source> {
    let source = Source {
        id: entry.spanned_text("id"),
        title: entry.text("title")?,
        publisher: entry.text("publisher"),
        url: entry.spanned_text("url"),
        date: entry.date("date"),
        accessed: entry.day("accessed"),
        archived: entry.spanned_text("archived"),
        language: entry.text("language"),
        kind: entry.text("type"),
        withdrawn: entry.record("withdrawn", &WITHDRAWN).and_then(|w| Some((w.day("date")?, w.text("note")))),
        span: entry.span(),
    };
    if source.publisher.is_none() && source.url.is_none() {
        problems.push(messages::source_without_origin(entry.path(), entry.span(), &source.title));
        return None;
    }
    Some(source)
}

/// Reads `content/sources.toml`: the sources that all pages share.
pub fn parse_shared_sources(path: &SourcePath, text: &str) -> (Vec<Source>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let tree = parse_toml(path, text, 0, &mut problems);
    let node = check(&SOURCES, tree, Format::Toml, path, &mut problems);
    let sources = read(&Record::new(&SOURCES, &node, path, text), &mut problems);
    (sources, problems)
}
