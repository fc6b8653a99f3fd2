//! `Array.isArray`: <https://tc39.es/ecma262/#sec-array.isarray>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.isArray",
    spec: "sec-array.isarray",
    summary: "Whether a value is an array.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("Array.isArray([])", "true")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Bool(argument(arguments, 0).as_array().is_some()))
}
