//! `RegExp.prototype[Symbol.match]`: <https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.match%>

use std::sync::Arc;

use super::exec_match::{exec, for_each_match, match_array};
use crate::value::{Caller, Completion, Ref, Str, Value};

/// The first match as `exec` gives it; with flag g the texts of all matches. Null if there is none.
pub(in crate::builtins) fn match_(caller: &mut dyn Caller<'_>, r: Ref, s: Str) -> Completion {
    let pattern = Arc::clone(caller.heap().pattern(r));
    if !pattern.flags.global {
        let found = exec(caller, r, s)?;
        return if found {
            match_array(caller.heap(), &pattern, s)
        } else {
            Ok(Value::Null)
        };
    }
    let mut texts = Vec::new();
    for_each_match(caller, r, s, &mut |heap, _| {
        let (from, to) = heap.matched(0).expect("it matched");
        texts.push(Value::String(heap.part(s, from, to)?));
        Ok(())
    })?;
    Ok(if texts.is_empty() {
        Value::Null
    } else {
        Value::Object(caller.heap().new_array(&texts)?)
    })
}
