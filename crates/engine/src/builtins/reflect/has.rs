//! `Reflect.has`: <https://tc39.es/ecma262/#sec-reflect.has>

use super::require_object;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{has_property, to_property_key};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Reflect.has",
    spec: "sec-reflect.has",
    summary: "Whether an object has such a property, its own or inherited.",
    length: 2,
    returns: Kinds::BOOLEAN,
    examples: &[("Reflect.has({ a: 1 }, 'a')", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let object = require_object(argument(arguments, 0), "Reflect.has")?;
    let key = to_property_key(heap, argument(arguments, 1))?;
    Ok(Value::Bool(has_property(heap, object, key)?))
}
