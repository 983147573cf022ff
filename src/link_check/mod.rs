//! Links that leave the site: whether somebody still answers at their end. The only room that asks
//! other machines for anything, and only when `check --external` wants it.
//!
//! ```text
//! links (where the story leads) ─► rounds (when to ask whom) ─► verdict (what one address says) ─► web (one question)
//!                                        └ cache (what was found good lately)
//! ```

mod cache;
mod external_links;
mod messages;
mod public_ip;
mod checker;
mod probe;
mod http_client;

pub use cache::LinkCache;
pub use checker::{RetryPolicy, check_all};
pub use external_links::{ExternalLink, external_links};
pub use http_client::{AllowedHosts, HttpClient};
pub use messages::{CODES, diagnostics};
pub use probe::LinkStatus;
pub use public_ip::is_public_ip;
