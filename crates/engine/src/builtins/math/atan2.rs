//! `Math.atan2`: <https://tc39.es/ecma262/#sec-math.atan2>

use super::ieee754;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.atan2",
    spec: "sec-math.atan2",
    summary: "The angle of the point (x, y), given as y and x.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("Math.atan2(0, -1) === Math.PI", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let y = to_number(heap, argument(arguments, 0))?;
    let x = to_number(heap, argument(arguments, 1))?;
    Ok(Value::Number(ieee754::atan2(y, x)))
}
