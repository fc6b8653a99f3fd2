//! `Number.prototype.valueOf`: <https://tc39.es/ecma262/#sec-number.prototype.valueof>

use crate::builtins::arguments::this_number;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.prototype.valueOf",
    spec: "sec-number.prototype.valueof",
    summary: "The number itself.",
    length: 0,
    returns: Kinds::NUMBER,
    examples: &[("(5).valueOf()", "5")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    Ok(Value::Number(this_number(this)?))
}
