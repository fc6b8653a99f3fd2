//! `Number.prototype.toExponential`: <https://tc39.es/ecma262/#sec-number.prototype.toexponential>

use super::significant_digits::{significant_digits, write_exponential};
use crate::builtins::arguments::{argument, this_number};
use crate::builtins::{Builtin, Run};
use crate::ecma::{shortest_digits, to_integer_or_infinity, to_string};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.prototype.toExponential",
    spec: "sec-number.prototype.toexponential",
    summary: "The text of the number in exponential notation.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("(123).toExponential(1)", "\"1.2e+2\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let n = this_number(this)?;
    let wanted = argument(arguments, 0);
    let fraction = to_integer_or_infinity(heap, wanted)?;
    if !n.is_finite() {
        return Ok(Value::String(to_string(heap, this)?));
    }
    if !(0.0..=100.0).contains(&fraction) {
        return Err(Abrupt::range_error(
            "toExponential() argument must be between 0 and 100",
        ));
    }
    let (digits, exponent) = match (n.abs(), wanted) {
        (0.0, _) => (vec![b'0'; fraction as usize + 1], 0),
        (magnitude, Value::Undefined) => shortest_digits(magnitude),
        (magnitude, _) => significant_digits(magnitude, fraction as usize + 1),
    };
    Ok(Value::String(heap.string_with(|out| {
        if n < 0.0 {
            out.push(b'-');
        }
        write_exponential(out, &digits, exponent);
    })?))
}
