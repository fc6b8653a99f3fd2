//! `Function.prototype.toString`: <https://tc39.es/ecma262/#sec-function.prototype.tostring>

use crate::builtins::arguments::this_function;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Function.prototype.toString",
    spec: "sec-function.prototype.tostring",
    summary: "The text of the function.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("(x => x + 1).toString()", "\"x => x + 1\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    Ok(Value::String(to_string(heap, this_function(this)?)?))
}
