//! Diagnostics as text, the same in a terminal, a log and the preview's overlay.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, unreadable_span};
use crate::text::{Lines, Position, SourcePath, line_of, position};

/// Texts of source files, for the lines that a diagnostic quotes.
pub trait SourceTexts {
    /// The text of a file, or `None` for one that is absent or no text.
    fn text(&self, path: &SourcePath) -> Option<&str>;
}

/// Colours or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing but text.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// How many problems of one kind are shown with their source line; the others are listed in a line each.
const SHOWN_IN_FULL: usize = 8;

/// All problems, in their order: each of a kind in full up to the eighth, then in one line each. Nothing is left out.
pub fn render(diagnostics: &[Diagnostic], texts: &dyn SourceTexts, look: Look) -> String {
    let mut out = String::new();
    let mut listed: Vec<(&'static str, Vec<&Diagnostic>)> = Vec::new();
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        let before = diagnostics[..at].iter().filter(|d| d.code == diagnostic.code).take(SHOWN_IN_FULL).count();
        if before < SHOWN_IN_FULL {
            out.push_str(&render_one(diagnostic, texts, look));
            out.push_str("\n\n");
        } else {
            match listed.iter_mut().find(|(name, _)| *name == diagnostic.code.name) {
                Some((_, more)) => more.push(diagnostic),
                None => listed.push((diagnostic.code.name, vec![diagnostic])),
            }
        }
    }
    let mut places = Places::of(texts);
    for (name, more) in listed {
        let _ = writeln!(out, "{} more of {name}:", more.len());
        for diagnostic in more {
            let _ = writeln!(out, "  {}{}", place(diagnostic, &mut places), diagnostic.message);
        }
        out.push('\n');
    }
    out
}

/// One problem with its source lines, without a line break at the end.
pub fn render_one(diagnostic: &Diagnostic, texts: &dyn SourceTexts, look: Look) -> String {
    let misplaced = diagnostic.labels.iter().find(|label| texts.text(&label.path).is_some_and(|text| text.get(label.span.range()).is_none()));
    if let Some(label) = misplaced {
        return render_one(&unreadable_span(&label.path, diagnostic), texts, look);
    }
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group: Group<'_> = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name));
    let mut done: Vec<&SourcePath> = Vec::new();
    for label in &diagnostic.labels {
        if done.contains(&&label.path) {
            continue;
        }
        done.push(&label.path);
        let here = diagnostic.labels.iter().filter(|l| l.path == label.path);
        group = match texts.text(&label.path).filter(|text| !text.is_empty()) {
            Some(text) => group.element(snippet(text, label, here, done.len() == 1)),
            None => group.element(Origin::path(label.path.as_str())),
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match look {
        Look::Plain => Renderer::plain(),
        Look::Coloured => Renderer::styled(),
    };
    renderer.render(&[group])
}

/// The lines of one file with its marks. Only the lines around them are handed on, so that a long file costs nothing.
fn snippet<'a>(text: &'a str, first: &'a Label, labels: impl Iterator<Item = &'a Label>, main_file: bool) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let labels: Vec<&Label> = labels.collect();
    let from = labels.iter().map(|l| l.span.start as usize).min().unwrap_or(0);
    let to = labels.iter().map(|l| l.span.end as usize).max().unwrap_or(0);
    let (start, end) = (line_of(text, from).start, line_of(text, to).end);
    let line = position(text, start).line;
    let mut snippet = Snippet::source(&text[start..end]).line_start(line).path(first.path.as_str());
    for (at, label) in labels.into_iter().enumerate() {
        let kind = if main_file && at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let range = label.span.start as usize - start..label.span.end as usize - start;
        let annotation = kind.span(range);
        snippet = snippet.annotation(if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) });
    }
    snippet
}

fn place(diagnostic: &Diagnostic, places: &mut Places<'_>) -> String {
    let Some(label) = diagnostic.place() else { return String::new() };
    match places.position(&label.path, label.span.start) {
        Some(at) => format!("{}:{}:{}: ", label.path, at.line, at.column),
        None => format!("{}: ", label.path),
    }
}

/// Lines and columns of many places; a file is looked through once for all of them.
pub struct Places<'a> {
    texts: &'a dyn SourceTexts,
    /// The file that was asked for last.
    last: Option<(SourcePath, Lines<'a>)>,
}

impl<'a> Places<'a> {
    /// Places in these files.
    pub fn of(texts: &'a dyn SourceTexts) -> Self {
        Places { texts, last: None }
    }

    /// Where a byte of a file stands; `None` where there is no such text.
    pub fn position(&mut self, path: &SourcePath, offset: u32) -> Option<Position> {
        if self.last.as_ref().is_none_or(|(last, _)| last != path) {
            self.last = Some((path.clone(), Lines::of(self.texts.text(path)?)));
        }
        let (_, lines) = self.last.as_mut()?;
        Some(lines.position(offset as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;
    use crate::text::Span;
    use std::collections::BTreeMap;

    struct Texts(BTreeMap<&'static str, &'static str>);

    impl SourceTexts for Texts {
        fn text(&self, path: &SourcePath) -> Option<&str> {
            self.0.get(path.as_str()).copied()
        }
    }

    const CODE: Code = Code::error("bad-word");

    #[test]
    fn a_diagnostic_shows_file_line_column_the_marked_line_and_the_mend() {
        let path = SourcePath::constant("content/a.md");
        let texts = Texts(BTreeMap::from([("content/a.md", "first\nsecond bad line\n")]));
        let problem = Diagnostic::new(CODE, &path, Span::new(13..16), "this word is bad").label("here").help("write `good`");
        let shown = render_one(&problem, &texts, Look::Plain);
        assert_eq!(
            shown,
            "error[bad-word]: this word is bad\n --> content/a.md:2:8\n  |\n2 | second bad line\n  |        ^^^ here\n  |\n  = help: write `good`"
        );
    }

    #[test]
    fn many_of_one_kind_are_listed_and_none_is_lost() {
        let path = SourcePath::constant("a.md");
        let texts = Texts(BTreeMap::from([("a.md", "x\n")]));
        let many: Vec<_> = (0..30).map(|n| Diagnostic::new(CODE, &path, Span::new(0..1), format!("number {n}"))).collect();
        let shown = render(&many, &texts, Look::Plain);
        assert!((0..30).all(|n| shown.contains(&format!("number {n}"))));
        assert!(shown.contains("22 more of bad-word:\n  a.md:1:1: number 8\n"));
    }

    #[test]
    fn a_span_that_does_not_fit_its_file_is_reported_not_a_panic() {
        let path = SourcePath::constant("a.md");
        let texts = Texts(BTreeMap::from([("a.md", "é")]));
        let shown = render_one(&Diagnostic::new(CODE, &path, Span::new(1..9), "lost"), &texts, Look::Plain);
        assert!(shown.contains("internal-span") && shown.contains("lost"), "{shown}");
    }
}
