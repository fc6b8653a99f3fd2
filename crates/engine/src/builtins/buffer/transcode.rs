//! `Buffer.from(text, encoding).toString(encoding)`: <https://nodejs.org/api/buffer.html#static-method-bufferfromstring-encoding>

use super::encoding_of;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Buffer.from().toString",
    spec: "https://nodejs.org/api/buffer.html#static-method-bufferfromstring-encoding",
    summary: "The bytes of text in one encoding, read as text in another.",
    length: 3,
    returns: Kinds::STRING,
    examples: &[
        ("Buffer.from('é').toString('hex')", "\"c3a9\""),
        ("Buffer.from('w6k=', 'base64').toString()", "\"é\""),
    ],
    run: Run::Pure(run),
};

/// The text, its encoding, and the one that is wanted.
fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let Value::String(text) = argument(arguments, 0) else {
        return Err(Abrupt::Unsupported("a Buffer of something else than text"));
    };
    let from = encoding_of(heap, argument(arguments, 1))?;
    let to = encoding_of(heap, argument(arguments, 2))?;
    heap.afford(4 * text.len as usize)?;
    let bytes = from.bytes_of(heap.text(text));
    let bytes = bytes.ok_or(Abrupt::Unsupported("text that is not in its encoding"))?;
    heap.string(&to.text_of(&bytes)).map(Value::String)
}
