//! Set.

mod add;
mod clear;
mod constructor;
mod delete;
mod entries;
mod for_each;
mod has;
mod keys;
mod new_set;
mod size;
mod values;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &add::BUILTIN,
    &clear::BUILTIN,
    &constructor::BUILTIN,
    &delete::BUILTIN,
    &entries::BUILTIN,
    &for_each::BUILTIN,
    &has::BUILTIN,
    &keys::BUILTIN,
    &new_set::BUILTIN,
    &size::BUILTIN,
    &values::BUILTIN,
];
