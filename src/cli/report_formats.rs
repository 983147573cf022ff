//! Output of diagnostics, counts and timings, for people and for programs.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};

use super::args::{MessageFormat, TimingsFormat};
use crate::diagnostics::{Diagnostic, PositionLookup, RenderStyle, Severity, errors_first, render};
use crate::engine::{BuildStats, StageStats, has_errors};
use crate::input::Snapshot;
use crate::text::{Position, group_digits};

/// Prints problems, errors first: to standard error for people, to standard output for programs.
pub(super) fn print_problems(problems: &[Diagnostic], texts: &Snapshot, format: MessageFormat) {
    let problems = &errors_first(problems);
    let to_line = match format {
        MessageFormat::Human => {
            let is_terminal = io::stderr().is_terminal();
            let style = if is_terminal { RenderStyle::Coloured } else { RenderStyle::Plain };
            return anstream::eprint!("{}", render(problems, texts, style));
        }
        MessageFormat::Json => to_json,
        MessageFormat::Github => to_github_annotation,
    };
    let mut positions = PositionLookup::new(texts);
    print_lines(problems.iter().map(|problem| to_line(problem, &mut positions)));
}

/// The position used for a file without text.
const FILE_START: Position = Position { line: 1, column: 1 };

/// Prints an event of the preview, unless the output is for people.
pub(super) fn print_event(format: MessageFormat, event: &Value) {
    match format {
        MessageFormat::Human => {}
        MessageFormat::Json => print_lines([event.to_string()]),
        // Standard output is for annotations; a script that needs the address reads the log.
        MessageFormat::Github => anstream::eprintln!("{event}"),
    }
}

/// Prints lines to standard output; stops without an error if the reader has closed it.
pub(super) fn print_lines(lines: impl IntoIterator<Item = String>) {
    let mut out = io::stdout().lock();
    let _ = lines.into_iter().try_for_each(|line| writeln!(out, "{line}"));
}

fn to_json(problem: &Diagnostic, positions: &mut PositionLookup<'_>) -> String {
    let places: Vec<Value> = problem
        .labels
        .iter()
        .map(|label| {
            let [start, end] = [label.span.start, label.span.end]
                .map(|at| positions.position(&label.path, at).unwrap_or(FILE_START));
            json!({
                "file": label.path.as_str(),
                "line": start.line,
                "column": start.column,
                "end_line": end.line,
                "end_column": end.column,
                "text": label.text,
            })
        })
        .collect();
    json!({
        "code": problem.code.name,
        "level": problem.severity.to_string(),
        "message": problem.message,
        "help": problem.help,
        "places": places,
    })
    .to_string()
}

/// A GitHub Actions workflow command, with the characters escaped that have a meaning in it.
fn to_github_annotation(problem: &Diagnostic, positions: &mut PositionLookup<'_>) -> String {
    let level = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let place = problem.primary_label().map(|label| {
        let at = positions.position(&label.path, label.span.start).unwrap_or(FILE_START);
        format!("file={},line={},col={},", property(label.path.as_str()), at.line, at.column)
    });
    let place = place.unwrap_or_default();
    let help = problem.help.as_deref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let message = escape(&format!("{}{help}", problem.message));
    format!("::{level} {place}title={}::{message}", property(problem.code.name))
}

pub(super) fn exit_code(problems: &[Diagnostic]) -> ExitCode {
    if has_errors(problems) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// "1 error", "13,000 pages", "0 countries".
pub(super) fn format_count(number: usize, what: &str) -> String {
    let number_text = group_digits(number);
    match what.strip_suffix("ry") {
        _ if number == 1 => format!("{number_text} {what}"),
        Some(stem) => format!("{number_text} {stem}ries"),
        None => format!("{number_text} {what}s"),
    }
}

/// The counts that are not 0, joined by commas: "1 error, 2 warnings".
pub(super) fn format_counts<'a>(counts: impl IntoIterator<Item = (usize, &'a str)>) -> String {
    let counts = counts.into_iter().filter(|(number, _)| *number > 0);
    counts.map(|(number, what)| format_count(number, what)).collect::<Vec<_>>().join(", ")
}

pub(super) fn format_problem_counts(problems: &[Diagnostic]) -> String {
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let counts = format_counts([
        (count(Severity::Error), "error"),
        (count(Severity::Warning), "warning"),
        (count(Severity::Note), "note"),
    ]);
    if counts.is_empty() { "No problems".to_owned() } else { counts }
}

pub(super) fn format_duration(time: Duration) -> String {
    match time.as_millis() {
        10_000.. => format!("{:.0} s", time.as_secs_f64()),
        1_000.. => format!("{:.1} s", time.as_secs_f64()),
        ms => format!("{} ms", ms.max(1)),
    }
}

/// Prints the time and the amount of work of each stage: to standard error for people, to standard
/// output for programs.
pub(super) fn print_timings(stats: &BuildStats, total: Duration, format: TimingsFormat) {
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let share = |time: Duration| time.as_secs_f64() / total.as_secs_f64();
    match format {
        TimingsFormat::Json => {
            let stage = |stage: &StageStats| {
                json!({
                    "name": stage.name,
                    "ms": ms(stage.time),
                    "share": share(stage.time),
                    "count": stage.count,
                    "bytes": stage.bytes,
                })
            };
            let stages: Vec<Value> = stats.stages.iter().map(stage).collect();
            print_lines([json!({ "stages": stages, "ms": ms(total) }).to_string()]);
        }
        TimingsFormat::Table => {
            let if_counted = |is_counted: bool, text: String| text.repeat(usize::from(is_counted));
            anstream::eprintln!("     stage         ms   share      count         MB");
            for StageStats { name, time, count, bytes } in &stats.stages {
                let (ms, percent) = (ms(*time), 100.0 * share(*time));
                let count = if_counted(*count > 0, count.to_string());
                let megabytes = if_counted(*bytes > 0, format!("{:.1}", *bytes as f64 / 1e6));
                let line =
                    format!("{name:>10}  {ms:>9.1}  {percent:>4.0} %  {count:>9}  {megabytes:>9}");
                anstream::eprintln!("{}", line.trim_end());
            }
            anstream::eprintln!("{:>10}  {:>9.1}", "all", ms(total));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::format_count;

    #[test]
    fn counts_have_thousands_separators_and_plurals() {
        assert_eq!(format_count(1, "error"), "1 error");
        assert_eq!(format_count(13_000, "page"), "13,000 pages");
        assert_eq!(format_count(0, "country"), "0 countries");
    }
}
