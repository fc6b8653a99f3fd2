//! `Array.prototype.map`: <https://tc39.es/ecma262/#sec-array.prototype.map>

use crate::builtins::arguments::{call_with_element, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::require_callable;
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.map",
    spec: "sec-array.prototype.map",
    summary: "A new array of the callback's results; holes stay holes.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2].map((n, i) => n + i)", "[1,3]")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = caller.heap().array_len(array)?;
    let callback = require_callable(caller.heap(), arguments.first())?;
    caller.heap().afford(length * size_of::<Value>())?;
    let mut mapped = caller.heap().local.spare.take_values();
    for index in 0..length {
        let element = caller.heap().array_get(array, index)?;
        mapped.push(match element {
            Value::Absent => Value::Absent,
            element => call_with_element(caller, callback, element, index, array)?,
        });
    }
    caller.heap().finish_array(mapped)
}
