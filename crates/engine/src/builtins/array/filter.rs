//! `Array.prototype.filter`: <https://tc39.es/ecma262/#sec-array.prototype.filter>

use crate::builtins::arguments::{call_with_element, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::{require_callable, to_boolean};
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.filter",
    spec: "sec-array.prototype.filter",
    summary: "A new array of the elements for which the callback is truthy.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2, 3].filter(n => n > 1)", "[2,3]")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = caller.heap().array_len(array)?;
    let callback = require_callable(caller.heap(), arguments.first())?;
    let mut kept = caller.heap().local.spare.take_values();
    for index in 0..length {
        let element = caller.heap().array_get(array, index)?;
        if matches!(element, Value::Absent) {
            continue;
        }
        if to_boolean(call_with_element(caller, callback, element, index, array)?)? {
            kept.push(element);
        }
    }
    caller.heap().finish_array(kept)
}
