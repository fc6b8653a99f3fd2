//! `atob`: <https://nodejs.org/api/buffer.html#bufferatobdata>

use crate::builtins::{Builtin, Run};
use crate::ecma::encoding::{decode_base64, latin1};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "atob",
    spec: "https://html.spec.whatwg.org/multipage/webappapis.html#dom-atob",
    summary: "The text whose units are the bytes of base 64.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("atob('w6k=')", "\"Ã©\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let data = match arguments.first() {
        Some(data) => to_string(heap, *data)?,
        None => return Err(Abrupt::Unsupported("atob() without text")),
    };
    // the letters of URLs are none here, and a decoder that meets them throws an error of the DOM
    let of_urls = heap.text(data).iter().any(|byte| matches!(byte, b'-' | b'_'));
    let bytes = decode_base64(heap.text(data)).filter(|_| !of_urls);
    let bytes = bytes.ok_or(Abrupt::Unsupported("text that may not be base 64"))?;
    heap.string(&latin1(bytes.into_iter())).map(Value::String)
}
