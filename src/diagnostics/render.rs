//! Diagnostics as text, the same in a terminal, a log and the preview's overlay.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, invalid_span};
use crate::text::{LineIndex, Position, SourcePath, line_range, position_of};

/// Texts of source files, for the lines that a diagnostic quotes.
pub trait SourceTexts {
    /// The text of a file, or `None` for one that is absent or no text.
    fn text(&self, path: &SourcePath) -> Option<&str>;
}

/// Colours or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderStyle {
    /// Nothing but text.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// How many problems of one kind are shown with their source line; the others are listed in a line
/// each.
const SHOWN_IN_FULL_PER_CODE: usize = 8;

/// All problems, in their order: each of a kind in full up to the eighth, then in one line each.
/// Nothing is left out.
pub fn render(diagnostics: &[Diagnostic], texts: &dyn SourceTexts, look: RenderStyle) -> String {
    let mut out = String::new();
    let mut listed: Vec<(&'static str, Vec<&Diagnostic>)> = Vec::new();
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        let before = diagnostics[..at]
            .iter()
            .filter(|d| d.code == diagnostic.code)
            .take(SHOWN_IN_FULL_PER_CODE)
            .count();
        if before < SHOWN_IN_FULL_PER_CODE {
            out.push_str(&render_one(diagnostic, texts, look));
            out.push_str("\n\n");
        } else {
            match listed.iter_mut().find(|(name, _)| *name == diagnostic.code.name) {
                Some((_, more)) => more.push(diagnostic),
                None => listed.push((diagnostic.code.name, vec![diagnostic])),
            }
        }
    }
    let mut places = PositionLookup::new(texts);
    for (name, more) in listed {
        let _ = writeln!(out, "{} more of {name}:", more.len());
        for diagnostic in more {
            let _ = writeln!(
                out,
                "  {}{}",
                location_prefix(diagnostic, &mut places),
                diagnostic.message
            );
        }
        out.push('\n');
    }
    out
}

