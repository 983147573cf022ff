//! What a build said of itself and of the site, kept in the site's own folder of derived files: a
//! build that would change nothing says it again.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::summary::BuildSummary;
use crate::cache::Cache;
use crate::diagnostics::{Diagnostic, Label, Severity};
use crate::engine::all_codes;
use crate::text::{SourcePath, Span};

/// What a build said.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BuildRecord {
    /// Stands for all that the site was made of.
    fingerprint: String,
    pub(super) summary: BuildSummary,
    problems: Vec<SavedWarning>,
    /// Paths that were left out because a file of others stands there.
    pub(super) skipped: Vec<String>,
}

/// A warning. A site with errors is not published, and a build does not show notes.
#[derive(Debug, Serialize, Deserialize)]
struct SavedWarning {
    code: String,
    message: String,
    /// File, first byte, one past the last, and what is said there.
    places: Vec<(String, u32, u32, String)>,
    help: Option<String>,
}

impl BuildRecord {
    /// What is said of a site that was published with `problems`, which are warnings.
    pub(super) fn new(
        fingerprint: String,
        summary: BuildSummary,
        problems: &[Diagnostic],
        left_out: Vec<String>,
    ) -> Self {
        let problem = |problem: &Diagnostic| SavedWarning {
            code: problem.code.name.to_owned(),
            message: problem.message.clone(),
            places: problem
                .labels
                .iter()
                .map(|label| {
                    (
                        label.path.as_str().to_owned(),
                        label.span.start,
                        label.span.end,
                        label.text.clone(),
                    )
                })
                .collect(),
            help: problem.help.clone(),
        };
        BuildRecord {
            fingerprint,
            summary,
            problems: problems.iter().map(problem).collect(),
            skipped: left_out,
        }
    }

    /// What the last build into a folder said, if it was made of what `fingerprint` stands for.
    pub(super) fn read(cache: &Cache, folder: &Path, fingerprint: &str) -> Option<Self> {
        let record: BuildRecord = serde_json::from_slice(&cache.read(&cache_file(folder))?).ok()?;
        (record.fingerprint == fingerprint).then_some(record)
    }

    /// Keeps the record for the next build into a folder. A site whose folder cannot be written
    /// into is built anew each time, which changes nothing of it.
    pub(super) fn write(&self, cache: &Cache, folder: &Path) {
        if let Ok(bytes) = serde_json::to_vec(self) {
            let _ = cache.write(&cache_file(folder), &bytes);
        }
    }

    /// The problems again; `None` where one of them has a code that this program does not know.
    pub(super) fn problems(&self) -> Option<Vec<Diagnostic>> {
        let label = |(path, start, end, text): &(String, u32, u32, String)| {
            Some(Label {
                path: SourcePath::new(path)?,
                span: Span { start: *start, end: *end },
                text: text.clone(),
            })
        };
        let problem = |problem: &SavedWarning| {
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
fn cache_file(folder: &Path) -> String {
    let hash = blake3::hash(folder.as_os_str().as_encoded_bytes()).to_hex();
    format!("builds/{}.json", &hash[..16])
}
