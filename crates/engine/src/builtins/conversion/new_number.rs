//! `new Number`: <https://tc39.es/ecma262/#sec-number-constructor-number-value>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new Number",
    spec: "sec-number-constructor-number-value",
    summary: "An object that wraps a number.",
    length: 1,
    returns: Kinds::EXOTIC,
    examples: &[("new Number('3') + 1", "4")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let primitive = super::number::run(heap, this, arguments)?;
    Ok(heap.to_object(primitive))
}
