//! `Set`: <https://tc39.es/ecma262/#sec-set-constructor>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Set",
    spec: "sec-set-constructor",
    summary: "Throws: Set must be called with `new`.",
    length: 0,
    returns: Kinds::NONE,
    examples: &[(
        "(() => { try { return Set() } catch (error) { return error.message } })()",
        "\"Constructor Set requires 'new'\"",
    )],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, _this: Value, _arguments: &[Value]) -> Completion {
    Err(Abrupt::type_error("Constructor Set requires 'new'"))
}
