//! `String.prototype.valueOf`: <https://tc39.es/ecma262/#sec-string.prototype.valueof>

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.valueOf",
    spec: "sec-string.prototype.valueof",
    summary: "The string itself.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'a'.valueOf()", "\"a\"")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    Ok(Value::String(this_string(this)?))
}
