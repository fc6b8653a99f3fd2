//! What is tried, one a file.

pub mod compile;
pub mod csv;
pub mod evaluate;
pub mod frame;
pub mod parse;
pub mod schema;
pub mod write;
