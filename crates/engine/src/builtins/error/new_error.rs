//! `new Error`: <https://tc39.es/ecma262/#sec-error-message>

use super::make::make;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, ErrorClass, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new Error",
    spec: "sec-error-message",
    summary: "An Error with a message.",
    length: 1,
    returns: Kinds::EXOTIC,
    examples: &[("new Error('no id') instanceof TypeError", "false")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    make(heap, ErrorClass::Error, arguments)
}
