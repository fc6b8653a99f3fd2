//! `RegExp.prototype.exec`: <https://tc39.es/ecma262/#sec-regexp.prototype.exec>

use std::sync::Arc;

use super::exec_match;
use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Caller, Class, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "RegExp.prototype.exec",
    spec: "sec-regexp.prototype.exec",
    summary: "The next match as an array with `index`, `input` and `groups`, or null.",
    length: 1,
    returns: Kinds::ARRAY.or(Kinds::NULL),
    examples: &[
        ("/(\\d+)-(\\d+)/.exec('a 10-20')", "[\"10-20\",\"10\",\"20\"]"),
        ("/b/.exec('abc').index", "1"),
    ],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let regexp = this_of(this, Class::RegExp)?;
    let s = to_string(caller.heap(), argument(arguments, 0))?;
    if !exec_match::exec(caller, regexp, s)? {
        return Ok(Value::Null);
    }
    let heap = caller.heap();
    let pattern = Arc::clone(heap.pattern(regexp));
    exec_match::match_array(heap, &pattern, s)
}
