//! `Boolean.prototype.valueOf`: <https://tc39.es/ecma262/#sec-boolean.prototype.valueof>

use crate::builtins::arguments::this_boolean;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Boolean.prototype.valueOf",
    spec: "sec-boolean.prototype.valueof",
    summary: "The boolean itself.",
    length: 0,
    returns: Kinds::BOOLEAN,
    examples: &[("true.valueOf()", "true")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    Ok(Value::Bool(this_boolean(this)?))
}
