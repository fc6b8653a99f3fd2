//! `String`: <https://tc39.es/ecma262/#sec-string-constructor-string-value>

use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Str, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String",
    spec: "sec-string-constructor-string-value",
    summary: "The value as a string.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("String([1, null])", "\"1,\"")],
    run: Run::Pure(run),
};

pub(super) fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    match arguments.first() {
        None => Ok(Value::String(Str::EMPTY)),
        Some(&value) => Ok(Value::String(to_string(heap, value)?)),
    }
}
