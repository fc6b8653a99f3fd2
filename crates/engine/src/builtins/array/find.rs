//! `Array.prototype.find`: <https://tc39.es/ecma262/#sec-array.prototype.find>

use crate::builtins::arguments::{call_with_element, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::{require_callable, to_boolean};
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.find",
    spec: "sec-array.prototype.find",
    summary: "The first element for which the callback is truthy.",
    length: 1,
    returns: Kinds::ANY,
    examples: &[("[1, 2, 3].find(n => n > 1)", "2")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = caller.heap().array_len(array)?;
    let callback = require_callable(caller.heap(), arguments.first())?;
    for index in 0..length {
        let element = caller.heap().array_get(array, index)?.or_undefined();
        if to_boolean(call_with_element(caller, callback, element, index, array)?)? {
            return Ok(element);
        }
    }
    Ok(Value::Undefined)
}
