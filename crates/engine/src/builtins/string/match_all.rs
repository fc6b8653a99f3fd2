//! `String.prototype.matchAll`: <https://tc39.es/ecma262/#sec-string.prototype.matchall>

use crate::builtins::arguments::{argument, pattern_of, this_string};
use crate::builtins::{Builtin, Run, regexp};
use crate::types::Kinds;
use crate::value::regexp::Flags;
use crate::value::{Abrupt, Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.matchAll",
    spec: "sec-string.prototype.matchall",
    summary: "All matches of a regular expression, where they are gone through at once.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("[...'a1b22'.matchAll(/[a-z](\\d+)/g)].map(m => m[1])", "[\"1\",\"22\"]")],
    run: Run::Calling(run),
};

/// Code that goes through the result at once calls this with the receiver as first argument, and gets an array: nothing
/// can tell it from the iterator there. No other code has the method.
fn run(caller: &mut dyn Caller<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(argument(arguments, 0))?;
    let regexp = match pattern_of(argument(arguments, 1)) {
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
            regexp::create(caller.heap(), argument(arguments, 1), flags)?
        }
    };
    regexp::match_all(caller, regexp, s)
}
