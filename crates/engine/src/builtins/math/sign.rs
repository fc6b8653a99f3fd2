//! `Math.sign`: <https://tc39.es/ecma262/#sec-math.sign>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.sign",
    spec: "sec-math.sign",
    summary: "The sign: 1, -1, or the zero or NaN itself.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Math.sign(-3)", "-1")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let x = to_number(heap, argument(arguments, 0))?;
    Ok(Value::Number(if x == 0.0 || x.is_nan() { x } else { x.signum() }))
}
