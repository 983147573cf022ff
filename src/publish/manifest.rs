//! The record of what was published: nothing else in the output is ever overwritten or removed.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::file_system::{FileSystem, PathState};
use crate::text::Route;

/// The name of the record in the output.
pub(super) const FILE_NAME: &str = ".backgrounder.json";

/// Paths below the output, their sizes, and one hash. It is published with the site, so it holds no
/// words of the site and no names of its sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Tells this file from others of the same name.
    generator: Generator,
    /// Fingerprint of all that the site was made of, where the build could tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fingerprint: Option<String>,
    /// Size in bytes by path; `None` for a file that is still to be written.
    pub(super) files: BTreeMap<String, Option<u64>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Generator {
    #[default]
    Backgrounder,
}

impl Manifest {
    /// A record of files with their sizes.
    pub(super) fn new(fingerprint: Option<String>, files: BTreeMap<String, Option<u64>>) -> Self {
        Manifest { generator: Generator::Backgrounder, fingerprint, files }
    }

    /// The record of an output; an empty one where there is none, or none that can be read as one:
    /// then nothing in the folder is ours.
    ///
    /// # Errors
    /// Those of the system. A record that cannot be read now still says what is ours.
    pub(super) fn read_or_default(folder: &Path, disk: &dyn FileSystem) -> io::Result<Self> {
        Ok(Manifest::read(&folder.join(FILE_NAME), disk)?.unwrap_or_default())
    }

    /// Reads a record; `None` where there is none, or something else.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn read(file: &Path, disk: &dyn FileSystem) -> io::Result<Option<Self>> {
        if !matches!(disk.stat(file)?, PathState::File { .. }) {
            return Ok(None);
        }
        let Ok(mut record) = serde_json::from_slice::<Manifest>(&disk.read(file)?) else {
            return Ok(None);
        };
        // A record can be tampered with: a path that cannot have been published is not ours.
        record.files.retain(|path, _| is_output_path(path));
        Ok(Some(record))
    }

    /// The record as it is written.
    ///
    /// # Errors
    /// None that is known of.
    pub(super) fn to_bytes(&self) -> io::Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(io::Error::other)
    }
}

/// True for a path that a site can have: below the output, and with no part that leaves it.
pub(super) fn is_output_path(path: &str) -> bool {
    Route::parse(&format!("/{path}"))
        .is_some_and(|route| !route.is_page() && route.output_path().as_str() == path)
}
