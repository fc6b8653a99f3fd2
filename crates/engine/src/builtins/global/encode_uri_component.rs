//! `encodeURIComponent`: <https://tc39.es/ecma262/#sec-encodeuricomponent-uricomponent>

use super::uri::{MARKS, encode};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "encodeURIComponent",
    spec: "sec-encodeuricomponent-uricomponent",
    summary: "The text with everything escaped that has a meaning in a URI.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("encodeURIComponent('a b&é')", "\"a%20b%26%C3%A9\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    encode(heap, arguments, MARKS)
}
