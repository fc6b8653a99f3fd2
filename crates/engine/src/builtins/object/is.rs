//! `Object.is`: <https://tc39.es/ecma262/#sec-object.is>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::same_value;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.is",
    spec: "sec-object.is",
    summary: "Whether two values are the same, NaN and the sign of zero included.",
    length: 2,
    returns: Kinds::BOOLEAN,
    examples: &[("Object.is(-0, 0)", "false")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Bool(same_value(
        heap,
        argument(arguments, 0),
        argument(arguments, 1),
    )))
}
