//! `new Boolean`: <https://tc39.es/ecma262/#sec-boolean-constructor-boolean-value>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new Boolean",
    spec: "sec-boolean-constructor-boolean-value",
    summary: "An object that wraps a boolean.",
    length: 1,
    returns: Kinds::EXOTIC,
    examples: &[("new Boolean(0).valueOf()", "false")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let primitive = super::boolean::run(heap, this, arguments)?;
    Ok(heap.to_object(primitive))
}
