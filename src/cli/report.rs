//! Diagnostics and summaries, for people and machines.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use super::args::{MessageFormat, TimingsFormat};
use crate::diagnostics::{Diagnostic, PositionLookup, RenderStyle, Severity, SourceTexts, render};
use crate::engine::{BuildStats, StageStats};
use crate::text::Position;

/// Writes problems: for people to standard error, for machines to standard output. Notes are shown
/// only where `notes` wants them.
pub(super) fn print_problems(
    diagnostics: &[Diagnostic],
    texts: &dyn SourceTexts,
    format: MessageFormat,
) {
    let mut places = PositionLookup::new(texts);
    match format {
        MessageFormat::Human => {
            let look =
                if io::stderr().is_terminal() { RenderStyle::Coloured } else { RenderStyle::Plain };
            anstream::eprint!("{}", render(diagnostics, texts, look));
        }
        MessageFormat::Json => {
            print_lines(diagnostics.iter().map(|diagnostic| to_json(diagnostic, &mut places)))
        }
        MessageFormat::Github => print_lines(
            diagnostics.iter().map(|diagnostic| to_github_annotation(diagnostic, &mut places)),
        ),
    }
}

/// The place of a file that has no text.
const FILE_START: Position = Position { line: 1, column: 1 };

/// Something that happened, for a program that reads along.
pub(super) fn print_event(format: MessageFormat, event: &serde_json::Value) {
    match format {
        MessageFormat::Human => {}
        MessageFormat::Json => print_lines(std::iter::once(event.to_string())),
        // A workflow has no use for it; whoever waits for the address reads it in the log.
        MessageFormat::Github => anstream::eprintln!("{event}"),
    }
}

/// Lines for standard output.
pub(super) fn print_lines(lines: impl Iterator<Item = String>) {
    let mut out = io::stdout().lock();
    for line in lines {
        // A reader that went away wants no more.
        if writeln!(out, "{line}").is_err() {
            return;
        }
    }
}

fn to_json(diagnostic: &Diagnostic, places: &mut PositionLookup<'_>) -> String {
    let labels: Vec<serde_json::Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let [start, end] = [label.span.start, label.span.end].map(|at| places.position(&label.path, at).unwrap_or(FILE_START));
            serde_json::json!({
                "file": label.path.as_str(), "line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column, "text": label.text,
            })
        })
        .collect();
    serde_json::json!({
        "code": diagnostic.code.name, "level": diagnostic.severity.to_string(), "message": diagnostic.message, "help": diagnostic.help, "places": labels,
    })
    .to_string()
}

/// A workflow command; what would end it early is escaped.
fn to_github_annotation(diagnostic: &Diagnostic, places: &mut PositionLookup<'_>) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let place = diagnostic.primary_label().map(|label| {
        let at = places.position(&label.path, label.span.start).unwrap_or(FILE_START);
        format!("file={},line={},col={},", property(label.path.as_str()), at.line, at.column)
    });
    let help = diagnostic.help.as_deref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    format!(
        "::{level} {}title={}::{}",
        place.unwrap_or_default(),
        property(diagnostic.code.name),
        escape(&format!("{}{help}", diagnostic.message))
    )
}

/// "1 error", "2 errors".
pub(super) fn format_count(number: usize, what: &str) -> String {
    let thousands = |n: usize| {
        let digits = n.to_string();
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    };
    let plural = match (number, what) {
        (1, what) => what.to_owned(),
        (_, what) if what.ends_with("ry") => format!("{}ies", &what[..what.len() - 1]),
        (_, what) => format!("{what}s"),
    };
    format!("{} {plural}", thousands(number))
}

/// How long each stage took, what it worked on, and how much: for people to standard error, for
/// machines to standard output.
pub(super) fn print_timings(stats: &BuildStats, whole: Duration, format: TimingsFormat) {
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let share = |time: Duration| time.as_secs_f64() / whole.as_secs_f64();
    match format {
        TimingsFormat::Json => {
            let stage = |stage: &StageStats| serde_json::json!({ "name": stage.name, "ms": ms(stage.time), "share": share(stage.time), "count": stage.count, "bytes": stage.bytes });
            let stages: Vec<serde_json::Value> = stats.stages.iter().map(stage).collect();
            print_lines(std::iter::once(
                serde_json::json!({ "stages": stages, "ms": ms(whole) }).to_string(),
            ));
        }
        TimingsFormat::Table => {
            anstream::eprintln!(
                "{:>10}  {:>9}  {:>6}  {:>9}  {:>9}",
                "stage",
                "ms",
                "share",
                "count",
                "MB"
            );
            for stage in &stats.stages {
                let count = if stage.count > 0 { stage.count.to_string() } else { String::new() };
                let bytes = if stage.bytes > 0 {
                    format!("{:.1}", stage.bytes as f64 / 1e6)
                } else {
                    String::new()
                };
                let line = format!(
                    "{:>10}  {:>9.1}  {:>4.0} %  {count:>9}  {bytes:>9}",
                    stage.name,
                    ms(stage.time),
                    100.0 * share(stage.time)
                );
                anstream::eprintln!("{}", line.trim_end());
            }
            anstream::eprintln!("{:>10}  {:>9.1}", "all", ms(whole));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::format_count;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!(format_count(1, "error"), "1 error");
        assert_eq!(format_count(13_000, "page"), "13,000 pages");
        assert_eq!(format_count(0, "country"), "0 countries");
    }
}
