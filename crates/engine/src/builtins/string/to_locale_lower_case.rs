//! `String.prototype.toLocaleLowerCase`: <https://tc39.es/ecma262/#sec-string.prototype.tolocalelowercase>
//!
//! Only Turkish, Azeri, Lithuanian and Greek have rules of their own; without an argument the process is taken to run in
//! neither.

use super::to_lower_case;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.toLocaleLowerCase",
    spec: "sec-string.prototype.tolocalelowercase",
    summary: "The string in lower case, by the rules of English.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'AbC'.toLocaleLowerCase()", "\"abc\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let root = match argument(arguments, 0) {
        Value::Undefined => true,
        Value::String(locale) => matches!(heap.text(locale), b"en" | b"en-US" | b"en-GB"),
        _ => false,
    };
    if root {
        to_lower_case::run(heap, this, &[])
    } else {
        Err(Abrupt::Unsupported("the case rules of a locale"))
    }
}
