//! `Object`: <https://tc39.es/ecma262/#sec-object-value>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, UNREAD, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object",
    spec: "sec-object-value",
    summary: "The value as an object; a new one for null and undefined.",
    length: 1,
    returns: Kinds::ANY,
    examples: &[("Object(null)", "{}"), ("Object([1])", "[1]")],
    run: Run::Pure(run),
};

pub(super) fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    match arguments.first() {
        None | Some(Value::Undefined | Value::Null | Value::Absent) => Ok(Value::Object(heap.new_dictionary())),
        Some(Value::Unread) => Err(UNREAD),
        Some(&value) => Ok(heap.to_object(value)),
    }
}
