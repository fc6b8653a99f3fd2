//! `String.prototype.replace`: <https://tc39.es/ecma262/#sec-string.prototype.replace>

use super::search::occurrences;
use super::substitution::get_substitution;
use crate::builtins::arguments::{argument, pattern_of, this_string};
use crate::builtins::{Builtin, Run, regexp};
use crate::ecma::text::append;
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Abrupt, Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.replace",
    spec: "sec-string.prototype.replace",
    summary: "The string with the first occurrence of a text replaced, by a text or by what a function returns.",
    length: 2,
    returns: Kinds::STRING,
    examples: &[
        ("'a-b-c'.replace('-', '+$&')", "\"a+-b-c\""),
        ("'abc'.replace('b', m => m + m)", "\"abbc\""),
    ],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    replace(caller, this, arguments, false)
}

/// Replaces the first occurrence, or all.
pub(super) fn replace(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value], all: bool) -> Completion {
    let s = this_string(this)?;
    if let Some(pattern) = pattern_of(argument(arguments, 0)) {
        if all && !caller.heap().pattern(pattern).flags.global {
            return Err(Abrupt::type_error(
                "String.prototype.replaceAll called with a non-global RegExp argument",
            ));
        }
        return regexp::replace(caller, pattern, s, argument(arguments, 1));
    }
    let wanted = to_string(caller.heap(), argument(arguments, 0))?;
    let replacement = argument(arguments, 1);
    let template = match replacement.is_callable() {
        true => None,
        false => Some(to_string(caller.heap(), replacement)?),
    };
    let found = occurrences(caller.heap(), s, wanted, all)?;
    if found.is_empty() {
        return Ok(this);
    }
    let (length, width) = (caller.heap().length(s), caller.heap().length(wanted));
    let mut out = caller.heap().local.spare.take_bytes();
    let mut end = 0;
    for &start in &found {
        let heap = caller.heap();
        let before = heap.slice_units(s, end, start)?;
        append(heap, &mut out, before)?;
        end = start + width;
        match template {
            Some(template) => get_substitution(heap, &mut out, wanted, s, start, template)?,
            None => {
                caller.step()?;
                let arguments = [Value::String(wanted), Value::Number(start as f64), Value::String(s)];
                let result = caller.call(replacement, &arguments)?.or_undefined();
                let text = to_string(caller.heap(), result)?;
                append(caller.heap(), &mut out, text)?;
            }
        }
    }
    let heap = caller.heap();
    heap.local.spare.give_places(found);
    let rest = heap.slice_units(s, end, length)?;
    append(heap, &mut out, rest)?;
    heap.finish_text(out)
}
