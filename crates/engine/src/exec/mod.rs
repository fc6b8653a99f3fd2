//! Execution: HIR becomes a [`program::Program`], and machines run it over records.

mod call;
pub mod codegen;
pub mod constants;
mod conversion;
pub mod csv;
mod execute;
pub mod group;
mod iteration;
pub mod machine;
mod operate;
pub mod order;
pub mod parts;
pub mod places;
pub mod program;
mod property;
mod receiver;
pub mod rejects;
mod rows;
pub mod run;
mod slots;
mod sort_key;
mod sorted;
mod spill;
pub mod stages;
pub mod state;
pub mod tally;
pub mod validate;
