//! `decodeURIComponent`: <https://tc39.es/ecma262/#sec-decodeuricomponent-encodeduricomponent>

use super::uri::decode;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "decodeURIComponent",
    spec: "sec-decodeuricomponent-encodeduricomponent",
    summary: "The text with all escapes undone.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("decodeURIComponent('a%20b%26')", "\"a b&\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    decode(heap, arguments, b"")
}
