//! `Math.clz32`: <https://tc39.es/ecma262/#sec-math.clz32>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_uint32;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.clz32",
    spec: "sec-math.clz32",
    summary: "How many leading zero bits the value has as 32-bit integer.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Math.clz32(1)", "31")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let bits = to_uint32(heap, argument(arguments, 0))?;
    Ok(Value::Number(f64::from(bits.leading_zeros())))
}
