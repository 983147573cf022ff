//! What is on disk, as a value. The only reader of a site's files.

mod embedded;
mod file;
mod litter;
mod messages;
mod scan;
mod snapshot;

pub use embedded::{DEFAULT_THEME, EMBEDDED_ROOT};
pub use file::{Asset, Content, Opened};
pub use messages::{CODES, control_character};
pub use scan::{FOLDERS, MEDIA, WRITING, belongs, look, rescan, scan};
pub use snapshot::Snapshot;
