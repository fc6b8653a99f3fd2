//! `RegExp.prototype[Symbol.split]`: <https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.split%>

use std::sync::Arc;

use super::exec_match::{advance, search};
use crate::value::{Caller, Completion, Ref, Str, Value};

/// The parts between the matches, with their captures, up to `limit` of them. Flag y and `lastIndex` play no part.
pub(in crate::builtins) fn split(caller: &mut dyn Caller<'_>, r: Ref, s: Str, limit: usize) -> Completion {
    let pattern = Arc::clone(caller.heap().pattern(r));
    let length = caller.heap().length(s);
    let mut parts = caller.heap().local.spare.take_values();
    if limit == 0 {
        return Ok(Value::Object(caller.heap().new_array(&[])?));
    }
    if length == 0 {
        if !search(caller, &pattern, s, 0, true)? {
            parts.push(Value::String(s));
        }
        return Ok(Value::Object(caller.heap().new_array(&parts)?));
    }
    // `end` is where the last part ended, `from` where the next match may begin.
    let (mut end, mut from) = (0, 0);
    while from < length {
        caller.step()?;
        if !search(caller, &pattern, s, from, false)? {
            break;
        }
        let heap = caller.heap();
        let (start, to) = heap.matched(0).expect("it matched");
        if start >= length {
            break;
        }
        if to == end {
            from = advance(heap, &pattern, s, start);
            continue;
        }
        parts.push(Value::String(heap.part(s, end, start)?));
        if parts.len() == limit {
            return Ok(Value::Object(heap.new_array(&parts)?));
        }
        for capture in 1..=pattern.captures as usize {
            parts.push(match heap.matched(capture) {
                Some((from, to)) => Value::String(heap.part(s, from, to)?),
                None => Value::Undefined,
            });
            if parts.len() == limit {
                return Ok(Value::Object(heap.new_array(&parts)?));
            }
        }
        (end, from) = (to, to);
    }
    let heap = caller.heap();
    parts.push(Value::String(heap.part(s, end, length)?));
    heap.finish_array(parts)
}
