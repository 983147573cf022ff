//! Checks links to other sites. The only room that contacts other machines, and only for
//! `check --external`.
//!
//! ```text
//! external_links (what) ─► retries (when) ─► link_status (one link) ─► http_client (one request)
//!                             └ result_cache (links that worked recently)
//! ```

mod result_cache;
mod retries;
mod external_links;
mod http_client;
mod messages;
mod link_status;
mod public_ip;

pub use external_links::{ExternalLink, external_links};
pub use http_client::{AllowedHosts, HttpClient, REQUEST_TIMEOUT};
pub use link_status::LinkStatus;
pub use messages::{CODES, diagnostics};
pub use public_ip::is_public_ip;
pub use result_cache::LinkCache;
pub use retries::{RetryPolicy, check_all};
