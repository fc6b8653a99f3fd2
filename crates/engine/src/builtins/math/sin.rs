//! `Math.sin`: <https://tc39.es/ecma262/#sec-math.sin>

use super::ieee754;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.sin",
    spec: "sec-math.sin",
    summary: "The sine.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Math.sin(0)", "0")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let x = to_number(heap, argument(arguments, 0))?;
    Ok(Value::Number(
        ieee754::sin(x).ok_or(Abrupt::Unsupported("the sine of so large a number"))?,
    ))
}
