//! `String.prototype.isWellFormed`: <https://tc39.es/ecma262/#sec-string.prototype.iswellformed>

use jsonmill_json::wtf8;

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.isWellFormed",
    spec: "sec-string.prototype.iswellformed",
    summary: "Whether the string has no lone surrogates.",
    length: 0,
    returns: Kinds::BOOLEAN,
    examples: &[("'a'.isWellFormed()", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    Ok(Value::Bool(s.ascii || !wtf8::has_lone_surrogate(heap.text(s))))
}
