//! Diagnostics as text, the same in a terminal, a log and the preview's overlay.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, invalid_span};
use crate::text::{LineIndex, Position, SourcePath, line_range, position_of};

/// Source files, for the lines that a diagnostic quotes.
pub trait SourceTexts {
    /// `None` if the file does not exist or is not text.
    fn text(&self, path: &SourcePath) -> Option<&str>;
}

/// Whether to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderStyle {
    /// Without colours.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// Problems of one code shown with source lines; further ones get one line each.
const SHOWN_IN_FULL_PER_CODE: usize = 8;

/// Renders all problems in order. The first eight of a code are shown in full, further ones in one
/// line each at the end.
pub fn render(diagnostics: &[Diagnostic], texts: &dyn SourceTexts, style: RenderStyle) -> String {
    let mut out = String::new();
    let mut listed: Vec<(&'static str, Vec<&Diagnostic>)> = Vec::new();
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        let same_code = diagnostics[..at].iter().filter(|d| d.code == diagnostic.code);
        if same_code.take(SHOWN_IN_FULL_PER_CODE).count() < SHOWN_IN_FULL_PER_CODE {
            out.push_str(&render_one(diagnostic, texts, style));
            out.push_str("\n\n");
        } else {
            match listed.iter_mut().find(|(name, _)| *name == diagnostic.code.name) {
                Some((_, more)) => more.push(diagnostic),
                None => listed.push((diagnostic.code.name, vec![diagnostic])),
            }
        }
    }
    let mut positions = PositionLookup::new(texts);
    for (name, more) in listed {
        let _ = writeln!(out, "{} more of {name}:", more.len());
        for diagnostic in more {
            let prefix = location_prefix(diagnostic, &mut positions);
            let _ = writeln!(out, "  {prefix}{}", diagnostic.message);
        }
        out.push('\n');
    }
    out
}

