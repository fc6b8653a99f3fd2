//! `Number`: <https://tc39.es/ecma262/#sec-number-constructor-number-value>

use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number",
    spec: "sec-number-constructor-number-value",
    summary: "The value as a number.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Number(' 0x1F ')", "31")],
    run: Run::Pure(run),
};

pub(super) fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    match arguments.first() {
        None => Ok(Value::Number(0.0)),
        Some(&value) => Ok(Value::Number(to_number(heap, value)?)),
    }
}
