//! Reflect: those of its functions that look at objects.

mod has;
mod own_keys;

use super::Builtin;
use crate::value::{Abrupt, Completion, Value};

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[&has::BUILTIN, &own_keys::BUILTIN];

/// What they are given must be an object.
fn require_object(value: Value, function: &str) -> Completion {
    if value.is_object() {
        Ok(value)
    } else {
        Err(Abrupt::type_error(format!("{function} called on non-object")))
    }
}
