//! `Math.round`: <https://tc39.es/ecma262/#sec-math.round>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.round",
    spec: "sec-math.round",
    summary: "The nearest integer; ties go up.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Math.round(-2.5)", "-2")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let x = to_number(heap, argument(arguments, 0))?;
    Ok(Value::Number(round(x)))
}

fn round(x: f64) -> f64 {
    // Adding a half first would round 0.49999999999999994 up.
    let up = x.ceil();
    if up - 0.5 > x { up - 1.0 } else { up }
}
