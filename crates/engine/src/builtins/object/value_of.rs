//! `Object.prototype.valueOf`: <https://tc39.es/ecma262/#sec-object.prototype.valueof>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.prototype.valueOf",
    spec: "sec-object.prototype.valueof",
    summary: "The object itself.",
    length: 0,
    returns: Kinds::ANY.without(Kinds::PRIMITIVE),
    examples: &[("({ a: 1 }).valueOf()", "{\"a\":1}")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    if this.is_object() {
        Ok(this)
    } else {
        Err(Abrupt::Unsupported("Object.prototype.valueOf of a primitive"))
    }
}
