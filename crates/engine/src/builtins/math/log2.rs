//! `Math.log2`: <https://tc39.es/ecma262/#sec-math.log2>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.log2",
    spec: "sec-math.log2",
    summary: "The binary logarithm.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Math.log2(8)", "3")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let x = to_number(heap, argument(arguments, 0))?;
    Ok(Value::Number(libm::log2(x)))
}
