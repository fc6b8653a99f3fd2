//! `String.prototype.at`: <https://tc39.es/ecma262/#sec-string.prototype.at>

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::{to_integer_or_infinity, unit_string};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.at",
    spec: "sec-string.prototype.at",
    summary: "The code unit at an index, counted from the end where negative.",
    length: 1,
    returns: Kinds::STRING.or(Kinds::UNDEFINED),
    examples: &[("'abc'.at(-1)", "\"c\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let length = heap.length(s) as f64;
    let relative = to_integer_or_infinity(heap, argument(arguments, 0))?;
    let index = if relative < 0.0 { length + relative } else { relative };
    if index < 0.0 || index >= length {
        return Ok(Value::Undefined);
    }
    Ok(Value::String(unit_string(heap, s, index as usize)?))
}
