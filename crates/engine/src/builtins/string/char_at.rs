//! `String.prototype.charAt`: <https://tc39.es/ecma262/#sec-string.prototype.charat>

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::{to_integer_or_infinity, unit_string};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Str, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.charAt",
    spec: "sec-string.prototype.charat",
    summary: "The code unit at an index, as a string; empty outside.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("'abc'.charAt(1)", "\"b\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let index = to_integer_or_infinity(heap, argument(arguments, 0))?;
    if index < 0.0 || index >= heap.length(s) as f64 {
        return Ok(Value::String(Str::EMPTY));
    }
    Ok(Value::String(unit_string(heap, s, index as usize)?))
}
