//! `get Map.prototype.size`: <https://tc39.es/ecma262/#sec-get-map.prototype.size>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "get Map.prototype.size",
    spec: "sec-get-map.prototype.size",
    summary: "How many entries there are.",
    length: 0,
    returns: Kinds::NUMBER,
    examples: &[("new Map().size", "0")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Map)?;
    Ok(Value::Number(f64::from(heap.table(table).live)))
}
