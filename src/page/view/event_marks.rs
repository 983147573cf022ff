//! The marks of an event on the lines of its parties.

use serde::Serialize;

/// The marks of an event beside its entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct EventMarksView {
    /// The shape, and `key`, `planned`, `cancelled`, `disputed` where they apply.
    pub classes: String,
    /// A drawing as wide as all lines: the marks on those of the countries that took part, and the
    /// box around those who met.
    pub drawing_html: String,
    #[serde(skip)]
    pub is_tied: bool,
}
