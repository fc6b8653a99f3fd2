//! `new Set`: <https://tc39.es/ecma262/#sec-set-iterable>

use crate::builtins::arguments::argument;
use crate::builtins::map::put;
use crate::builtins::{Builtin, Run};
use crate::ecma::{iterate, not_iterable};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new Set",
    spec: "sec-set-iterable",
    summary: "A set of the values that an iterable gives.",
    length: 0,
    returns: Kinds::EXOTIC,
    examples: &[("new Set('aba').size", "2")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let source = argument(arguments, 0);
    let table = heap.new_table(Class::Set);
    if source.is_nullish() {
        return Ok(Value::Object(table));
    }
    let mut values = heap.local.spare.take_values();
    if !iterate(heap, source, &mut values)? {
        return Err(not_iterable(heap, source));
    }
    for &value in &values {
        put(heap, table, value, Value::Undefined)?;
    }
    heap.local.spare.give_values(values);
    Ok(Value::Object(table))
}
