//! `String.prototype.matchAll`: <https://tc39.es/ecma262/#sec-string.prototype.matchall>

use crate::builtins::arguments::{argument, pattern_of, this_string};
use crate::builtins::{Builtin, Run, regexp};
use crate::types::Kinds;
use crate::value::regexp::Flags;
use crate::value::{Abrupt, Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.matchAll",
    spec: "sec-string.prototype.matchall",
    summary: "An iterator of all matches of a regular expression.",
    length: 1,
    returns: Kinds::EXOTIC,
    examples: &[("[...'a1b22'.matchAll(/[a-z](\\d+)/g)].map(m => m[1])", "[\"1\",\"22\"]")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let regexp = match pattern_of(argument(arguments, 0)) {
        Some(regexp) if !caller.heap().pattern(regexp).flags.global => {
            return Err(Abrupt::type_error(
                "String.prototype.matchAll called with a non-global RegExp argument",
            ));
        }
        Some(regexp) => regexp,
        None => {
            let flags = Flags {
                global: true,
                ..Flags::default()
            };
            regexp::create(caller.heap(), argument(arguments, 0), flags)?
        }
    };
    regexp::match_all(caller, regexp, s)
}
