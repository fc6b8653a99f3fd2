//! `String`, `Number` and `Boolean` called as functions, and the objects that wrap what they give.

mod boolean;
mod new_boolean;
mod new_number;
mod new_string;
mod number;
mod string;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &boolean::BUILTIN,
    &new_boolean::BUILTIN,
    &new_number::BUILTIN,
    &new_string::BUILTIN,
    &number::BUILTIN,
    &string::BUILTIN,
];
