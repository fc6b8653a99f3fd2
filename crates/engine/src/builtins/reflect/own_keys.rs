//! `Reflect.ownKeys`: <https://tc39.es/ecma262/#sec-reflect.ownkeys>

use super::require_object;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::own_property_names;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Reflect.ownKeys",
    spec: "sec-reflect.ownkeys",
    summary: "The names of the own properties of an object.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("Reflect.ownKeys({ a: 1 })", "[\"a\"]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let object = require_object(argument(arguments, 0), "Reflect.ownKeys")?;
    let names = own_property_names(heap, object)?;
    Ok(Value::Object(heap.new_array(&names)?))
}
