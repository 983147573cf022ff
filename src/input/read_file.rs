//! Reads one file of a site, unless it is unchanged or still being written.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::asset::{Asset, FileStatus, MEDIA_EXTENSIONS, needs_content};
use super::messages;
use super::snapshot::{
    ReadStamp, SiteFile, SiteFileContent, Snapshot, decode_text, is_loaded_asset, is_text,
};
use crate::diagnostics::Diagnostic;
use crate::text::SourcePath;

/// How long after its last change a file counts as being written, unless an event said it is
/// complete.
pub const WRITE_QUIET_PERIOD: Duration = Duration::from_millis(150);

/// The largest text that is read, in bytes.
const MAX_TEXT_BYTES: u64 = 16 << 20;

/// How long a rescan ignores a new file that is empty or of an unsupported type: many programs save through a
/// temporary file.
const UNSUPPORTED_FILE_GRACE: Duration = Duration::from_secs(1);

/// What was found at a path.
pub(super) enum FileScan {
    /// The file is being written: the snapshot keeps its previous state.
    BeingWritten,
    /// The text of a file that the previous snapshot does not have.
    NewText(String, Option<ReadStamp>),
    /// Any other file. A text that was read again gets an arena of its own: a shared one would keep
    /// alive all texts that were once read with it.
    File(SiteFile),
}

/// Which files may be incomplete.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WriteCheck {
    /// None: there is no previous state to keep.
    ReadAll,
    /// Those below the named paths. The named paths are complete: the caller knows.
    NamedAreComplete,
    /// Those that changed within the last [`WRITE_QUIET_PERIOD`].
    RequireQuiet,
}

pub(super) fn read_file(
    file: &Path,
    path: &SourcePath,
    earlier: &Snapshot,
    check: WriteCheck,
) -> Result<FileScan, Diagnostic> {
    let unreadable = |error| messages::unreadable(path, &error);
    let meta = fs::metadata(file).map_err(unreadable)?;
    if !meta.is_file() {
        return Err(messages::not_a_regular_file(path));
    }
    let status = FileStatus::from_metadata(&meta);
    let stamp = status.stamp();
    // Programs that copy a file with its times set them last, when the copy is complete.
    let younger_than = |limit: Duration| status.time_since_write().is_some_and(|age| age < limit);
    let may_wait = check != WriteCheck::ReadAll;
    if may_wait && is_unsupported_asset(path) && younger_than(UNSUPPORTED_FILE_GRACE) {
        return Ok(FileScan::BeingWritten);
    }
    if status.size == 0 && needs_content(path) {
        // Programs create a file before they write it.
        if may_wait && younger_than(UNSUPPORTED_FILE_GRACE) {
            return Ok(FileScan::BeingWritten);
        }
        return Err(messages::empty_file(path));
    }
    let is_loaded = is_loaded_asset(path);
    if !is_text(path) && !is_loaded {
        let asset = Asset::OnDisk { path: file.to_owned(), stamp };
        let content = SiteFileContent::Asset(asset);
        return Ok(FileScan::File(SiteFile { content, stamp: None }));
    }
    if status.size > MAX_TEXT_BYTES {
        return Err(messages::too_large(path, status.size, MAX_TEXT_BYTES));
    }
    // A file that was complete when it was named is still complete.
    if check == WriteCheck::RequireQuiet
        && younger_than(WRITE_QUIET_PERIOD)
        && !earlier.was_read_with_stamp(path, stamp)
    {
        return Ok(FileScan::BeingWritten);
    }
    if let Some(known) = earlier.unchanged_file(path, stamp) {
        return Ok(FileScan::File(known.clone()));
    }
    let bytes = fs::read(file).map_err(unreadable)?;
    let unchanged =
        fs::metadata(file).is_ok_and(|meta| FileStatus::from_metadata(&meta).stamp() == stamp);
    if may_wait && !unchanged {
        return Ok(FileScan::BeingWritten);
    }
    let stamp =
        if status.is_settled() { ReadStamp::Settled(stamp) } else { ReadStamp::Recent(stamp) };
    let stamp = unchanged.then_some(stamp);
    let content = if is_loaded {
        SiteFileContent::Asset(Asset::InMemory(bytes.into()))
    } else {
        let text = decode_text(path, bytes)?;
        SiteFileContent::Text(match earlier.text_at(path.as_str()) {
            // Keep the same `ArenaStr` for an equal text, so that later comparisons are cheap.
            Some(known) if **known == *text => known.clone(),
            Some(_) => text.as_str().into(),
            None => return Ok(FileScan::NewText(text, stamp)),
        })
    };
    Ok(FileScan::File(SiteFile { content, stamp }))
}

/// True for a file beside pages whose type is not published.
fn is_unsupported_asset(path: &SourcePath) -> bool {
    let extension = path.extension().to_ascii_lowercase();
    path.strip_prefix("content").is_some()
        && !is_text(path)
        && !MEDIA_EXTENSIONS.contains(&extension.as_str())
}
