//! Methods of booleans.

mod to_string;
mod value_of;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[&to_string::BUILTIN, &value_of::BUILTIN];
