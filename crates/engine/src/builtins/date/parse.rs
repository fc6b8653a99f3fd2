//! `Date.parse`: <https://tc39.es/ecma262/#sec-date.parse>

use super::from_text::from_text;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.parse",
    spec: "sec-date.parse",
    summary: "The time value of a text.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Date.parse('2024-02-29')", "1709164800000")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let text = to_string(heap, argument(arguments, 0))?;
    from_text(heap, text).map(Value::Number)
}
