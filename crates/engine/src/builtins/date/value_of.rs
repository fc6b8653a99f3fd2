//! `Date.prototype.valueOf`: <https://tc39.es/ecma262/#sec-date.prototype.valueof>

use super::receiver::this_date;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.valueOf",
    spec: "sec-date.prototype.valueof",
    summary: "Milliseconds since the epoch.",
    length: 0,
    returns: Kinds::NUMBER,
    examples: &[("new Date('1970-01-02').valueOf()", "86400000")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    Ok(Value::Number(this_date(heap, this)?.1))
}
