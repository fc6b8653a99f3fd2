//! `Array`: <https://tc39.es/ecma262/#sec-array>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array",
    spec: "sec-array",
    summary: "An array of the arguments, or of so many holes where the one argument is a number.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("Array(1, 2)", "[1,2]"), ("Array(2).length", "2")],
    run: Run::Pure(run),
};

pub(super) fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let length = match arguments {
        [Value::Number(length)] => *length,
        elements => return Ok(Value::Object(heap.new_array(elements)?)),
    };
    if f64::from(length as u32) != length {
        return Err(Abrupt::range_error("Invalid array length"));
    }
    // V8 makes long empty arrays sparse.
    if length > 10_000_000.0 {
        return Err(Abrupt::Unsupported("a sparse array"));
    }
    heap.afford(length as usize * size_of::<Value>())?;
    Ok(Value::Object(heap.new_array(&vec![Value::Absent; length as usize])?))
}
