//! `Error.prototype.toString`: <https://tc39.es/ecma262/#sec-error.prototype.tostring>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Error.prototype.toString",
    spec: "sec-error.prototype.tostring",
    summary: "The name and the message of the error.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("new TypeError('no').toString()", "\"TypeError: no\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let error = this_of(this, Class::Error)?;
    Ok(Value::String(to_string(heap, Value::Object(error))?))
}
