//! Days, and dates as precise as their sources.

mod date_end;
mod date_formatter;
mod day;
mod fuzzy_date;
mod suggest_edtf;

pub use date_end::DateEnd;
pub use date_formatter::DateFormatter;
pub use day::Day;
pub use fuzzy_date::{DateError, FuzzyDate};
pub use suggest_edtf::suggest_edtf;
