//! `btoa`: <https://nodejs.org/api/buffer.html#bufferbtoadata>

use crate::builtins::{Builtin, Run};
use crate::ecma::encoding::{Encoding, encode_base64};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "btoa",
    spec: "https://html.spec.whatwg.org/multipage/webappapis.html#dom-btoa",
    summary: "Text whose units are bytes, in base 64.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("btoa('é')", "\"6Q==\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let data = match arguments.first() {
        Some(data) => to_string(heap, *data)?,
        None => return Err(Abrupt::Unsupported("btoa() without text")),
    };
    if !data.ascii && heap.units_of(data).iter().any(|unit| *unit > 0xFF) {
        return Err(Abrupt::Unsupported("an error of the DOM"));
    }
    let bytes = Encoding::Latin1.bytes_of(heap.text(data)).expect("any text");
    heap.string(&encode_base64(&bytes, false)).map(Value::String)
}
