//! `String.fromCharCode`: <https://tc39.es/ecma262/#sec-string.fromcharcode>

use jsonmill_json::wtf8;

use crate::builtins::{Builtin, Run};
use crate::ecma::to_uint32;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.fromCharCode",
    spec: "sec-string.fromcharcode",
    summary: "The string of these code units.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("String.fromCharCode(65, 66)", "\"AB\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let mut units = Vec::with_capacity(arguments.len());
    for &value in arguments {
        units.push(to_uint32(heap, value)? as u16);
    }
    let mut text = Vec::new();
    wtf8::from_units(&units, &mut text);
    Ok(Value::String(heap.string(&text)?))
}
