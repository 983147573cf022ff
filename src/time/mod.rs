//! Days, and dates as precise as their sources.

mod day;
mod date_formatter;
mod fuzzy_date;
mod suggest_edtf;

pub use date_formatter::DateFormatter;
pub use day::Day;
pub use fuzzy_date::{DateError, FuzzyDate};
pub use suggest_edtf::suggest_edtf;
