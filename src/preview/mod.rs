//! A server that shows the site as it is being written. It holds the site as a function from address to bytes, renders the page that is asked for, and never touches the
//! output folder.
//!
//! ```text
//! eyes (a hint) ─► input::look (the truth) ─► engine ─► Showing: put in the window, then told to open pages
//!                                                             │
//!                       request ─► guard ─► respond(Showing) ─┘ ─► answer
//! ```

mod answer;
mod eyes;
mod guard;
mod hints;
mod names;
mod pages;
mod reload;
mod respond;
mod rounds;
mod server;
mod showing;
mod watch;

pub use answer::{Answer, Content};
pub use guard::{Bound, HostName, Refusal, admit};
pub use hints::Seeing;
pub use respond::respond;
pub use rounds::{Change, Mishap, Preview, Round, Sight};
pub use server::Server;
pub use showing::{Showing, Window};
pub use watch::{Following, News, follow};

/// Where the script that keeps a page up to date is. No page of a site can have an address below this folder.
pub const SCRIPT: &str = "/.backgrounder/preview.js";
/// The look of what that script shows.
pub const STYLE: &str = "/.backgrounder/preview.css";
/// What an open page must know, as JSON: what it should show, and what is wrong.
pub const STATE: &str = "/.backgrounder/state";
/// Where it is told that there is a new state (server-sent events, HTML Standard §9.2).
pub const EVENTS: &str = "/.backgrounder/events";
/// The script of the worker that listens there for all windows of a browser.
pub const WORKER: &str = "/.backgrounder/worker.js";
/// What the names of a page were taken for, as JSON, for the bar that its author sees.
pub const NAMES: &str = "/.backgrounder/names";
/// The look of that bar.
pub const BAR_STYLE: &str = "/.backgrounder/bar.css";
