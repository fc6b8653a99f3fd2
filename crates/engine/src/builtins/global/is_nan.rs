//! `isNaN`: <https://tc39.es/ecma262/#sec-isnan-number>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "isNaN",
    spec: "sec-isnan-number",
    summary: "Whether the value as a number is NaN.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("isNaN('x')", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Bool(to_number(heap, argument(arguments, 0))?.is_nan()))
}
