//! `Math.imul`: <https://tc39.es/ecma262/#sec-math.imul>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_int32;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.imul",
    spec: "sec-math.imul",
    summary: "The product of two 32-bit integers, modulo 2^32.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("Math.imul(0xffffffff, 5)", "-5")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let x = to_int32(heap, argument(arguments, 0))?;
    let y = to_int32(heap, argument(arguments, 1))?;
    Ok(Value::Number(f64::from(x.wrapping_mul(y))))
}
