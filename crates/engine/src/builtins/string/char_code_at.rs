//! `String.prototype.charCodeAt`: <https://tc39.es/ecma262/#sec-string.prototype.charcodeat>

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_integer_or_infinity;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.charCodeAt",
    spec: "sec-string.prototype.charcodeat",
    summary: "The code unit at an index, as a number; NaN outside.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("'a'.charCodeAt(0)", "97")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let index = to_integer_or_infinity(heap, argument(arguments, 0))?;
    if index < 0.0 || index >= f64::from(u32::MAX) {
        return Ok(Value::Number(f64::NAN));
    }
    Ok(Value::Number(
        heap.unit_at(s, index as usize).map_or(f64::NAN, f64::from),
    ))
}
