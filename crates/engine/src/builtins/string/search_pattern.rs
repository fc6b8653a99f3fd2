//! `String.prototype.search`: <https://tc39.es/ecma262/#sec-string.prototype.search>

use crate::builtins::arguments::{argument, pattern_of, this_string};
use crate::builtins::{Builtin, Run, regexp};
use crate::types::Kinds;
use crate::value::regexp::Flags;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.search",
    spec: "sec-string.prototype.search",
    summary: "Where the first match of a regular expression begins, or -1.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("'abc'.search(/c/)", "2")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let regexp = match pattern_of(argument(arguments, 0)) {
        Some(regexp) => regexp,
        None => regexp::create(caller.heap(), argument(arguments, 0), Flags::default())?,
    };
    regexp::search(caller, regexp, s)
}
