//! The record of what was written: nothing else is ever overwritten or removed.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk::{Disk, Entry};
use crate::text::Route;

/// The name of the record, in the folder it is about.
pub(super) const NAME: &str = ".backgrounder.json";
/// The name under which it is written before it is moved to its place.
pub(super) const UNFINISHED: &str = ".backgrounder.json.new";

/// Files by path, each with its size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Who wrote it, so that no other file of that name is taken for one.
    generator: Generator,
    /// What the site was made of, where the build could tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) made: Option<Made>,
    /// By path below the folder.
    pub(super) files: BTreeMap<String, Size>,
}

/// What a build was made of, and what it said: so that one that would make the same need not be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// A hash of all that the site depends on.
    pub inputs: String,
    /// What the build told of itself. This room keeps it and does not look into it.
    pub said: serde_json::Value,
}

/// The size of a file in bytes; `None` for one that is still to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub(super) struct Size(pub(super) Option<u64>);

/// A size in a record. Before, a hash of the content stood before it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Size(Option<u64>),
    AfterHash(String),
}

impl From<Written> for Size {
    fn from(written: Written) -> Self {
        match written {
            Written::Size(bytes) => Size(bytes),
            Written::AfterHash(text) => Size(text.split_once(' ').and_then(|(_, bytes)| bytes.parse().ok())),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Generator {
    #[default]
    Backgrounder,
}

impl Manifest {
    /// A record of paths that are still to be written.
    pub(super) fn of_paths(paths: impl IntoIterator<Item = String>) -> Self {
        Manifest { files: paths.into_iter().map(|path| (path, Size::default())).collect(), ..Manifest::default() }
    }

    /// The same record, with a note of what the site was made of.
    pub(super) fn with_note(self, made: Option<Made>) -> Self {
        Manifest { made, ..self }
    }

    /// The record in a folder; an empty one where there is none, or none that can be trusted: then nothing there is ours.
    ///
    /// # Errors
    /// Those of the system. A record that cannot be read now is not the same as none: what it names is still ours.
    pub(super) fn read(folder: &Path, disk: &dyn Disk) -> io::Result<Self> {
        let Some(bytes) = bytes(folder, disk)? else { return Ok(Manifest::default()) };
        let manifest: Manifest = serde_json::from_slice(&bytes).unwrap_or_default();
        // A path that could not have been published is nobody's: a record can be tampered with.
        let sound = |path: &str| Route::parse(&format!("/{path}")).is_some_and(|route| !route.is_page() && route.output().as_str() == path);
        Ok(Manifest { files: manifest.files.into_iter().filter(|(path, _)| sound(path)).collect(), ..manifest })
    }

    /// Whether a folder has a record of ours.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn is_in(folder: &Path, disk: &dyn Disk) -> io::Result<bool> {
        Ok(bytes(folder, disk)?.is_some_and(|bytes| serde_json::from_slice::<Manifest>(&bytes).is_ok()))
    }

    /// Writes the record into a folder under a name that is none yet.
    pub(super) fn prepare(&self, folder: &Path, disk: &dyn Disk) -> io::Result<()> {
        let bytes = serde_json::to_vec(self).map_err(io::Error::other)?;
        disk.write(&folder.join(UNFINISHED), &bytes)
    }

    /// Writes the record into a folder, never leaving half of one.
    pub(super) fn write(&self, folder: &Path, disk: &dyn Disk) -> io::Result<()> {
        self.prepare(folder, disk)?;
        disk.rename(&folder.join(UNFINISHED), &folder.join(NAME))
    }
}

/// The bytes of the record; `None` where there is none, or something else in its place.
fn bytes(folder: &Path, disk: &dyn Disk) -> io::Result<Option<Vec<u8>>> {
    let path = folder.join(NAME);
    match disk.look(&path)? {
        Entry::File { .. } => disk.read(&path).map(Some),
        _ => Ok(None),
    }
}
