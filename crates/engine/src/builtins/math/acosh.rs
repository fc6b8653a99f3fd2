//! `Math.acosh`: <https://tc39.es/ecma262/#sec-math.acosh>

use super::ieee754;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.acosh",
    spec: "sec-math.acosh",
    summary: "The inverse hyperbolic cosine.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Math.acosh(1)", "0")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let x = to_number(heap, argument(arguments, 0))?;
    Ok(Value::Number(ieee754::acosh(x)))
}
