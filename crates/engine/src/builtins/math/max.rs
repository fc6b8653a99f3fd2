//! `Math.max`: <https://tc39.es/ecma262/#sec-math.max>

use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.max",
    spec: "sec-math.max",
    summary: "The largest of the arguments; -0 is below 0.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("Math.max(1, \"3\", [2])", "3")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let mut y = f64::NEG_INFINITY;
    for &value in arguments {
        let x = to_number(heap, value)?;
        // Once NaN, nothing compares with it.
        if !y.is_nan() && (x.is_nan() || x > y || (x == 0.0 && y == 0.0 && x.is_sign_positive())) {
            y = x;
        }
    }
    Ok(Value::Number(y))
}
