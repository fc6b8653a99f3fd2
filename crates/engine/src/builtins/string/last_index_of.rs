//! `String.prototype.lastIndexOf`: <https://tc39.es/ecma262/#sec-string.prototype.lastindexof>

use jsonmill_json::wtf8;

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::{to_number, to_string};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.lastIndexOf",
    spec: "sec-string.prototype.lastindexof",
    summary: "The position where the text last occurs, at or before a position; -1 if nowhere.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("'abcb'.lastIndexOf('b')", "3")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let wanted = to_string(heap, argument(arguments, 0))?;
    let position = to_number(heap, argument(arguments, 1))?;
    let Some(last) = heap.length(s).checked_sub(heap.length(wanted)) else {
        return Ok(Value::Number(-1.0));
    };
    let start = if position.is_nan() {
        last
    } else {
        position.clamp(0.0, last as f64) as usize
    };
    let found = wtf8::rfind(heap.text(s), heap.text(wanted), start);
    Ok(Value::Number(found.map_or(-1.0, |at| at as f64)))
}
