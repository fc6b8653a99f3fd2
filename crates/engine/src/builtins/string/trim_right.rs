//! `String.prototype.trimRight`: <https://tc39.es/ecma262/#String.prototype.trimright>

use super::trim_end;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.trimRight",
    spec: "String.prototype.trimright",
    summary: "Another name of `trimEnd`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("' a '.trimRight()", "\" a\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    trim_end::run(heap, this, arguments)
}
