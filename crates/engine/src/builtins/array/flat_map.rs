//! `Array.prototype.flatMap`: <https://tc39.es/ecma262/#sec-array.prototype.flatmap>

use crate::builtins::arguments::{argument, call_with_element, this_array};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.flatMap",
    spec: "sec-array.prototype.flatmap",
    summary: "A new array of the callback's results; arrays among them are replaced by their elements.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2].flatMap(n => [n, n * 10])", "[1,10,2,20]")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = caller.heap().array_len(array)?;
    let callback = argument(arguments, 0);
    if !callback.is_callable() {
        return Err(caller
            .heap()
            .reworded_type_error("flatMap mapper function is not callable"));
    }
    let mut flat = caller.heap().local.spare.take_values();
    for index in 0..length {
        let element = caller.heap().array_get(array, index)?;
        if matches!(element, Value::Absent) {
            continue;
        }
        let result = call_with_element(caller, callback, element, index, array)?;
        match result.as_array() {
            Some(inner) => {
                let elements = caller.heap().elements(inner)?;
                flat.extend(elements.iter().filter(|element| !matches!(element, Value::Absent)));
                caller.heap().afford(size_of_val(&*flat))?;
            }
            None => flat.push(result),
        }
    }
    caller.heap().finish_array(flat)
}
