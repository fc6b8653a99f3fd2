//! Own properties of built-in functions.

use super::constructor_names::{is_constructor, is_later, own_names};
use crate::value::{Abrupt, BuiltinId, Completion};

/// What only V8 knows of a function.
const UNKNOWN: Abrupt = Abrupt::Unsupported("a property of a built-in function");

/// Whether a built-in function has such an own property.
pub fn has_builtin_property(id: BuiltinId, name: &[u8]) -> Completion<bool> {
    if matches!(name, b"length" | b"name") {
        return Ok(true);
    }
    // Names that are not ASCII are on no built-in.
    let name = std::str::from_utf8(name).unwrap_or("");
    let path = id.path();
    if name == "prototype" {
        return Ok(is_constructor(path));
    }
    if is_later(path, name) {
        return Err(UNKNOWN);
    }
    own_names(path).map(|names| names.contains(&name)).ok_or(UNKNOWN)
}
