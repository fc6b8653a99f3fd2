//! `Object.freeze`: <https://tc39.es/ecma262/#sec-object.freeze>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.freeze",
    spec: "sec-object.freeze",
    summary: "The value itself, which no longer changes.",
    length: 1,
    returns: Kinds::ANY,
    examples: &[("Object.freeze({ a: 1 })", "{\"a\":1}")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let value = argument(arguments, 0);
    if let Value::Object(r) = value {
        heap.make_frozen(r)?;
    }
    Ok(value)
}
