//! `Function.prototype.bind`: <https://tc39.es/ecma262/#sec-function.prototype.bind>

use crate::builtins::arguments::{argument, this_function};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Function.prototype.bind",
    spec: "sec-function.prototype.bind",
    summary: "The function with its receiver and first arguments given.",
    length: 1,
    returns: Kinds::FUNCTION,
    examples: &[("((a, b) => a - b).bind(null, 5)(3)", "2")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let function = this_function(this)?;
    let given = arguments.get(1..).unwrap_or(&[]);
    Ok(Value::Object(heap.new_bound(
        function,
        argument(arguments, 0),
        given,
    )?))
}
