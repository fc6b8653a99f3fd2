//! Execution: HIR becomes a [`program::Program`], and machines run it over records.

mod call;
pub mod codegen;
pub mod constants;
mod iteration;
pub mod machine;
mod operate;
pub mod program;
mod property;
pub mod run;
mod slots;
pub mod stages;
pub mod state;
