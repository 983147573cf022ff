//! What the preview tells in the terminal: where it is, what changed, what is new of what is wrong.

use super::args::{DEFAULT_PORT, MessageFormat, ServeArgs};
use super::build::{format_duration, format_problem_counts};
use super::report::{self, format_count};
use crate::catalog::Resource;
use crate::diagnostics::{Diagnostic, Severity};
use crate::engine::Site;
use crate::preview::{FileChange, Rebuild, Server};
use crate::text::{Route, SourcePath};

/// How many files are named of those that changed.
const FILES_SHOWN: usize = 3;

/// Remembers what it has told.
pub(super) struct ServeLog {
    format: MessageFormat,
    origin: String,
    port: u16,
    is_loopback_only: bool,
    url: String,
    problems: Vec<Diagnostic>,
}

impl ServeLog {
    pub(super) fn new(format: MessageFormat, server: &Server) -> Self {
        ServeLog {
            format,
            origin: server.origin(),
            port: server.port(),
            is_loopback_only: server.is_loopback_only(),
            url: String::new(),
            problems: Vec::new(),
        }
    }

    /// Where the site is, for a browser of this machine.
    pub(super) fn url(&self, site: &Site) -> String {
        format!("{}{}", self.origin, site.config().base.href(&Route::for_page([])))
    }

    /// Tells of the start.
    pub(super) fn print_start(&mut self, first: &Rebuild, arguments: &ServeArgs) {
        let site = &first.build.site;
        self.url = self.url(site);
        self.print_new_problems(first);
        if self.format != MessageFormat::Human {
            return report::print_event(
                self.format,
                &serde_json::json!({ "event": "serving", "url": self.url, "good": first.has_no_errors() }),
            );
        }
        let pages = site
            .resources()
            .into_iter()
            .filter(|(route, address)| route.is_page() && !matches!(address, Resource::Redirect(_)))
            .count();
        let drafts = if arguments.no_drafts { "left out" } else { "shown" };
        anstream::eprintln!("{} is at {}", site.config().title, self.url);
        anstream::eprintln!(
            "  {}, ready in {}; drafts are {drafts}",
            format_count(pages, "page"),
            format_duration(first.time)
        );
        if arguments.port.is_none() && self.port != DEFAULT_PORT {
            anstream::eprintln!("  port {DEFAULT_PORT} was taken, so it is the next free one");
        }
        if !self.is_loopback_only {
            anstream::eprintln!(
                "  everybody in your network can read it, drafts included, by the address of this machine and port {}",
                self.port
            );
            anstream::eprintln!(
                "  a name they use for this machine is allowed with `--allow-host NAME`"
            );
        }
        if !first.has_no_errors() {
            anstream::eprintln!(
                "  {}; pages are shown as far as they can be",
                format_problem_counts(&first.problems())
            );
        }
        anstream::eprintln!("  Ctrl-C ends the preview");
    }

    /// Tells what changed, what is new of what is wrong, what was redone and how long it took.
    pub(super) fn print_rebuild(&mut self, round: &Rebuild) {
        let had_errors = self.problems.iter().any(|problem| problem.severity == Severity::Error);
        self.print_new_problems(round);
        let url = self.url(&round.build.site);
        let moved = std::mem::replace(&mut self.url, url) != self.url && round.has_no_errors();
        if self.format != MessageFormat::Human {
            let changed: Vec<&str> = round.changed.keys().map(SourcePath::as_str).collect();
            let ms = round.time.as_secs_f64() * 1e3;
            return report::print_event(
                self.format,
                &serde_json::json!({ "event": "built", "changed": changed, "good": round.has_no_errors(), "problems": round.problems().len(), "ms": ms, "url": self.url }),
            );
        }
        let stats = &round.build.stats;
        let parts = [(stats.documents_parsed, "read"), (stats.pages_linked, "linked anew")];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{} {what}", format_count(number, "page")))
            .collect();
        let redone =
            if parts.is_empty() { String::new() } else { format!("{}, ", parts.join(", ")) };
        let problems = round.problems();
        let result = match (round.has_no_errors(), round.keeps_last_good) {
            (true, _) => format!("{redone}shown after {}", format_duration(round.time)),
            (false, true) => {
                format!("{}; not shown, the last good site stays", format_problem_counts(&problems))
            }
            (false, false) => format!(
                "{}; pages are shown as far as they can be",
                format_problem_counts(&problems)
            ),
        };
        anstream::eprintln!("{}: {result}", describe_changes(round));
        if round.has_no_errors() && had_errors {
            anstream::eprintln!("  no errors any more");
        }
        if round.has_no_errors() && !problems.is_empty() {
            anstream::eprintln!("  {}", format_problem_counts(&problems));
        }
        if moved {
            anstream::eprintln!("  the site is at {} now", self.url);
        }
    }

    /// Problems that were not there before. One that has only moved within its file is no news.
    fn print_new_problems(&mut self, round: &Rebuild) {
        fn key(problem: &Diagnostic) -> (&str, Severity, &str, Option<&SourcePath>) {
            (
                problem.code.name,
                problem.severity,
                &problem.message,
                problem.primary_label().map(|label| &label.path),
            )
        }
        let problems = round.problems();
        let known: Vec<_> = self.problems.iter().map(key).collect();
        let new: Vec<Diagnostic> =
            problems.iter().filter(|problem| !known.contains(&key(problem))).cloned().collect();
        report::print_problems(&new, &**round.build.site.snapshot(), self.format);
        self.problems = problems;
    }
}

/// "a.md changed", "a.md came, b.md went".
fn describe_changes(round: &Rebuild) -> String {
    let said = |(path, change): (&SourcePath, &FileChange)| match change {
        FileChange::Changed => format!("{path} changed"),
        FileChange::Added => format!("{path} came"),
        FileChange::Removed => format!("{path} went"),
    };
    let mut named: Vec<String> = round.changed.iter().take(FILES_SHOWN).map(said).collect();
    let more = round.changed.len().saturating_sub(FILES_SHOWN);
    if more > 0 {
        named.push(format!("and {}", format_count(more, "more file")));
    }
    named.join(", ")
}
