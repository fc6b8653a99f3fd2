//! The built-in functions: one a file, a folder a family. A family's `mod.rs` is only the list.
//!
//! A built-in is exact or refuses: [`Abrupt::Unsupported`](crate::value::Abrupt::Unsupported) makes the call run in V8.

mod arguments;
mod array;
mod boolean;
mod buffer;
mod constants;
mod conversion;
mod date;
mod error;
mod function;
mod global;
mod intl;
mod iterator;
mod json;
mod map;
mod math;
mod number;
mod object;
mod reflect;
mod regexp;
mod registry;
mod set;
mod string;
#[cfg(test)]
pub(crate) mod test_support;

use crate::types::Kinds;
use crate::value::{Caller, Completion, Heap, Value};

pub use crate::ecma::{Prototype, is_inherited};
pub use array::{Comparator, sort_values, tim_sort};
pub use constants::constant;
pub use registry::{all, construct, get, getter, global, method};

/// A built-in function.
#[derive(Debug)]
pub struct Builtin {
    /// Its dotted name: `String.prototype.trim`, `Math.max`, `parseInt`. Constructors are `new Map`, getters
    /// `get Map.prototype.size`.
    pub name: &'static str,
    /// Where it is defined: a fragment of <https://tc39.es/ecma262/>, or a whole address
    pub spec: &'static str,
    /// What it does, in one line
    pub summary: &'static str,
    /// Its `length` property
    pub length: u8,
    /// The types it may return
    pub returns: Kinds,
    /// JavaScript expressions with their results as JSON
    pub examples: &'static [(&'static str, &'static str)],
    /// The code
    pub run: Run,
}

/// Code of a built-in: `this` and the arguments give a completion.
#[derive(Clone, Copy)]
pub enum Run {
    /// Needs the heap only
    Pure(fn(&mut Heap<'_>, Value, &[Value]) -> Completion),
    /// Calls functions it is given
    Calling(for<'i> fn(&mut dyn Caller<'i>, Value, &[Value]) -> Completion),
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Run::Pure(_) => "Pure",
            Run::Calling(_) => "Calling",
        })
    }
}
