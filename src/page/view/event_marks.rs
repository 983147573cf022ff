//! The marks of an event on the lines of its parties.

use serde::Serialize;

/// The marks of an event beside its entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct EventMarksView {
    /// The shape, and `key`, `planned`, `cancelled`, `disputed` where they apply.
    pub classes: String,
    /// The marks on the lines of those who took part, and the box around those who met.
    pub marks_html: String,
    #[serde(skip)]
    pub is_tied: bool,
    /// Who took part, in words.
    pub parties: Vec<String>,
}
