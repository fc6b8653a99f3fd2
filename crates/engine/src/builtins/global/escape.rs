//! `escape`: <https://tc39.es/ecma262/#sec-escape-string>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "escape",
    spec: "sec-escape-string",
    summary: "The text with most units but ASCII letters and digits as hexadecimal escapes.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("escape('a ü€')", "\"a%20%FC%u20AC\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let string = to_string(heap, argument(arguments, 0))?;
    let mut escaped = String::with_capacity(string.len as usize);
    for &unit in heap.units_of(string) {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"@*_+-./".contains(&byte) => escaped.push(char::from(byte)),
            Ok(byte) => escaped.push_str(&format!("%{byte:02X}")),
            Err(_) => escaped.push_str(&format!("%u{unit:04X}")),
        }
    }
    Ok(Value::String(heap.string(escaped.as_bytes())?))
}
