//! RegExpBuiltinExec: <https://tc39.es/ecma262/#sec-regexpbuiltinexec>

use std::sync::Arc;

use crate::ecma::to_length;
use crate::value::regexp::{Effort, Outcome, Pattern};
use crate::value::{Caller, Completion, Heap, Ref, Str, Value};

/// Matcher steps that count as one step of the budget.
const STEPS_A_STEP: u64 = 16;

/// Looks for a match from a position on, spending budget where it takes long. [`Heap::matched`] has the result.
pub(super) fn search(
    caller: &mut dyn Caller<'_>,
    pattern: &Pattern,
    s: Str,
    from: usize,
    sticky: bool,
) -> Completion<bool> {
    let mut effort = Effort::default();
    loop {
        match caller.heap().try_match(pattern, s, from, sticky, effort)? {
            Outcome::Match => return Ok(true),
            Outcome::NoMatch => return Ok(false),
            Outcome::OutOfSteps => {
                for _ in 0..effort.steps(s.len as usize) / STEPS_A_STEP {
                    caller.step()?;
                }
                effort = effort.doubled();
            }
        }
    }
}

/// Matches from `lastIndex` on and sets it, as flags g and y ask.
pub(super) fn exec(caller: &mut dyn Caller<'_>, r: Ref, s: Str) -> Completion<bool> {
    let pattern = Arc::clone(caller.heap().pattern(r));
    let heap = caller.heap();
    if !pattern.flags.uses_last_index() {
        return search(caller, &pattern, s, 0, false);
    }
    let last_index = heap.last_index(r);
    let from = to_length(heap, Value::Number(last_index))?;
    if from > heap.length(s) as f64 {
        heap.set_last_index(r, 0.0)?;
        return Ok(false);
    }
    let found = search(caller, &pattern, s, from as usize, pattern.flags.sticky)?;
    let heap = caller.heap();
    let end = if found {
        heap.matched(0).map_or(0, |(_, to)| to)
    } else {
        0
    };
    heap.set_last_index(r, end as f64)?;
    Ok(found)
}

/// The last match and its captures as strings, `undefined` where a capture did not take part.
pub(super) fn captures(heap: &mut Heap<'_>, pattern: &Pattern, s: Str, out: &mut Vec<Value>) -> Completion<()> {
    for capture in 0..=pattern.captures as usize {
        out.push(match heap.matched(capture) {
            Some((from, to)) => Value::String(heap.part(s, from, to)?),
            None => Value::Undefined,
        });
    }
    Ok(())
}

/// The `groups` object: a value of `captures` for each name.
pub(super) fn groups(heap: &mut Heap<'_>, pattern: &Pattern, captures: &[Value]) -> Completion {
    if pattern.names.is_empty() {
        return Ok(Value::Undefined);
    }
    let groups = heap.new_null_prototype();
    for (name, number) in &pattern.names {
        let key = heap.string(name.as_bytes())?;
        heap.set_own(groups, key, captures[*number as usize])?;
    }
    Ok(Value::Object(groups))
}

/// The last match as the array that `exec` gives.
pub(super) fn match_array(heap: &mut Heap<'_>, pattern: &Pattern, s: Str) -> Completion {
    let mut found = heap.local.spare.take_values();
    captures(heap, pattern, s, &mut found)?;
    let index = heap.matched(0).map_or(0, |(from, _)| from);
    let indices = if pattern.flags.has_indices {
        indices(heap, pattern)?
    } else {
        Value::Absent
    };
    let groups = groups(heap, pattern, &found)?;
    let array = heap.new_array(&found)?;
    heap.local.spare.give_values(found);
    heap.add_match(array, [Value::Number(index as f64), Value::String(s), groups, indices]);
    Ok(Value::Object(array))
}

/// MakeMatchIndicesIndexPairArray: <https://tc39.es/ecma262/#sec-makematchindicesindexpairarray>
fn indices(heap: &mut Heap<'_>, pattern: &Pattern) -> Completion {
    let mut pairs = Vec::with_capacity(pattern.captures as usize + 1);
    for capture in 0..=pattern.captures as usize {
        pairs.push(match heap.matched(capture) {
            Some((from, to)) => Value::Object(heap.new_array(&[Value::Number(from as f64), Value::Number(to as f64)])?),
            None => Value::Undefined,
        });
    }
    let groups = groups(heap, pattern, &pairs)?;
    let array = heap.new_array(&pairs)?;
    heap.add_match(array, [Value::Absent, Value::Absent, groups, Value::Absent]);
    Ok(Value::Object(array))
}

/// AdvanceStringIndex: <https://tc39.es/ecma262/#sec-advancestringindex>
pub(super) fn advance(heap: &mut Heap<'_>, pattern: &Pattern, s: Str, index: usize) -> usize {
    if !(pattern.flags.unicode || pattern.flags.unicode_sets) || s.ascii {
        return index + 1;
    }
    let units = heap.units_of(s);
    let is_pair = |at: usize| {
        matches!(units.get(at), Some(high) if high & 0xFC00 == 0xD800)
            && matches!(units.get(at + 1), Some(low) if low & 0xFC00 == 0xDC00)
    };
    if is_pair(index) { index + 2 } else { index + 1 }
}

/// Every match from the start on, or from `lastIndex` for a sticky one without flag g: `each` is called while the heap has it.
pub(super) fn for_each_match(
    caller: &mut dyn Caller<'_>,
    r: Ref,
    s: Str,
    each: &mut dyn FnMut(&mut Heap<'_>, &Pattern) -> Completion<()>,
) -> Completion<()> {
    let pattern = Arc::clone(caller.heap().pattern(r));
    if !pattern.flags.global {
        if exec(caller, r, s)? {
            each(caller.heap(), &pattern)?;
        }
        return Ok(());
    }
    let length = caller.heap().length(s);
    let mut from = 0;
    while from <= length {
        caller.step()?;
        if !search(caller, &pattern, s, from, pattern.flags.sticky)? {
            break;
        }
        let heap = caller.heap();
        let (start, end) = heap.matched(0).expect("it matched");
        each(heap, &pattern)?;
        from = if end == start {
            advance(heap, &pattern, s, end)
        } else {
            end
        };
    }
    caller.heap().set_last_index(r, 0.0)
}
