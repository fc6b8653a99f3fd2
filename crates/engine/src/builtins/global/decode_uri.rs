//! `decodeURI`: <https://tc39.es/ecma262/#sec-decodeuri-encodeduri>

use super::uri::{RESERVED, decode};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "decodeURI",
    spec: "sec-decodeuri-encodeduri",
    summary: "The text with escapes undone, but for those of reserved characters.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("decodeURI('a%20b%26')", "\"a b%26\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    decode(heap, arguments, RESERVED)
}
