//! Terminal output of the preview: its address, what changed, and new problems.

use serde_json::json;

use super::args::{DEFAULT_PORT, MessageFormat, ServeArgs};
use super::report_formats::{
    format_count, format_duration, format_problem_counts, print_event, print_problems,
};
use crate::diagnostics::{Diagnostic, Severity};
use crate::engine::{Site, has_errors};
use crate::preview::{FileChange, Rebuild, Server};
use crate::text::{Route, SourcePath};

/// How many changed files are named.
const FILES_SHOWN: usize = 3;

/// Remembers the problems and the address that it has printed.
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

    /// The URL of the home page for a browser on this computer.
    pub(super) fn url(&self, site: &Site) -> String {
        format!("{}{}", self.origin, site.config().base.href(&Route::for_page([])))
    }

    pub(super) fn print_start(&mut self, first: &Rebuild, arguments: &ServeArgs) {
        let site = &first.build.site;
        self.url = self.url(site);
        self.print_new_problems(first);
        let is_good = !first.build.has_errors();
        if self.format != MessageFormat::Human {
            let event = json!({ "event": "serving", "url": self.url, "good": is_good });
            return print_event(self.format, &event);
        }
        let pages = format_count(site.page_count(), "page");
        let drafts = if arguments.no_drafts { "hidden" } else { "shown" };
        let time = format_duration(first.time);
        anstream::eprintln!("{} is at {}", site.config().title, self.url);
        anstream::eprintln!("  {pages}, ready in {time}; drafts are {drafts}");
        if arguments.port.is_none() && self.port != DEFAULT_PORT {
            anstream::eprintln!("  port {DEFAULT_PORT} is in use, so another one was chosen");
        }
        if !self.is_loopback_only {
            anstream::eprintln!(
                "  everybody in your network can read it, including drafts, at this computer's \
                 address and port {}\n  to allow a name for this computer, pass `--allow-host NAME`",
                self.port
            );
        }
        if !is_good {
            let counts = format_problem_counts(&self.problems);
            anstream::eprintln!("  {counts}; pages are shown as far as possible");
        }
        anstream::eprintln!("  Press Ctrl-C to stop");
    }

    /// Prints what changed, new problems, how much was rebuilt, and how long it took.
    pub(super) fn print_rebuild(&mut self, rebuild: &Rebuild) {
        let had_errors = has_errors(&self.problems);
        self.print_new_problems(rebuild);
        let is_good = !rebuild.build.has_errors();
        let url = self.url(&rebuild.build.site);
        let has_moved = std::mem::replace(&mut self.url, url) != self.url && is_good;
        if self.format != MessageFormat::Human {
            let changed: Vec<&str> = rebuild.changed.keys().map(SourcePath::as_str).collect();
            let event = json!({
                "event": "built",
                "changed": changed,
                "good": is_good,
                "problems": self.problems.len(),
                "ms": rebuild.time.as_secs_f64() * 1e3,
                "url": self.url,
            });
            return print_event(self.format, &event);
        }
        let counts = format_problem_counts(&self.problems);
        let stats = &rebuild.build.stats;
        let result = if is_good {
            let pages = |count: usize, verb: &str| match count {
                0 => String::new(),
                count => format!("{} {verb}, ", format_count(count, "page")),
            };
            let read = pages(stats.documents_parsed, "read");
            let linked = pages(stats.pages_linked, "linked again");
            format!("{read}{linked}shown after {}", format_duration(rebuild.time))
        } else if rebuild.keeps_last_good {
            format!("{counts}; the last version without errors is shown")
        } else {
            format!("{counts}; pages are shown as far as possible")
        };
        anstream::eprintln!("{}: {result}", describe_changes(rebuild));
        if is_good && had_errors {
            anstream::eprintln!("  all errors are fixed");
        }
        if is_good && !self.problems.is_empty() {
            anstream::eprintln!("  {counts}");
        }
        if has_moved {
            anstream::eprintln!("  the site is now at {}", self.url);
        }
    }

    /// Prints problems that were not there before. One that only moved within its file is not new.
    fn print_new_problems(&mut self, rebuild: &Rebuild) {
        fn key(problem: &Diagnostic) -> (&str, Severity, &str, Option<&SourcePath>) {
            let path = problem.primary_label().map(|label| &label.path);
            (problem.code.name, problem.severity, &problem.message, path)
        }
        let problems = rebuild.build.errors_and_warnings();
        let known: Vec<_> = self.problems.iter().map(key).collect();
        let is_new = |problem: &&Diagnostic| !known.contains(&key(problem));
        let new: Vec<Diagnostic> = problems.iter().filter(is_new).cloned().collect();
        print_problems(&new, rebuild.build.site.snapshot(), self.format);
        self.problems = problems;
    }
}

/// "a.md changed, b.md removed, and 2 more files".
fn describe_changes(rebuild: &Rebuild) -> String {
    let describe = |(path, change): (&SourcePath, &FileChange)| match change {
        FileChange::Changed => format!("{path} changed"),
        FileChange::Added => format!("{path} added"),
        FileChange::Removed => format!("{path} removed"),
    };
    let mut parts: Vec<String> = rebuild.changed.iter().take(FILES_SHOWN).map(describe).collect();
    let more = rebuild.changed.len().saturating_sub(FILES_SHOWN);
    if more > 0 {
        parts.push(format!("and {}", format_count(more, "more file")));
    }
    parts.join(", ")
}
