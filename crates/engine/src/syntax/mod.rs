//! Syntax: the callback as written. `source → oxc's tree → ast`, less what build tools left in it.
//!
//! Nothing of oxc is visible outside this folder.

pub mod ast;
mod convert;
mod depth;
mod erase;
mod form;
pub mod operator;
mod parse;
mod refuse;

pub use parse::{parse, parse_captured};
