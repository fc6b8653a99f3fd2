//! `new String`: <https://tc39.es/ecma262/#sec-string-constructor-string-value>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new String",
    spec: "sec-string-constructor-string-value",
    summary: "An object that wraps a string.",
    length: 1,
    returns: Kinds::EXOTIC,
    examples: &[("new String(12).length", "2")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let primitive = super::string::run(heap, this, arguments)?;
    Ok(heap.to_object(primitive))
}
