//! `String.prototype.toLocaleUpperCase`: <https://tc39.es/ecma262/#sec-string.prototype.tolocaleuppercase>
//!
//! Only Turkish, Azeri, Lithuanian and Greek have rules of their own; without an argument the process is taken to run in
//! neither.

use super::to_upper_case;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.toLocaleUpperCase",
    spec: "sec-string.prototype.tolocaleuppercase",
    summary: "The string in upper case, by the rules of English.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'abc'.toLocaleUpperCase('en-US')", "\"ABC\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let root = match argument(arguments, 0) {
        Value::Undefined => true,
        Value::String(locale) => matches!(heap.text(locale), b"en" | b"en-US" | b"en-GB"),
        _ => false,
    };
    if root {
        to_upper_case::run(heap, this, &[])
    } else {
        Err(Abrupt::Unsupported("the case rules of a locale"))
    }
}
