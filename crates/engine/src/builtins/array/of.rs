//! `Array.of`: <https://tc39.es/ecma262/#sec-array.of>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.of",
    spec: "sec-array.of",
    summary: "An array of the arguments.",
    length: 0,
    returns: Kinds::ARRAY,
    examples: &[("Array.of(7, 8)", "[7,8]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Object(heap.new_array(arguments)?))
}
