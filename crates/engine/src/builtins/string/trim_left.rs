//! `String.prototype.trimLeft`: <https://tc39.es/ecma262/#String.prototype.trimleft>

use super::trim_start;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.trimLeft",
    spec: "String.prototype.trimleft",
    summary: "Another name of `trimStart`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("' a '.trimLeft()", "\"a \"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    trim_start::run(heap, this, arguments)
}
