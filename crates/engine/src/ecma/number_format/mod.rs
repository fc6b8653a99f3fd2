//! Numbers as Americans write them: FormatNumeric of <https://tc39.es/ecma402/#sec-formatnumericoperations> for en-US.

mod options;
mod write;

pub use options::{NumberFormat, Style, number_format_of};
pub use write::write_number;