/// One problem with its source lines, without a line break at the end.
pub fn render_one(diagnostic: &Diagnostic, texts: &dyn SourceTexts, look: RenderStyle) -> String {
    let misplaced = diagnostic.labels.iter().find(|label| {
        texts.text(&label.path).is_some_and(|text| text.get(label.span.range()).is_none())
    });
    if let Some(label) = misplaced {
        return render_one(&invalid_span(&label.path, diagnostic), texts, look);
    }
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group: Group<'_> = Group::with_title(
        level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name),
    );
    let mut done: Vec<&SourcePath> = Vec::new();
    for label in &diagnostic.labels {
        if done.contains(&&label.path) {
            continue;
        }
        done.push(&label.path);
        let here: Vec<&Label> = diagnostic.labels.iter().filter(|l| l.path == label.path).collect();
        let Some(text) = texts.text(&label.path).filter(|text| !text.is_empty()) else {
            group = group.element(Origin::path(label.path.as_str()));
            continue;
        };
        // Of a long line only what surrounds a mark is shown: of one mark, or the line would be
        // shown from one to the next.
        let together =
            if has_long_line(&text[labelled_lines(text, &here)]) { 1 } else { here.len() };
        for (at, labels) in here.chunks(together).enumerate() {
            group = group.element(snippet(text, labels, done.len() == 1 && at == 0));
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match look {
        RenderStyle::Plain => Renderer::plain(),
        RenderStyle::Coloured => Renderer::styled(),
    };
    renderer.render(&[group])
}

/// The longest line that is shown whole, in bytes, where there are several marks or lines.
const MAX_FULL_LINE_BYTES: usize = 2_000;

fn has_long_line(lines: &str) -> bool {
    lines.len() > MAX_FULL_LINE_BYTES && lines.lines().any(|line| line.len() > MAX_FULL_LINE_BYTES)
}

/// The lines in which marks stand, from the first to the last.
fn labelled_lines(text: &str, labels: &[&Label]) -> Range<usize> {
    let from = labels.iter().map(|l| l.span.start as usize).min().unwrap_or(0);
    let to = labels.iter().map(|l| l.span.end as usize).max().unwrap_or(0);
    line_range(text, from).start..line_range(text, to).end
}

/// The lines of one file with its marks. Only the lines around them are handed on, so that a long
/// file costs nothing.
fn snippet<'a>(
    text: &'a str,
    labels: &[&'a Label],
    is_first: bool,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut lines = labelled_lines(text, labels);
    if has_long_line(&text[lines.clone()]) {
        // Of a mark that goes on through several lines, the first.
        lines.end = line_range(text, lines.start).end;
    }
    let line = position_of(text, lines.start).line;
    let mut snippet = Snippet::source(&text[lines.clone()])
        .line_start(line)
        .path(labels.first().map(|label| label.path.as_str()));
    for (at, label) in labels.iter().enumerate() {
        let kind =
            if is_first && at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let range = label.span.start as usize - lines.start
            ..(label.span.end as usize).min(lines.end) - lines.start;
        let annotation = kind.span(range);
        snippet = snippet.annotation(if label.text.is_empty() {
            annotation
        } else {
            annotation.label(label.text.as_str())
        });
    }
    snippet
}

fn location_prefix(diagnostic: &Diagnostic, places: &mut PositionLookup<'_>) -> String {
    let Some(label) = diagnostic.primary_label() else { return String::new() };
    match places.position(&label.path, label.span.start) {
        Some(at) => format!("{}:{}:{}: ", label.path, at.line, at.column),
        None => format!("{}: ", label.path),
    }
}

/// Lines and columns of many places; a file is looked through once for all of them.
pub struct PositionLookup<'a> {
    texts: &'a dyn SourceTexts,
    /// The file that was asked for last.
    last_file: Option<(SourcePath, LineIndex<'a>)>,
}

impl<'a> PositionLookup<'a> {
    /// Places in these files.
    pub fn new(texts: &'a dyn SourceTexts) -> Self {
        PositionLookup { texts, last_file: None }
    }

    /// Where a byte of a file stands; `None` where there is no such text.
    pub fn position(&mut self, path: &SourcePath, offset: u32) -> Option<Position> {
        if self.last_file.as_ref().is_none_or(|(last, _)| last != path) {
            self.last_file = Some((path.clone(), LineIndex::new(self.texts.text(path)?)));
        }
        let (_, lines) = self.last_file.as_mut()?;
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
        let path = SourcePath::from_static("content/a.md");
        let texts = Texts(BTreeMap::from([("content/a.md", "first\nsecond bad line\n")]));
        let problem = Diagnostic::new(CODE, &path, Span::new(13..16), "this word is bad")
            .label("here")
            .help("write `good`");
        let shown = render_one(&problem, &texts, RenderStyle::Plain);
        assert_eq!(
            shown,
            "error[bad-word]: this word is bad\n --> content/a.md:2:8\n  |\n2 | second bad line\n  |        ^^^ here\n  |\n  = help: write `good`"
        );
    }

    #[test]
    fn many_of_one_kind_are_listed_and_none_is_lost() {
        let path = SourcePath::from_static("a.md");
        let texts = Texts(BTreeMap::from([("a.md", "x\n")]));
        let many: Vec<_> = (0..30)
            .map(|n| Diagnostic::new(CODE, &path, Span::new(0..1), format!("number {n}")))
            .collect();
        let shown = render(&many, &texts, RenderStyle::Plain);
        assert!((0..30).all(|n| shown.contains(&format!("number {n}"))));
        assert!(shown.contains("22 more of bad-word:\n  a.md:1:1: number 8\n"));
    }

    /// Widths are those of a terminal and not of letters, so that a line has some room.
    const WIDEST: usize = 170;

    #[test]
    fn a_long_line_is_cut_around_what_is_marked() {
        let path = SourcePath::from_static("a.md");
        let data = "A".repeat(400_000);
        let korean = "한국 ".repeat(100_000);
        let cases = [
            // The marked place is the long word, is far behind it, is far before it, or has it in
            // its middle.
            (format!("before {data} after"), vec![(7, 400_007)]),
            (format!("before {data} after"), vec![(400_008, 400_013)]),
            (format!("before {data} after"), vec![(0, 6)]),
            (format!("before {data} after"), vec![(2, 400_010)]),
            (format!("{korean}after"), vec![(700_000, 700_005)]),
            // Two places in one line, at its two ends.
            (format!("before {data} after"), vec![(0, 6), (400_008, 400_013)]),
            (format!("before {data} after"), vec![(400_008, 400_013), (0, 6)]),
            // A place of several lines, of which one is long, and one between two places.
            (format!("<p>\n{data}\n</p>"), vec![(0, 400_009)]),
            (format!("{data}\n{data}"), vec![(399_990, 400_010)]),
            (format!("one\n{data}\ntwo"), vec![(0, 3), (400_005, 400_008)]),
            // An empty place.
            (format!("before {data} after"), vec![(400_007, 400_007)]),
        ];
        for (text, spans) in cases {
            let texts = One(&text);
            let mut problem = Diagnostic::new(
                CODE,
                &path,
                Span { start: spans[0].0, end: spans[0].1 },
                "this is too long",
            )
            .label("here");
            for (start, end) in spans[1..].iter().copied() {
                problem = problem.label_at(&path, Span { start, end }, "and here");
            }
            let shown = render_one(&problem, &texts, RenderStyle::Plain);
            assert!(shown.contains("here"), "{shown:.2000}");
            assert!(
                shown.lines().all(|line| line.chars().count() <= WIDEST),
                "{spans:?} {} {shown:.3000}",
                shown.len()
            );
        }
    }

    struct One<'a>(&'a str);

    impl SourceTexts for One<'_> {
        fn text(&self, _: &SourcePath) -> Option<&str> {
            Some(self.0)
        }
    }

    #[test]
    fn a_span_that_does_not_fit_its_file_is_reported_not_a_panic() {
        let path = SourcePath::from_static("a.md");
        let texts = Texts(BTreeMap::from([("a.md", "é")]));
        let shown = render_one(
            &Diagnostic::new(CODE, &path, Span::new(1..9), "lost"),
            &texts,
            RenderStyle::Plain,
        );
        assert!(shown.contains("internal-span") && shown.contains("lost"), "{shown}");
    }
}
