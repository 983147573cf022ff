//! Checks links to other sites. The only room that contacts other machines, and only for
//! `check --external`.
//!
//! ```text
//! external_links (what to check) ─► checker (when) ─► probe (one link) ─► http_client (one request)
//!                                      └ cache (links that worked recently)
//! ```

mod cache;
mod checker;
mod external_links;
mod http_client;
mod messages;
mod probe;
mod public_ip;

pub use cache::LinkCache;
pub use checker::{RetryPolicy, check_all};
pub use external_links::{ExternalLink, external_links};
pub use http_client::{AllowedHosts, HttpClient};
pub use messages::{CODES, diagnostics};
pub use probe::LinkStatus;
pub use public_ip::is_public_ip;
