//! `new Object`: <https://tc39.es/ecma262/#sec-object-value>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new Object",
    spec: "sec-object-value",
    summary: "The value as an object; a new one for null and undefined.",
    length: 1,
    returns: Kinds::ANY,
    examples: &[("new Object()", "{}"), ("new Object([1])", "[1]")],
    run: Run::Pure(super::call::run),
};
