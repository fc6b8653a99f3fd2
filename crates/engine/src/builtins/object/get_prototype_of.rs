//! `Object.getPrototypeOf`: <https://tc39.es/ecma262/#sec-object.getprototypeof>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Class, Completion, Heap, OBJECT_PROTOTYPE, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.getPrototypeOf",
    spec: "sec-object.getprototypeof",
    summary: "What a plain object inherits from.",
    length: 1,
    returns: Kinds::OBJECT.or(Kinds::NULL),
    examples: &[("Object.getPrototypeOf({}) === Object.prototype", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    match argument(arguments, 0) {
        Value::Object(OBJECT_PROTOTYPE) => Ok(Value::Null),
        Value::Object(r) if r.class == Class::Plain && heap.has_null_prototype(r) => Ok(Value::Null),
        Value::Object(r) if r.class == Class::Plain => Ok(Value::Object(OBJECT_PROTOTYPE)),
        Value::Undefined | Value::Null => Err(Abrupt::type_error("Cannot convert undefined or null to object")),
        _ => Err(Abrupt::Unsupported(
            "the prototype of something else than a plain object",
        )),
    }
}