/// Renders one problem with its source lines, without a final line break.
pub fn render_one(diagnostic: &Diagnostic, texts: &dyn SourceTexts, style: RenderStyle) -> String {
    let misplaced = diagnostic.labels.iter().find(|label| {
        texts.text(&label.path).is_some_and(|text| text.get(label.span.range()).is_none())
    });
    if let Some(label) = misplaced {
        return render_one(&invalid_span(&label.path, diagnostic), texts, style);
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
        // A long line is trimmed to the surroundings of its label. With several labels in one
        // snippet, everything between them would be shown.
        let is_long = has_long_line(&text[labelled_lines(text, &here)]);
        for (at, labels) in here.chunks(if is_long { 1 } else { here.len() }).enumerate() {
            group = group.element(snippet(text, labels, done.len() == 1 && at == 0));
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match style {
        RenderStyle::Plain => Renderer::plain(),
        RenderStyle::Coloured => Renderer::styled(),
    };
    renderer.render(&[group])
}

/// The longest line shown whole if there are several labels or lines.
const MAX_FULL_LINE_BYTES: usize = 2_000;

fn has_long_line(lines: &str) -> bool {
    lines.len() > MAX_FULL_LINE_BYTES && lines.lines().any(|line| line.len() > MAX_FULL_LINE_BYTES)
}

/// The range of lines from the first to the last label.
fn labelled_lines(text: &str, labels: &[&Label]) -> Range<usize> {
    let from = labels.iter().map(|l| l.span.start as usize).min().unwrap_or(0);
    let to = labels.iter().map(|l| l.span.end as usize).max().unwrap_or(0);
    line_range(text, from).start..line_range(text, to).end
}

/// The labelled lines of one file. Only these lines are passed on, so a long file costs nothing.
fn snippet<'a>(
    text: &'a str,
    labels: &[&'a Label],
    is_first: bool,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut lines = labelled_lines(text, labels);
    if has_long_line(&text[lines.clone()]) {
        // Show only the first line of a label that spans several.
        lines.end = line_range(text, lines.start).end;
    }
    let line = position_of(text, lines.start).line;
    let mut snippet = Snippet::source(&text[lines.clone()])
        .line_start(line)
        .path(labels.first().map(|label| label.path.as_str()));
    for (at, label) in labels.iter().enumerate() {
        let is_primary = is_first && at == 0;
        let kind = if is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let end = (label.span.end as usize).min(lines.end);
        let annotation = kind.span(label.span.start as usize - lines.start..end - lines.start);
        let text = Some(label.text.as_str()).filter(|text| !text.is_empty());
        snippet = snippet.annotation(annotation.label(text));
    }
    snippet
}

fn location_prefix(diagnostic: &Diagnostic, positions: &mut PositionLookup<'_>) -> String {
    let Some(label) = diagnostic.primary_label() else { return String::new() };
    match positions.position(&label.path, label.span.start) {
        Some(at) => format!("{}:{}:{}: ", label.path, at.line, at.column),
        None => format!("{}: ", label.path),
    }
}

/// Looks up positions in many files; keeps the line index of the last file.
pub struct PositionLookup<'a> {
    texts: &'a dyn SourceTexts,
    last_file: Option<(SourcePath, LineIndex<'a>)>,
}

impl<'a> PositionLookup<'a> {
    /// Looks up positions in these files.
    pub fn new(texts: &'a dyn SourceTexts) -> Self {
        PositionLookup { texts, last_file: None }
    }

    /// The position of a byte of a file; `None` if there is no such text.
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

    /// The text of every file.
    struct Text<'a>(&'a str);

    impl SourceTexts for Text<'_> {
        fn text(&self, _: &SourcePath) -> Option<&str> {
            Some(self.0)
        }
    }

    fn problem(span: (u32, u32), message: &str) -> Diagnostic {
        let (code, path) = (Code::error("bad-word"), SourcePath::from_static("content/a.md"));
        Diagnostic::new(code, &path, Span { start: span.0, end: span.1 }, message)
    }

    #[test]
    fn a_diagnostic_shows_its_place_the_labelled_line_and_the_help() {
        let problem = problem((13, 16), "this word is bad").label("here").help("write `good`");
        let shown = render_one(&problem, &Text("first\nsecond bad line\n"), RenderStyle::Plain);
        let expected = [
            "error[bad-word]: this word is bad",
            " --> content/a.md:2:8",
            "  |",
            "2 | second bad line",
            "  |        ^^^ here",
            "  |",
            "  = help: write `good`",
        ];
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn further_problems_of_a_code_are_listed_in_one_line_each() {
        let many: Vec<_> = (0..30).map(|n| problem((0, 1), &format!("number {n}"))).collect();
        let shown = render(&many, &Text("x\n"), RenderStyle::Plain);
        assert!((0..30).all(|n| shown.contains(&format!("number {n}"))));
        assert!(shown.contains("22 more of bad-word:\n  content/a.md:1:1: number 8\n"));
    }

    /// In characters; the renderer counts terminal columns, so this leaves some room.
    const WIDEST: usize = 170;

    #[test]
    fn a_long_line_is_cut_around_its_labels() {
        let data = "A".repeat(400_000);
        let korean = "한국 ".repeat(100_000);
        let line = format!("before {data} after");
        let (start, end) = ((0, 6), (400_008, 400_013));
        let cases = [
            // The label is the long word, is far behind or before it, or contains it.
            (line.clone(), vec![(7, 400_007)]),
            (line.clone(), vec![end]),
            (line.clone(), vec![start]),
            (line.clone(), vec![(2, 400_010)]),
            (format!("{korean}after"), vec![(700_000, 700_005)]),
            // Two labels at both ends of the line.
            (line.clone(), vec![start, end]),
            (line.clone(), vec![end, start]),
            // A label over several lines, one of them long; a long line between two labels.
            (format!("<p>\n{data}\n</p>"), vec![(0, 400_009)]),
            (format!("{data}\n{data}"), vec![(399_990, 400_010)]),
            (format!("one\n{data}\ntwo"), vec![(0, 3), (400_005, 400_008)]),
            // An empty label.
            (line, vec![(400_007, 400_007)]),
        ];
        for (text, spans) in cases {
            let mut problem = problem(spans[0], "this is too long").label("here");
            for (start, end) in spans[1..].iter().copied() {
                let path = problem.labels[0].path.clone();
                problem = problem.label_at(&path, Span { start, end }, "and here");
            }
            let shown = render_one(&problem, &Text(&text), RenderStyle::Plain);
            assert!(shown.contains("here"), "{shown:.2000}");
            let fits = |line: &str| line.chars().count() <= WIDEST;
            assert!(shown.lines().all(fits), "{spans:?} {} {shown:.3000}", shown.len());
        }
    }

    #[test]
    fn an_invalid_span_is_reported_without_a_panic() {
        let shown = render_one(&problem((1, 9), "lost"), &Text("é"), RenderStyle::Plain);
        assert!(shown.contains("internal-span") && shown.contains("lost"), "{shown}");
    }
}
