//! `RegExp.prototype[Symbol.replace]`: <https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.replace%>

use super::exec_match::{captures, for_each_match, groups};
use super::substitution::{Found, get_substitution};
use crate::ecma::text::append;
use crate::ecma::to_string;
use crate::value::{Caller, Completion, Ref, Str, Value};

/// Replaces the first match, with flag g all. Matches are found before any replacer is called.
pub(in crate::builtins) fn replace(caller: &mut dyn Caller<'_>, r: Ref, s: Str, replacement: Value) -> Completion {
    let template = match replacement.is_callable() {
        true => None,
        false => Some(to_string(caller.heap(), replacement)?),
    };
    // Of each match where it begins and ends, its `groups`, its text and its captures.
    let mut all = caller.heap().local.spare.take_values();
    for_each_match(caller, r, s, &mut |heap, pattern| {
        let mut texts = heap.local.spare.take_values();
        let range = heap.matched(0).expect("it matched");
        captures(heap, pattern, s, &mut texts)?;
        let groups = groups(heap, pattern, &texts)?;
        all.extend([Value::Number(range.0 as f64), Value::Number(range.1 as f64), groups]);
        all.extend_from_slice(&texts);
        heap.local.spare.give_values(texts);
        Ok(())
    })?;
    if all.is_empty() {
        return Ok(Value::String(s));
    }
    let mut out = caller.heap().local.spare.take_bytes();
    let mut done = 0;
    let width = 4 + caller.heap().pattern(r).captures as usize;
    for found in all.chunks_exact(width) {
        let [Value::Number(start), Value::Number(end), groups, captures @ ..] = found else {
            unreachable!("each match was filed like this")
        };
        let found = Found {
            range: (*start as usize, *end as usize),
            captures,
            groups: *groups,
        };
        let (start, end) = found.range;
        let heap = caller.heap();
        let before = heap.part(s, done, start)?;
        append(heap, &mut out, before)?;
        done = end;
        match template {
            Some(template) => get_substitution(heap, &mut out, s, &found, template)?,
            None => {
                caller.step()?;
                let mut arguments = caller.heap().local.spare.take_values();
                arguments.extend_from_slice(found.captures);
                arguments.extend([Value::Number(start as f64), Value::String(s)]);
                if !matches!(found.groups, Value::Undefined) {
                    arguments.push(found.groups);
                }
                let result = caller.call(replacement, &arguments)?.or_undefined();
                caller.heap().local.spare.give_values(arguments);
                let text = to_string(caller.heap(), result)?;
                append(caller.heap(), &mut out, text)?;
            }
        }
    }
    let heap = caller.heap();
    let length = heap.length(s);
    let rest = heap.part(s, done, length)?;
    append(heap, &mut out, rest)?;
    heap.local.spare.give_values(all);
    heap.finish_text(out)
}
