//! Numbers, as JSON writes them and as ECMAScript reads and writes them.

mod canonical;
mod grammar;
mod parse;
mod quick;
mod short;
mod write;

pub use canonical::is_canonical;
pub use grammar::scan_number;
pub use parse::parse;
pub use quick::{Quick, quick};
pub use short::{Outline, Short, Whole, outline, short, short_whole};
pub use write::{write, write_json};
