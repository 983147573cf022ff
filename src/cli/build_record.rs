//! Report of the last build, kept in the site's cache. A build that would change nothing prints it
//! again.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::summary::BuildSummary;
use crate::cache::Cache;
use crate::diagnostics::{Diagnostic, Label, Severity};
use crate::engine::all_codes;
use crate::text::{SourcePath, Span};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BuildRecord {
    fingerprint: String,
    pub(super) summary: BuildSummary,
    problems: Vec<SavedWarning>,
    /// Paths not published because a file of somebody else is there.
    pub(super) skipped: Vec<String>,
}

/// A site with errors is not published and `build` does not show notes, so only warnings are saved.
#[derive(Debug, Serialize, Deserialize)]
struct SavedWarning {
    code: String,
    message: String,
    /// File, first byte, end byte (exclusive), label text.
    places: Vec<(String, u32, u32, String)>,
    help: Option<String>,
}

impl BuildRecord {
    pub(super) fn new(
        fingerprint: String,
        summary: BuildSummary,
        warnings: &[Diagnostic],
        skipped: Vec<String>,
    ) -> Self {
        let place = |label: &Label| {
            let Label { path, span, text } = label;
            (path.as_str().to_owned(), span.start, span.end, text.clone())
        };
        let save = |problem: &Diagnostic| SavedWarning {
            code: problem.code.name.to_owned(),
            message: problem.message.clone(),
            places: problem.labels.iter().map(place).collect(),
            help: problem.help.clone(),
        };
        BuildRecord { fingerprint, summary, problems: warnings.iter().map(save).collect(), skipped }
    }

    /// The record of the last build into `folder`, if it had this fingerprint.
    pub(super) fn read(cache: &Cache, folder: &Path, fingerprint: &str) -> Option<Self> {
        let record: BuildRecord = serde_json::from_slice(&cache.read(&cache_file(folder))?).ok()?;
        (record.fingerprint == fingerprint).then_some(record)
    }

    /// Errors are ignored: without a record, the next build is a full build with the same result.
    pub(super) fn write(&self, cache: &Cache, folder: &Path) {
        if let Ok(bytes) = serde_json::to_vec(self) {
            let _ = cache.write(&cache_file(folder), &bytes);
        }
    }

    /// The saved warnings; `None` if this program does not know one of their codes.
    pub(super) fn problems(&self) -> Option<Vec<Diagnostic>> {
        let label = |(path, start, end, text): &(String, u32, u32, String)| {
            let span = Span { start: *start, end: *end };
            Some(Label { path: SourcePath::new(path)?, span, text: text.clone() })
        };
        let restore = |problem: &SavedWarning| {
            Some(Diagnostic {
                code: *all_codes().find(|code| code.name == problem.code)?,
                severity: Severity::Warning,
                message: problem.message.clone(),
                labels: problem.places.iter().map(label).collect::<Option<_>>()?,
                help: problem.help.clone(),
            })
        };
        self.problems.iter().map(restore).collect()
    }
}

/// Each output folder has its own record.
fn cache_file(folder: &Path) -> String {
    let hash = blake3::hash(folder.as_os_str().as_encoded_bytes()).to_hex();
    format!("builds/{}.json", &hash[..16])
}
