//! `Boolean`: <https://tc39.es/ecma262/#sec-boolean-constructor-boolean-value>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_boolean;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Boolean",
    spec: "sec-boolean-constructor-boolean-value",
    summary: "Whether the value counts as true.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("Boolean('')", "false")],
    run: Run::Pure(run),
};

pub(super) fn run(_heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Bool(to_boolean(argument(arguments, 0))?))
}
