//! `next` of the built-in iterators: <https://tc39.es/ecma262/#sec-%arrayiteratorprototype%.next>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::ecma::next_value;
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Iterator.prototype.next",
    spec: "sec-%arrayiteratorprototype%.next",
    summary: "The next value of a built-in iterator, and whether it has come to the end.",
    length: 0,
    returns: Kinds::OBJECT,
    examples: &[("['a'].values().next()", "{\"value\":\"a\",\"done\":false}")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let iterator = this_of(this, Class::Iterator)?;
    let next = next_value(heap, iterator)?;
    let result = heap.new_dictionary();
    let value_key = heap.string(b"value")?;
    heap.set_own(result, value_key, next.unwrap_or_default())?;
    let done_key = heap.string(b"done")?;
    heap.set_own(result, done_key, Value::Bool(next.is_none()))?;
    Ok(Value::Object(result))
}
