//! `String.prototype.concat`: <https://tc39.es/ecma262/#sec-string.prototype.concat>

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.concat",
    spec: "sec-string.prototype.concat",
    summary: "The string followed by the arguments as strings.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("'a'.concat(1, null)", "\"a1null\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let mut joined = this_string(this)?;
    for &value in arguments {
        let piece = to_string(heap, value)?;
        joined = heap.concat(joined, piece)?;
    }
    Ok(Value::String(joined))
}
