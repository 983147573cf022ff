//! All diagnostic codes.

use crate::diagnostics::Code;

/// The codes of all rooms, in the order of the rooms.
pub fn all_codes() -> impl Iterator<Item = &'static Code> {
    [
        crate::diagnostics::CODES,
        crate::input::CODES,
        crate::data::CODES,
        crate::locale::CODES,
        crate::config::CODES,
        crate::document::CODES,
        crate::catalog::CODES,
        crate::link::CODES,
        crate::theme::CODES,
        crate::check::CODES,
        crate::network::CODES,
    ]
    .into_iter()
    .flatten()
}
