//! What is on disk, as a value. The only reader of a site's files.

mod embedded_theme;
mod asset;
mod ignored_files;
mod messages;
mod scan;
mod snapshot;

pub use asset::{Asset, FileContent, OpenedFile};
pub use embedded_theme::{DEFAULT_THEME, EMBEDDED_ROOT};
pub use messages::{CODES, control_character};
pub use scan::{
    MEDIA_EXTENSIONS, SITE_FOLDERS, WRITE_QUIET_PERIOD, is_site_path, rescan, rescan_paths, scan,
};
pub use snapshot::Snapshot;
