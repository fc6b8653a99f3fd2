//! `String.prototype.codePointAt`: <https://tc39.es/ecma262/#sec-string.prototype.codepointat>

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_integer_or_infinity;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.codePointAt",
    spec: "sec-string.prototype.codepointat",
    summary: "The code point that begins at an index, undefined outside.",
    length: 1,
    returns: Kinds::NUMBER.or(Kinds::UNDEFINED),
    examples: &[("'😀'.codePointAt(0)", "128512")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let index = to_integer_or_infinity(heap, argument(arguments, 0))?;
    if index < 0.0 || index >= f64::from(u32::MAX) {
        return Ok(Value::Undefined);
    }
    let index = index as usize;
    let Some(unit) = heap.unit_at(s, index) else {
        return Ok(Value::Undefined);
    };
    let next = if s.ascii { None } else { heap.unit_at(s, index + 1) };
    Ok(Value::Number(f64::from(match (unit, next) {
        (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
            0x1_0000 + ((u32::from(unit) - 0xD800) << 10) + (u32::from(low) - 0xDC00)
        }
        _ => u32::from(unit),
    })))
}
