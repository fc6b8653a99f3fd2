//! `Object.isFrozen`: <https://tc39.es/ecma262/#sec-object.isfrozen>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Space, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.isFrozen",
    spec: "sec-object.isfrozen",
    summary: "Whether the value cannot change.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("Object.isFrozen(Object.freeze([]))", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    match argument(arguments, 0) {
        Value::Object(r) if r.space == Space::Heap => Ok(Value::Bool(heap.is_frozen(r))),
        Value::Object(_) => Err(Abrupt::Unsupported("whether a captured value is frozen")),
        Value::Unread => Err(crate::value::UNREAD),
        value => Ok(Value::Bool(!value.is_object())),
    }
}
