//! `String.prototype.repeat`: <https://tc39.es/ecma262/#sec-string.prototype.repeat>

use jsonmill_json::wtf8;

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::text::append;
use crate::ecma::{inspect, to_integer_or_infinity};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, MAX_STRING_UNITS, Str, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.repeat",
    spec: "sec-string.prototype.repeat",
    summary: "The string so many times.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("'ab'.repeat(2)", "\"abab\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let count = to_integer_or_infinity(heap, argument(arguments, 0))?;
    if count < 0.0 || count == f64::INFINITY {
        let shown = inspect(heap, argument(arguments, 0))?;
        return Err(Abrupt::range_error(format!("Invalid count value: {shown}")));
    }
    if count == 0.0 || s.is_empty() {
        return Ok(Value::String(Str::EMPTY));
    }
    if heap.length(s) as f64 * count > MAX_STRING_UNITS as f64 {
        return Err(Abrupt::range_error("Invalid string length"));
    }
    let count = count as usize;
    heap.afford(s.len as usize * count)?;
    let text = heap.text(s);
    if s.ascii || !wtf8::needs_join(text, text) {
        let text = text.to_vec();
        return Ok(Value::String(heap.string_with(|out| {
            for _ in 0..count {
                out.extend_from_slice(&text);
            }
        })?));
    }
    let mut repeated = Vec::new();
    for _ in 0..count {
        append(heap, &mut repeated, s)?;
    }
    Ok(Value::String(heap.string(&repeated)?))
}
