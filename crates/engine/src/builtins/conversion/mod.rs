//! `String`, `Number` and `Boolean` called as functions.

mod boolean;
mod number;
mod string;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[&boolean::BUILTIN, &number::BUILTIN, &string::BUILTIN];
