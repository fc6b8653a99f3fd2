//! `RegExp`: <https://tc39.es/ecma262/#sec-regexp-pattern-flags>

use super::new_regexp;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "RegExp",
    spec: "sec-regexp-pattern-flags",
    summary: "As `new RegExp`, but gives a regular expression back as it is if no flags are given.",
    length: 2,
    returns: Kinds::EXOTIC,
    examples: &[("RegExp('b').test('abc')", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    match (argument(arguments, 0), argument(arguments, 1)) {
        (Value::Object(r), Value::Undefined) if r.class == Class::RegExp => Ok(Value::Object(r)),
        _ => match new_regexp::BUILTIN.run {
            Run::Pure(run) => run(heap, this, arguments),
            Run::Calling(_) => unreachable!("the constructor calls nothing"),
        },
    }
}
