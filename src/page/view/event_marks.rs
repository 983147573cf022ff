//! The marks of an event on the lines of its parties.

use serde::Serialize;

/// The marks of an event beside its entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct EventMarksView {
    /// The shape, and `key`, `planned`, `cancelled`, `disputed` where they apply.
    pub classes: String,
    pub points: Vec<PointView>,
    pub tie: Option<TieView>,
    /// Who took part, in words.
    pub parties: Vec<String>,
}

/// A mark on the line of a party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PointView {
    pub class: String,
    pub d: String,
    pub y: i32,
}

/// A box around the marks of those who met.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TieView {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub radius: i32,
}
