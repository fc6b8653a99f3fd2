//! `ReferenceError`: <https://tc39.es/ecma262/#sec-nativeerror>

use super::make::make;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, ErrorClass, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "ReferenceError",
    spec: "sec-nativeerror",
    summary: "A ReferenceError with a message.",
    length: 1,
    returns: Kinds::EXOTIC,
    examples: &[("ReferenceError('no id').name", "\"ReferenceError\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    make(heap, ErrorClass::ReferenceError, arguments)
}
