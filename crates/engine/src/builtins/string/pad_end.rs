//! `String.prototype.padEnd`: <https://tc39.es/ecma262/#sec-string.prototype.padend>

use super::pad_start::pad;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.padEnd",
    spec: "sec-string.prototype.padend",
    summary: "The string, filled up behind to a length.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("'a'.padEnd(4, 'xy')", "\"axyx\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    pad(heap, this, arguments, false)
}
