//! `String.fromCodePoint`: <https://tc39.es/ecma262/#sec-string.fromcodepoint>

use jsonmill_json::wtf8;

use crate::builtins::{Builtin, Run};
use crate::ecma::{number_text, to_number};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.fromCodePoint",
    spec: "sec-string.fromcodepoint",
    summary: "The string of these code points.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("String.fromCodePoint(128512)", "\"😀\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let mut text = Vec::new();
    for &value in arguments {
        let code_point = to_number(heap, value)?;
        if code_point.trunc() != code_point || !(0.0..=1_114_111.0).contains(&code_point) {
            let shown = number_text(code_point);
            return Err(Abrupt::range_error(format!("Invalid code point {shown}")));
        }
        wtf8::push_code_point(&mut text, code_point as u32);
    }
    Ok(Value::String(heap.string(&text)?))
}
