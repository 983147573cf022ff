//! Days, and dates as sources give them: known to the day, the month, the year, or about.

mod day;
mod display;
mod fuzzy;
mod suggest;

pub use day::Day;
pub use display::DateWords;
pub use fuzzy::{DateError, FuzzyDate};
pub use suggest::suggest_edtf;
