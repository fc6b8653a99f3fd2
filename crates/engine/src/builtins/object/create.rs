//! `Object.create`: <https://tc39.es/ecma262/#sec-object.create>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, OBJECT_PROTOTYPE, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.create",
    spec: "sec-object.create",
    summary: "An object that inherits nothing.",
    length: 2,
    returns: Kinds::OBJECT,
    examples: &[("'toString' in Object.create(null)", "false")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    if !matches!(argument(arguments, 1), Value::Undefined) {
        return Err(Abrupt::Unsupported("Object.create with properties"));
    }
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Object(heap.new_null_prototype())),
        Value::Object(OBJECT_PROTOTYPE) => Ok(Value::Object(heap.new_dictionary())),
        _ => Err(Abrupt::Unsupported("Object.create with a prototype")),
    }
}
