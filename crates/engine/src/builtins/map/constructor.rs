//! `Map`: <https://tc39.es/ecma262/#sec-map-constructor>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Map",
    spec: "sec-map-constructor",
    summary: "Throws: Map must be called with `new`.",
    length: 0,
    returns: Kinds::NONE,
    examples: &[(
        "(() => { try { return Map() } catch (error) { return error.message } })()",
        "\"Constructor Map requires 'new'\"",
    )],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, _this: Value, _arguments: &[Value]) -> Completion {
    Err(Abrupt::type_error("Constructor Map requires 'new'"))
}
