//! `String.prototype.match`: <https://tc39.es/ecma262/#sec-string.prototype.match>

use crate::builtins::arguments::{argument, pattern_of, this_string};
use crate::builtins::{Builtin, Run, regexp};
use crate::types::Kinds;
use crate::value::regexp::Flags;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.match",
    spec: "sec-string.prototype.match",
    summary: "The first match of a regular expression, with flag g the texts of all, or null.",
    length: 1,
    returns: Kinds::ARRAY.or(Kinds::NULL),
    examples: &[
        ("'a1b22'.match(/\\d+/g)", "[\"1\",\"22\"]"),
        ("'a1b22'.match(/b(\\d+)/)[1]", "\"22\""),
    ],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let regexp = match pattern_of(argument(arguments, 0)) {
        Some(regexp) => regexp,
        None => regexp::create(caller.heap(), argument(arguments, 0), Flags::default())?,
    };
    regexp::match_(caller, regexp, s)
}
