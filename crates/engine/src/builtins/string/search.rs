//! What the searching methods share.

use jsonmill_json::wtf8;
use memchr::memmem;

use crate::builtins::arguments::argument;
use crate::ecma::to_string;
use crate::value::{Abrupt, Class, Completion, Heap, Ref, Str, Value};

/// The text that `includes`, `startsWith` and `endsWith` look for: they refuse regular expressions.
pub(super) fn plain_search(heap: &mut Heap<'_>, arguments: &[Value], method: &str) -> Completion<Str> {
    let wanted = argument(arguments, 0);
    if let Value::Object(Ref {
        class: Class::RegExp, ..
    }) = wanted
    {
        return Err(Abrupt::type_error(format!(
            "First argument to String.prototype.{method} must not be a regular expression"
        )));
    }
    to_string(heap, wanted)
}

/// Whether the text occurs in a string exactly where its bytes do: a lone surrogate may also be half of a pair there.
pub(super) fn is_whole(heap: &Heap<'_>, wanted: Str) -> bool {
    wanted.ascii || !wtf8::has_lone_surrogate(heap.text(wanted))
}

/// Whether the text occurs at a position, in units.
pub(super) fn occurs_at(heap: &mut Heap<'_>, s: Str, wanted: Str, start: usize) -> Completion {
    let end = start + heap.length(wanted);
    if end > heap.length(s) {
        return Ok(Value::Bool(false));
    }
    let part = heap.slice_units(s, start, end)?;
    Ok(Value::Bool(heap.same_text(part, wanted)))
}

/// Where the text occurs without overlap, in units: the first place, or all.
///
/// The list is a spare one.
pub(super) fn occurrences(heap: &mut Heap<'_>, s: Str, wanted: Str, all: bool) -> Completion<Vec<usize>> {
    let mut found = heap.local.spare.take_places();
    let limit = if all { usize::MAX } else { 1 };
    let length = heap.length(s);
    let (text, wanted_text) = (heap.text(s), heap.text(wanted));
    if wanted.is_empty() {
        heap.afford(length.min(limit) * size_of::<usize>())?;
        found.extend((0..=length).take(limit));
        return Ok(found);
    }
    if s.ascii {
        found.extend(memmem::find_iter(text, wanted_text).take(limit));
        return Ok(found);
    }
    if is_whole(heap, wanted) {
        let (mut byte, mut unit) = (0, 0);
        for at in memmem::find_iter(text, wanted_text).take(limit) {
            unit += wtf8::utf16_len(&text[byte..at]);
            byte = at;
            found.push(unit);
        }
    } else {
        let (text, wanted_units) = (heap.units_of(s).to_vec(), heap.units_of(wanted).to_vec());
        let mut at = 0;
        while at + wanted_units.len() <= text.len() && found.len() < limit {
            if text[at..].starts_with(&wanted_units) {
                found.push(at);
                at += wanted_units.len();
            } else {
                at += 1;
            }
        }
    }
    Ok(found)
}
