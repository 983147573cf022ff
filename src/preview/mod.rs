//! A server that shows the site as it is being written. It renders the page that is asked for, and
//! never touches the output folder.
//!
//! ```text
//! watcher (where to scan) ─► scan ─► engine ─► PreviewState, sent to open pages
//!                                                   │
//!                request ─► guard ─► respond(PreviewState) ─► response
//! ```

mod author_bar;
mod guard;
mod served_pages;
mod rebuild;
mod reload;
mod respond;
mod response;
mod server;
mod state;
mod watch_loop;
mod watcher;

pub use guard::{HostName, HostPolicy, Rejection, admit};
pub use rebuild::{BuildPanic, FileChange, Preview, Rebuild, ScanResult};
pub use respond::respond;
pub use response::{PreviewResponse, ResponseBody};
pub use server::Server;
pub use state::{PreviewState, StateChannel};
pub use watch_loop::{WatchEvent, WatchMode, watch_site};
pub use watcher::ScanScope;

// URL paths of the preview's own files. No page of a site can have a route in this folder.

/// The script that keeps a page up to date.
pub const SCRIPT_PATH: &str = "/.backgrounder/preview.js";
/// The style of what that script shows.
pub const STYLE_PATH: &str = "/.backgrounder/preview.css";
/// What an open page should show, and the problems, as JSON.
pub const STATE_PATH: &str = "/.backgrounder/state";
/// Announces new states (server-sent events, HTML Standard §9.2).
pub const EVENTS_PATH: &str = "/.backgrounder/events";
/// The shared worker that receives them for all pages of a browser.
pub const WORKER_PATH: &str = "/.backgrounder/worker.js";
/// The names on a page, as JSON, for the author bar.
pub const AUTHOR_BAR_PATH: &str = "/.backgrounder/names";
/// The style of the author bar.
pub const AUTHOR_BAR_STYLE_PATH: &str = "/.backgrounder/bar.css";
