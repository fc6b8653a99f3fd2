//! `Array.prototype.forEach`: <https://tc39.es/ecma262/#sec-array.prototype.foreach>

use crate::builtins::arguments::{call_with_element, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::require_callable;
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.forEach",
    spec: "sec-array.prototype.foreach",
    summary: "Calls the callback for each element.",
    length: 1,
    returns: Kinds::UNDEFINED,
    examples: &[("[1].forEach(n => n) === undefined", "true")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = caller.heap().array_len(array)?;
    let callback = require_callable(caller.heap(), arguments.first())?;
    for index in 0..length {
        let element = caller.heap().array_get(array, index)?;
        if !matches!(element, Value::Absent) {
            call_with_element(caller, callback, element, index, array)?;
        }
    }
    Ok(Value::Undefined)
}
