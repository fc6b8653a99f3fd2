//! Dates as Americans write them: FormatDateTime of <https://tc39.es/ecma402/#sec-formatdatetime> for en-US.

mod options;
mod write;

pub use options::{DateFormat, Defaults, Month, Width, date_format_of};
pub use write::write_date_time;
