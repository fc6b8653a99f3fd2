//! `Array.prototype.reduce`: <https://tc39.es/ecma262/#sec-array.prototype.reduce>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::ecma::require_callable;
use crate::types::Kinds;
use crate::value::{Abrupt, Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.reduce",
    spec: "sec-array.prototype.reduce",
    summary: "Folds the elements into one value, first to last.",
    length: 1,
    returns: Kinds::ANY,
    examples: &[("[1, 2, 3].reduce((sum, n) => sum + n, 0)", "6")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = caller.heap().array_len(array)?;
    let callback = require_callable(caller.heap(), arguments.first())?;
    let mut accumulator = arguments.get(1).copied();
    for index in 0..length {
        let element = caller.heap().array_get(array, index)?;
        if matches!(element, Value::Absent) {
            continue;
        }
        accumulator = Some(match accumulator {
            None => element,
            Some(so_far) => {
                caller.step()?;
                let arguments = [so_far, element, Value::Number(index as f64), Value::Object(array)];
                caller.call(callback, &arguments)?.or_undefined()
            }
        });
    }
    accumulator.ok_or_else(|| Abrupt::type_error("Reduce of empty array with no initial value"))
}
