//! `RegExp.prototype[Symbol.matchAll]`: <https://tc39.es/ecma262/#sec-regexp-prototype-matchall>

use std::sync::Arc;

use super::exec_match::{advance, match_array, search};
use crate::ecma::to_length;
use crate::value::{Caller, Completion, IteratorKind, Ref, Str, Value};

/// An iterator of all matches from `lastIndex` on, as `exec` gives them: the string stays the same, so they can be found at once. A copy of the regular expression is used, so that its own `lastIndex`
/// stays.
pub(in crate::builtins) fn match_all(caller: &mut dyn Caller<'_>, r: Ref, s: Str) -> Completion {
    let heap = caller.heap();
    let pattern = Arc::clone(heap.pattern(r));
    let last_index = heap.last_index(r);
    let mut from = to_length(heap, Value::Number(last_index))?;
    let length = heap.length(s);
    let mut matches = Vec::new();
    while from <= length as f64 && search(caller, &pattern, s, from as usize, pattern.flags.sticky)? {
        caller.step()?;
        let heap = caller.heap();
        let (start, end) = heap.matched(0).expect("it matched");
        matches.push(match_array(heap, &pattern, s)?);
        from = if start == end {
            advance(heap, &pattern, s, end)
        } else {
            end
        } as f64;
    }
    let heap = caller.heap();
    let list = heap.new_array(&matches)?;
    Ok(Value::Object(heap.new_iterator(IteratorKind::Matches, list)))
}
