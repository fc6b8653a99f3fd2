//! `String.prototype.normalize`: <https://tc39.es/ecma262/#sec-string.prototype.normalize>

use jsonmill_json::wtf8;

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.normalize",
    spec: "sec-string.prototype.normalize",
    summary: "The string in a Unicode normalization form.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'a'.normalize('NFKC')", "\"a\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let form = match argument(arguments, 0) {
        Value::Undefined => Form::Composed,
        form => {
            let form = to_string(heap, form)?;
            match heap.text(form) {
                b"NFC" => Form::Composed,
                b"NFD" | b"NFKC" | b"NFKD" => Form::Other,
                _ => {
                    return Err(Abrupt::range_error(
                        "The normalization form should be one of NFC, NFD, NFKC, NFKD.",
                    ));
                }
            }
        }
    };
    if s.ascii {
        return Ok(this);
    }
    // Below U+0300 nothing composes, so such text is its own NFC.
    if form == Form::Composed && wtf8::code_points(heap.text(s)).all(|code_point| code_point < 0x300) {
        return Ok(this);
    }
    Err(Abrupt::Unsupported("the normalization of that text"))
}

#[derive(PartialEq)]
enum Form {
    Composed,
    Other,
}
