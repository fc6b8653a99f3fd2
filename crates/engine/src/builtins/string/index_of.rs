//! `String.prototype.indexOf`: <https://tc39.es/ecma262/#sec-string.prototype.indexof>

use jsonmill_json::wtf8;
use memchr::memmem;

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::{to_clamped_index, to_string};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.indexOf",
    spec: "sec-string.prototype.indexof",
    summary: "The position where the text first occurs, at or behind a position; -1 if nowhere.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("'abcb'.indexOf('b', 2)", "3")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let wanted = to_string(heap, argument(arguments, 0))?;
    let length = heap.length(s);
    let start = to_clamped_index(heap, arguments.get(1), length, 0)?;
    let (text, wanted_text) = (heap.text(s), heap.text(wanted));
    let found = if s.ascii {
        memmem::find(&text[start..], wanted_text).map(|at| start + at)
    } else {
        wtf8::find(text, wanted_text, start)
    };
    Ok(Value::Number(found.map_or(-1.0, |at| at as f64)))
}
