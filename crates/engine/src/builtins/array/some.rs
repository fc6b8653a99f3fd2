//! `Array.prototype.some`: <https://tc39.es/ecma262/#sec-array.prototype.some>

use crate::builtins::arguments::{call_with_element, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::{require_callable, to_boolean};
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.some",
    spec: "sec-array.prototype.some",
    summary: "Whether the callback is truthy for an element.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("[1, 2].some(n => n > 1)", "true")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = caller.heap().array_len(array)?;
    let callback = require_callable(caller.heap(), arguments.first())?;
    for index in 0..length {
        let element = caller.heap().array_get(array, index)?;
        if matches!(element, Value::Absent) {
            continue;
        }
        if to_boolean(call_with_element(caller, callback, element, index, array)?)? {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}
