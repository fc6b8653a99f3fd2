//! `Array.prototype.toString`: <https://tc39.es/ecma262/#sec-array.prototype.tostring>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::ecma::join;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.toString",
    spec: "sec-array.prototype.tostring",
    summary: "The texts of the elements with commas between them.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("[1, [2, 3]].toString()", "\"1,2,3\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    Ok(Value::String(join(heap, array, b",")?))
}
