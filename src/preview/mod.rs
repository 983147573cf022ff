//! A server that shows the site as it is being written. It holds the site as a function from
//! address to bytes, renders the page that is asked for, and never touches the output folder.
//!
//! ```text
//! eyes (a hint) ─► input::look (the truth) ─► engine ─► Showing: put in the window, then told to open pages
//!                                                             │
//!                       request ─► guard ─► respond(Showing) ─┘ ─► answer
//! ```

mod response;
mod watcher;
mod guard;
mod pending_changes;
mod author_bar;
mod pages;
mod reload;
mod respond;
mod rebuild;
mod server;
mod state;
mod watch_loop;

pub use guard::{HostName, HostPolicy, Rejection, admit};
pub use pending_changes::ScanScope;
pub use rebuild::{BuildPanic, FileChange, Preview, Rebuild, ScanResult};
pub use respond::respond;
pub use response::{PreviewResponse, ResponseBody};
pub use server::Server;
pub use state::{PreviewState, StateChannel};
pub use watch_loop::{WatchEvent, WatchMode, watch_site};

/// Where the script that keeps a page up to date is. No page of a site can have an address below
/// this folder.
pub const SCRIPT_PATH: &str = "/.backgrounder/preview.js";
/// The look of what that script shows.
pub const STYLE_PATH: &str = "/.backgrounder/preview.css";
/// What an open page must know, as JSON: what it should show, and what is wrong.
pub const STATE_PATH: &str = "/.backgrounder/state";
/// Where it is told that there is a new state (server-sent events, HTML Standard §9.2).
pub const EVENTS_PATH: &str = "/.backgrounder/events";
/// The script of the worker that listens there for all windows of a browser.
pub const WORKER_PATH: &str = "/.backgrounder/worker.js";
/// What the names of a page were taken for, as JSON, for the bar that its author sees.
pub const AUTHOR_BAR_PATH: &str = "/.backgrounder/names";
/// The look of that bar.
pub const AUTHOR_BAR_STYLE_PATH: &str = "/.backgrounder/bar.css";
