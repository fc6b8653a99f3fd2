//! `String.prototype.padStart`: <https://tc39.es/ecma262/#sec-string.prototype.padstart>

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::text::append;
use crate::ecma::{to_length, to_string};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, MAX_STRING_UNITS, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.padStart",
    spec: "sec-string.prototype.padstart",
    summary: "The string, filled up in front to a length.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("'7'.padStart(3, '0')", "\"007\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    pad(heap, this, arguments, true)
}

/// The string with a filler before or behind it, repeated and cut to reach a length.
pub(super) fn pad(heap: &mut Heap<'_>, this: Value, arguments: &[Value], at_start: bool) -> Completion {
    let s = this_string(this)?;
    let wanted = to_length(heap, argument(arguments, 0))?;
    let length = heap.length(s);
    if wanted <= length as f64 {
        return Ok(this);
    }
    let filler = match argument(arguments, 1) {
        Value::Undefined => heap.string(b" ")?,
        filler => to_string(heap, filler)?,
    };
    if filler.is_empty() {
        return Ok(this);
    }
    if wanted > MAX_STRING_UNITS as f64 {
        return Err(Abrupt::range_error("Invalid string length"));
    }
    let missing = wanted as usize - length;
    let unit_length = heap.length(filler);
    heap.afford(s.len as usize + (missing / unit_length + 1) * filler.len as usize)?;
    let mut padding = heap.local.spare.take_bytes();
    for _ in 0..missing / unit_length {
        append(heap, &mut padding, filler)?;
    }
    let rest = heap.slice_units(filler, 0, missing % unit_length)?;
    append(heap, &mut padding, rest)?;
    let filled = heap.string(&padding)?;
    heap.local.spare.give_bytes(padding);
    let padding = filled;
    Ok(Value::String(if at_start {
        heap.concat(padding, s)?
    } else {
        heap.concat(s, padding)?
    }))
}
