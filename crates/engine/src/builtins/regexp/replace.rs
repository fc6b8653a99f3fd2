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
    let mut all = Vec::new();
    for_each_match(caller, r, s, &mut |heap, pattern| {
        let mut texts = Vec::with_capacity(pattern.captures as usize + 1);
        let range = heap.matched(0).expect("it matched");
        captures(heap, pattern, s, &mut texts)?;
        let groups = groups(heap, pattern, &texts)?;
        all.push(Found {
            range,
            captures: texts,
            groups,
        });
        Ok(())
    })?;
    if all.is_empty() {
        return Ok(Value::String(s));
    }
    let mut out = Vec::new();
    let mut done = 0;
    for found in &all {
        let (start, end) = found.range;
        let heap = caller.heap();
        let before = heap.part(s, done, start)?;
        append(heap, &mut out, before)?;
        done = end;
        match template {
            Some(template) => get_substitution(heap, &mut out, s, found, template)?,
            None => {
                caller.step()?;
                let mut arguments = found.captures.clone();
                arguments.extend([Value::Number(start as f64), Value::String(s)]);
                if !matches!(found.groups, Value::Undefined) {
                    arguments.push(found.groups);
                }
                let result = caller.call(replacement, &arguments)?.or_undefined();
                let text = to_string(caller.heap(), result)?;
                append(caller.heap(), &mut out, text)?;
            }
        }
    }
    let heap = caller.heap();
    let length = heap.length(s);
    let rest = heap.part(s, done, length)?;
    append(heap, &mut out, rest)?;
    Ok(Value::String(heap.string(&out)?))
}
