//! `parseFloat`: <https://tc39.es/ecma262/#sec-parsefloat-string>

use jsonmill_json::wtf8;

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{decimal_prefix, to_string};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "parseFloat",
    spec: "sec-parsefloat-string",
    summary: "The number at the beginning of a text.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("parseFloat('3.14abc')", "3.14")],
    run: Run::Pure(run),
};

pub(in crate::builtins) fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    match argument(arguments, 0) {
        // The text of a number gives that number; only -0 loses its sign.
        Value::Number(n) => Ok(Value::Number(n + 0.0)),
        value => {
            let text = to_string(heap, value)?;
            Ok(Value::Number(decimal_prefix(wtf8::trim_start(heap.text(text))).1))
        }
    }
}
