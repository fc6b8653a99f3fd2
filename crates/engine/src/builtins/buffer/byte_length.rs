//! `Buffer.byteLength`: <https://nodejs.org/api/buffer.html#static-method-bufferbytelengthstring-encoding>

use super::encoding_of;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::encoding::Encoding;
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Buffer.byteLength",
    spec: "https://nodejs.org/api/buffer.html#static-method-bufferbytelengthstring-encoding",
    summary: "How many bytes a Buffer of the text has.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("Buffer.byteLength('é')", "2")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let Value::String(text) = argument(arguments, 0) else {
        return Err(Abrupt::Unsupported("the bytes of something else than text"));
    };
    let length = match encoding_of(heap, argument(arguments, 1))? {
        // a lone surrogate becomes U+FFFD, which has three bytes too
        Encoding::Utf8 => text.len as usize,
        Encoding::Latin1 | Encoding::Ascii => heap.length(text),
        Encoding::Utf16 => 2 * heap.length(text),
        Encoding::Hex => heap.length(text) / 2,
        Encoding::Base64 | Encoding::Base64Url => return Err(Abrupt::Unsupported("an estimate of a length")),
    };
    Ok(Value::Number(length as f64))
}
