//! `Array.prototype.join`: <https://tc39.es/ecma262/#sec-array.prototype.join>

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::{join, to_string};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.join",
    spec: "sec-array.prototype.join",
    summary: "The texts of the elements with a separator between them.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("[1, null, [2, 3]].join('-')", "\"1--2,3\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    match argument(arguments, 0) {
        Value::Undefined => Ok(Value::String(join(heap, array, b",")?)),
        separator => {
            let separator = to_string(heap, separator)?;
            let mut copy = heap.local.spare.take_bytes();
            copy.extend_from_slice(heap.text(separator));
            let joined = join(heap, array, &copy);
            heap.local.spare.give_bytes(copy);
            joined.map(Value::String)
        }
    }
}
