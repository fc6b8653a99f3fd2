//! `Number.prototype.toPrecision`: <https://tc39.es/ecma262/#sec-number.prototype.toprecision>

use super::significant_digits::{significant_digits, write_exponential};
use crate::builtins::arguments::{argument, this_number};
use crate::builtins::{Builtin, Run};
use crate::ecma::{to_integer_or_infinity, to_string};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.prototype.toPrecision",
    spec: "sec-number.prototype.toprecision",
    summary: "The text of the number with so many significant digits.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[
        ("(123.456).toPrecision(4)", "\"123.5\""),
        ("(123456).toPrecision(2)", "\"1.2e+5\""),
    ],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let n = this_number(this)?;
    if matches!(argument(arguments, 0), Value::Undefined) {
        return Ok(Value::String(to_string(heap, this)?));
    }
    let precision = to_integer_or_infinity(heap, argument(arguments, 0))?;
    if !n.is_finite() {
        return Ok(Value::String(to_string(heap, this)?));
    }
    if !(1.0..=100.0).contains(&precision) {
        return Err(Abrupt::range_error("toPrecision() argument must be between 1 and 100"));
    }
    let precision = precision as usize;
    let (digits, exponent) = if n == 0.0 {
        (vec![b'0'; precision], 0)
    } else {
        significant_digits(n.abs(), precision)
    };
    Ok(Value::String(heap.string_with(|out| {
        if n < 0.0 {
            out.push(b'-');
        }
        match usize::try_from(exponent) {
            Ok(exponent) if exponent < precision => {
                out.extend_from_slice(&digits[..=exponent]);
                if exponent + 1 < precision {
                    out.push(b'.');
                    out.extend_from_slice(&digits[exponent + 1..]);
                }
            }
            Err(_) if exponent >= -6 => {
                out.extend_from_slice(b"0.");
                out.resize(out.len() + (-1 - exponent) as usize, b'0');
                out.extend_from_slice(&digits);
            }
            _ => write_exponential(out, &digits, exponent),
        }
    })?))
}
