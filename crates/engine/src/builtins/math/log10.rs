//! `Math.log10`: <https://tc39.es/ecma262/#sec-math.log10>

use super::ieee754;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.log10",
    spec: "sec-math.log10",
    summary: "The decimal logarithm.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Math.log10(1000)", "3")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let x = to_number(heap, argument(arguments, 0))?;
    Ok(Value::Number(ieee754::log10(x)))
}
