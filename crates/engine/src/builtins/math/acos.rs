//! `Math.acos`: <https://tc39.es/ecma262/#sec-math.acos>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.acos",
    spec: "sec-math.acos",
    summary: "The inverse cosine.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Math.acos(1)", "0")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let x = to_number(heap, argument(arguments, 0))?;
    Ok(Value::Number(libm::acos(x)))
}
