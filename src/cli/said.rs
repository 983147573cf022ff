//! What a build said, kept with its output: a build that changes nothing says it again.

use serde::{Deserialize, Serialize};

use super::summary::Summary;
use crate::diagnostics::{Diagnostic, Label, Severity};
use crate::engine::all_codes;
use crate::text::{SourcePath, Span};

/// All that a build said.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) summary: Summary,
    problems: Vec<Problem>,
}

/// A warning: what has errors is not published, and notes are not said.
#[derive(Debug, Serialize, Deserialize)]
struct Problem {
    code: String,
    message: String,
    /// File, first byte, one past the last, and what is said there.
    places: Vec<(String, u32, u32, String)>,
    help: Option<String>,
}

impl Said {
    /// What is said of a site that was published with `problems`: warnings, and nothing worse or less.
    pub(super) fn new(summary: Summary, problems: &[Diagnostic]) -> Self {
        let problem = |problem: &Diagnostic| Problem {
            code: problem.code.name.to_owned(),
            message: problem.message.clone(),
            places: problem.labels.iter().map(|label| (label.path.as_str().to_owned(), label.span.start, label.span.end, label.text.clone())).collect(),
            help: problem.help.clone(),
        };
        Said { summary, problems: problems.iter().map(problem).collect() }
    }

    /// The problems again; `None` where one is none that this program knows.
    pub(super) fn problems(&self) -> Option<Vec<Diagnostic>> {
        let label = |(path, start, end, text): &(String, u32, u32, String)| {
            Some(Label { path: SourcePath::new(path)?, span: Span { start: *start, end: *end }, text: text.clone() })
        };
        let problem = |problem: &Problem| {
            Some(Diagnostic {
                code: *all_codes().find(|code| code.name == problem.code)?,
                severity: Severity::Warning,
                message: problem.message.clone(),
                labels: problem.places.iter().map(label).collect::<Option<_>>()?,
                help: problem.help.clone(),
            })
        };
        self.problems.iter().map(problem).collect()
    }
}
