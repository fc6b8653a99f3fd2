//! Set. `keys`, `values` and `entries` give iterators, which only V8 has.

mod add;
mod clear;
mod constructor;
mod delete;
mod for_each;
mod has;
mod new_set;
mod size;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &add::BUILTIN,
    &clear::BUILTIN,
    &constructor::BUILTIN,
    &delete::BUILTIN,
    &for_each::BUILTIN,
    &has::BUILTIN,
    &new_set::BUILTIN,
    &size::BUILTIN,
];
