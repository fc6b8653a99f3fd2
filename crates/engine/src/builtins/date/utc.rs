//! `Date.UTC`: <https://tc39.es/ecma262/#sec-date.utc>

use super::from_parts::from_parts;
use crate::builtins::{Builtin, Run};
use crate::ecma::date::time_clip;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.UTC",
    spec: "sec-date.utc",
    summary: "The time value of year, month and so on, in UTC.",
    length: 7,
    returns: Kinds::NUMBER,
    examples: &[("Date.UTC(2024, 1, 29)", "1709164800000")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Number(time_clip(from_parts(heap, arguments)?)))
}
