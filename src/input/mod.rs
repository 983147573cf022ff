//! What is on disk, as a value. The only reader of a site's files.

mod asset;
mod embedded_theme;
mod ignored_files;
mod media_element;
mod messages;
mod read_file;
mod scan;
mod snapshot;

pub use asset::{Asset, FileContent, OpenedFile, is_media};
pub use embedded_theme::{DEFAULT_THEME, EMBEDDED_ROOT};
pub use media_element::MediaElement;
pub use messages::{CODES, control_character};
pub use read_file::WRITE_QUIET_PERIOD;
pub use scan::{SITE_FOLDERS, is_site_path, rescan, rescan_paths, scan};
pub use snapshot::Snapshot;
