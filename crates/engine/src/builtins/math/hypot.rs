//! `Math.hypot`: <https://tc39.es/ecma262/#sec-math.hypot>

use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.hypot",
    spec: "sec-math.hypot",
    summary: "The square root of the sum of squares.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("Math.hypot(3, 4)", "5")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let mut values = Vec::with_capacity(arguments.len());
    for &value in arguments {
        values.push(to_number(heap, value)?.abs());
    }
    Ok(Value::Number(hypot(&values)))
}

/// Scaled by the largest value and summed with Kahan's compensation, as V8 does it.
fn hypot(values: &[f64]) -> f64 {
    // `max` ignores NaN: an infinity wins over it.
    let max = values.iter().copied().fold(0.0, f64::max);
    if max == f64::INFINITY {
        return max;
    }
    if values.iter().any(|value| value.is_nan()) {
        return f64::NAN;
    }
    if max == 0.0 {
        return 0.0;
    }
    let (mut sum, mut compensation) = (0.0, 0.0);
    for value in values {
        let scaled = value / max;
        let summand = scaled * scaled - compensation;
        let next = sum + summand;
        compensation = (next - sum) - summand;
        sum = next;
    }
    f64::sqrt(sum) * max
}
