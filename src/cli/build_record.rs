//! What a build said of itself and of the site, kept in the site's own folder of derived files: a build that would change nothing says it again.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::summary::Summary;
use crate::cache::Cache;
use crate::diagnostics::{Diagnostic, Label, Severity};
use crate::engine::all_codes;
use crate::text::{SourcePath, Span};

/// What a build said.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BuildRecord {
    /// Stands for all that the site was made of.
    fingerprint: String,
    pub(super) summary: Summary,
    problems: Vec<Problem>,
    /// Paths that were left out because a file of others stands there.
    pub(super) left_out: Vec<String>,
}

/// A warning. A site with errors is not published, and a build does not show notes.
#[derive(Debug, Serialize, Deserialize)]
struct Problem {
    code: String,
    message: String,
    /// File, first byte, one past the last, and what is said there.
    places: Vec<(String, u32, u32, String)>,
    help: Option<String>,
}

impl BuildRecord {
    /// What is said of a site that was published with `problems`, which are warnings.
    pub(super) fn new(fingerprint: String, summary: Summary, problems: &[Diagnostic], left_out: Vec<String>) -> Self {
        let problem = |problem: &Diagnostic| Problem {
            code: problem.code.name.to_owned(),
            message: problem.message.clone(),
            places: problem.labels.iter().map(|label| (label.path.as_str().to_owned(), label.span.start, label.span.end, label.text.clone())).collect(),
            help: problem.help.clone(),
        };
        BuildRecord { fingerprint, summary, problems: problems.iter().map(problem).collect(), left_out }
    }

    /// What the last build into a folder said, if it was made of what `fingerprint` stands for.
    pub(super) fn read(cache: &Cache, folder: &Path, fingerprint: &str) -> Option<Self> {
        let record: BuildRecord = serde_json::from_slice(&cache.read(&file_of(folder))?).ok()?;
        (record.fingerprint == fingerprint).then_some(record)
    }

    /// Keeps the record for the next build into a folder. A site whose folder cannot be written into is built anew each time, which changes nothing of it.
    pub(super) fn keep(&self, cache: &Cache, folder: &Path) {
        if let Ok(bytes) = serde_json::to_vec(self) {
            let _ = cache.write(&file_of(folder), &bytes);
        }
    }

    /// The problems again; `None` where one of them has a code that this program does not know.
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

/// The record of each output has a file of its own.
fn file_of(folder: &Path) -> String {
    let hash = blake3::hash(folder.as_os_str().as_encoded_bytes()).to_hex();
    format!("builds/{}.json", &hash[..16])
}
