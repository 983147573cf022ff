//! Manifest of the published files. Nothing else in the output is ever overwritten or removed.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::file_system::{FileSystem, PathState};
use crate::text::Route;

/// The file name of the manifest in the output.
pub(super) const FILE_NAME: &str = ".backgrounder.json";

/// Published together with the site, so it contains no text of the site and no source paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Distinguishes it from other files of the same name.
    generator: Generator,
    /// Fingerprint of everything the site was built from, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fingerprint: Option<String>,
    /// Size in bytes by path; `None` for a file that has not been written yet.
    pub(super) files: BTreeMap<String, Option<u64>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Generator {
    #[default]
    Backgrounder,
}

impl Manifest {
    pub(super) fn new(fingerprint: Option<String>, files: BTreeMap<String, Option<u64>>) -> Self {
        Manifest { generator: Generator::Backgrounder, fingerprint, files }
    }

    /// Reads the manifest of an output folder. If there is none, or it is something else, nothing
    /// in the folder was published by this program, so the result is empty.
    ///
    /// # Errors
    /// The file cannot be read: it may still list published files.
    pub(super) fn read_or_default(folder: &Path, fs: &dyn FileSystem) -> io::Result<Self> {
        Ok(Manifest::read(&folder.join(FILE_NAME), fs)?.unwrap_or_default())
    }

    /// `None` if there is no file, or it is not a manifest.
    pub(super) fn read(file: &Path, fs: &dyn FileSystem) -> io::Result<Option<Self>> {
        if !matches!(fs.stat(file)?, PathState::File { .. }) {
            return Ok(None);
        }
        let mut manifest = serde_json::from_slice::<Manifest>(&fs.read(file)?).ok();
        if let Some(manifest) = &mut manifest {
            // The file could have been manipulated: ignore paths that cannot have been published.
            manifest.files.retain(|path, _| is_output_path(path));
        }
        Ok(manifest)
    }
}

/// True if a site can have this path, which is then inside the output.
pub(super) fn is_output_path(path: &str) -> bool {
    Route::parse(&format!("/{path}"))
        .is_some_and(|route| !route.is_page() && route.output_path().as_str() == path)
}
