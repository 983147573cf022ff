//! What the preview tells in the terminal: where it is, what changed, what is new of what is wrong.

use super::args::{MessageFormat, PORT, ServeArgs};
use super::build::{in_words, problems_in_words};
use super::report::{self, count};
use crate::catalog::Resource;
use crate::diagnostics::{Diagnostic, Severity};
use crate::engine::Site;
use crate::preview::{Change, Round, Server};
use crate::text::{Route, SourcePath};

/// How many files are named of those that changed.
const NAMED: usize = 3;

/// Remembers what it has told.
pub(super) struct Teller {
    format: MessageFormat,
    origin: String,
    port: u16,
    is_private: bool,
    url: String,
    problems: Vec<Diagnostic>,
}

impl Teller {
    pub(super) fn new(format: MessageFormat, server: &Server) -> Self {
        Teller { format, origin: server.origin(), port: server.port(), is_private: server.is_private(), url: String::new(), problems: Vec::new() }
    }

    /// Where the site is, for a browser of this machine.
    pub(super) fn url(&self, site: &Site) -> String {
        format!("{}{}", self.origin, site.config().base.href(&Route::for_page([])))
    }

    /// Tells of the start.
    pub(super) fn opening(&mut self, first: &Round, arguments: &ServeArgs) {
        let site = &first.build.site;
        self.url = self.url(site);
        self.new_problems(first);
        if self.format != MessageFormat::Human {
            return report::event(self.format, &serde_json::json!({ "event": "serving", "url": self.url, "good": first.is_good() }));
        }
        let pages = site.addresses().into_iter().filter(|(route, address)| route.is_page() && !matches!(address, Resource::Redirect(_))).count();
        let drafts = if arguments.no_drafts { "left out" } else { "shown" };
        anstream::eprintln!("{} is at {}", site.config().title, self.url);
        anstream::eprintln!("  {}, ready in {}; drafts are {drafts}", count(pages, "page"), in_words(first.time));
        if arguments.port.is_none() && self.port != PORT {
            anstream::eprintln!("  port {PORT} was taken, so it is the next free one");
        }
        if !self.is_private {
            anstream::eprintln!("  everybody in your network can read it, drafts included, by the address of this machine and port {}", self.port);
            anstream::eprintln!("  a name they use for this machine is allowed with `--allow-host NAME`");
        }
        if !first.is_good() {
            anstream::eprintln!("  {}; pages are shown as far as they can be", problems_in_words(&first.problems()));
        }
        anstream::eprintln!("  Ctrl-C ends the preview");
    }

    /// Tells what changed, what is new of what is wrong, what was redone and how long it took.
    pub(super) fn round(&mut self, round: &Round) {
        let had_errors = self.problems.iter().any(|problem| problem.severity == Severity::Error);
        self.new_problems(round);
        let url = self.url(&round.build.site);
        let moved = std::mem::replace(&mut self.url, url) != self.url && round.is_good();
        if self.format != MessageFormat::Human {
            let changed: Vec<&str> = round.changed.keys().map(SourcePath::as_str).collect();
            let ms = round.time.as_secs_f64() * 1e3;
            return report::event(
                self.format,
                &serde_json::json!({ "event": "built", "changed": changed, "good": round.is_good(), "problems": round.problems().len(), "ms": ms, "url": self.url }),
            );
        }
        let stats = &round.build.stats;
        let parts = [(stats.documents_read, "read"), (stats.pages_linked, "linked anew")];
        let parts: Vec<String> =
            parts.into_iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{} {what}", count(number, "page"))).collect();
        let redone = if parts.is_empty() { String::new() } else { format!("{}, ", parts.join(", ")) };
        let problems = round.problems();
        let result = match (round.is_good(), round.stays) {
            (true, _) => format!("{redone}shown after {}", in_words(round.time)),
            (false, true) => format!("{}; not shown, the last good site stays", problems_in_words(&problems)),
            (false, false) => format!("{}; pages are shown as far as they can be", problems_in_words(&problems)),
        };
        anstream::eprintln!("{}: {result}", what_changed(round));
        if round.is_good() && had_errors {
            anstream::eprintln!("  no errors any more");
        }
        if round.is_good() && !problems.is_empty() {
            anstream::eprintln!("  {}", problems_in_words(&problems));
        }
        if moved {
            anstream::eprintln!("  the site is at {} now", self.url);
        }
    }

    /// Problems that were not there before. One that has only moved within its file is no news.
    fn new_problems(&mut self, round: &Round) {
        fn key(problem: &Diagnostic) -> (&str, Severity, &str, Option<&SourcePath>) {
            (problem.code.name, problem.severity, &problem.message, problem.primary_label().map(|label| &label.path))
        }
        let problems = round.problems();
        let known: Vec<_> = self.problems.iter().map(key).collect();
        let new: Vec<Diagnostic> = problems.iter().filter(|problem| !known.contains(&key(problem))).cloned().collect();
        report::problems(&new, &**round.build.site.snapshot(), self.format);
        self.problems = problems;
    }
}

/// "a.md changed", "a.md came, b.md went".
fn what_changed(round: &Round) -> String {
    let said = |(path, change): (&SourcePath, &Change)| match change {
        Change::Changed => format!("{path} changed"),
        Change::Came => format!("{path} came"),
        Change::Went => format!("{path} went"),
    };
    let mut named: Vec<String> = round.changed.iter().take(NAMED).map(said).collect();
    let more = round.changed.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(format!("and {}", count(more, "more file")));
    }
    named.join(", ")
}
