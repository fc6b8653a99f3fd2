//! `RegExp.prototype[Symbol.search]`: <https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.search%>

use std::sync::Arc;

use super::exec_match;
use crate::value::{Caller, Completion, Ref, Str, Value};

/// Where the first match begins, or -1. `lastIndex` plays no part.
pub(in crate::builtins) fn search(caller: &mut dyn Caller<'_>, r: Ref, s: Str) -> Completion {
    let pattern = Arc::clone(caller.heap().pattern(r));
    let found = exec_match::search(caller, &pattern, s, 0, pattern.flags.sticky)?;
    let index = caller
        .heap()
        .matched(0)
        .filter(|_| found)
        .map_or(-1.0, |(from, _)| from as f64);
    Ok(Value::Number(index))
}
