//! `new Array`: <https://tc39.es/ecma262/#sec-array>

use super::constructor;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new Array",
    spec: "sec-array",
    summary: "An array of the arguments, or of so many holes where the one argument is a number.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("new Array(1, 2)", "[1,2]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    constructor::run(heap, this, arguments)
}
