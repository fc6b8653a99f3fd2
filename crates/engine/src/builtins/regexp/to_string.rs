//! `RegExp.prototype.toString`: <https://tc39.es/ecma262/#sec-regexp.prototype.tostring>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "RegExp.prototype.toString",
    spec: "sec-regexp.prototype.tostring",
    summary: "The regular expression as a literal.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("/a/g.toString()", "\"/a/g\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    this_of(this, Class::RegExp)?;
    Ok(Value::String(to_string(heap, this)?))
}
