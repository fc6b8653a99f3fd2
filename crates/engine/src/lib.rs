//! The engine of jsonmill: compiles JavaScript callbacks and runs them over JSON text.
//!
//! READ [`pipeline`] FIRST. The modules stand in data-flow order, and each imports only from those before it:
//! `source diagnostic types → value ecma → builtins aggregates schema csv → syntax → hir → typeck → plan → optimize → exec → error pipeline`.
#![forbid(unsafe_code)]

pub mod aggregates;
pub mod builtins;
pub mod csv;
pub mod diagnostic;
pub mod ecma;
pub mod error;
pub mod exec;
pub mod hir;
pub mod optimize;
pub mod pipeline;
pub mod plan;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod typeck;
pub mod types;
pub mod value;
