//! `encodeURI`: <https://tc39.es/ecma262/#sec-encodeuri-uri>

use super::uri::{MARKS_AND_RESERVED, encode};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "encodeURI",
    spec: "sec-encodeuri-uri",
    summary: "The text of a whole URI with what cannot stand in one escaped.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("encodeURI('/a b?é')", "\"/a%20b?%C3%A9\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    encode(heap, arguments, MARKS_AND_RESERVED)
}
