//! `Buffer.isBuffer`: <https://nodejs.org/api/buffer.html#static-method-bufferisbufferobj>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Buffer.isBuffer",
    spec: "https://nodejs.org/api/buffer.html#static-method-bufferisbufferobj",
    summary: "Whether it is a Buffer, which nothing made of JSON is.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("Buffer.isBuffer('text')", "false")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, _this: Value, _arguments: &[Value]) -> Completion {
    Ok(Value::Bool(false))
}
