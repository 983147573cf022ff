//! Declaration of diagnostic codes.

/// Declares the diagnostic codes of a room as constants, and the list `CODES` of them:
/// `codes! { BROKEN_LINK: error "broken-link" }`.
macro_rules! codes {
    ($($constant:ident: $severity:ident $name:literal,)*) => {
        $(pub(crate) const $constant: $crate::diagnostics::Code = $crate::diagnostics::Code::$severity($name);)*

        /// The diagnostic codes of this room.
        pub const CODES: &[$crate::diagnostics::Code] = &[$($constant),*];
    };
}

pub(crate) use codes;
