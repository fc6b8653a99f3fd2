//! `Number.prototype.toString`: <https://tc39.es/ecma262/#sec-number.prototype.tostring>

use crate::builtins::arguments::{argument, this_number};
use crate::builtins::{Builtin, Run};
use crate::ecma::{number_to_radix_string, to_integer_or_infinity, to_string};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.prototype.toString",
    spec: "sec-number.prototype.tostring",
    summary: "The text of the number, in a radix.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("(255).toString(16)", "\"ff\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let n = this_number(this)?;
    let radix = match argument(arguments, 0) {
        Value::Undefined => 10.0,
        radix => to_integer_or_infinity(heap, radix)?,
    };
    if !(2.0..=36.0).contains(&radix) {
        return Err(Abrupt::range_error(
            "toString() radix argument must be between 2 and 36",
        ));
    }
    if radix == 10.0 {
        return Ok(Value::String(to_string(heap, this)?));
    }
    Ok(Value::String(
        heap.string_with(|out| number_to_radix_string(out, n, radix as u32))?,
    ))
}
