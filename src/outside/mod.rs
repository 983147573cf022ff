//! Links that leave the site: whether somebody still answers at their end. The only room that asks other machines for anything, and only when `check --external` wants it.
//!
//! ```text
//! links (where the story leads) ─► rounds (when to ask whom) ─► verdict (what one address says) ─► web (one question)
//!                                        └ cache (what was found good lately)
//! ```

mod cache;
mod links;
mod messages;
mod public;
mod rounds;
mod verdict;
mod web;

pub use cache::Cache;
pub use links::{OutsideLink, outside_links};
pub use messages::{CODES, diagnostics};
pub use public::is_public;
pub use rounds::{Manners, ask_all};
pub use verdict::Verdict;
pub use web::{Reach, Web};
