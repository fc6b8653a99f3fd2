//! GetSubstitution: <https://tc39.es/ecma262/#sec-getsubstitution>

use crate::ecma::text::append;
use crate::value::{Completion, Heap, Str};

/// Appends the replacement template with its `$` patterns filled in, for a match that has no groups.
pub(super) fn get_substitution(
    heap: &mut Heap<'_>,
    out: &mut Vec<u8>,
    matched: Str,
    s: Str,
    position: usize,
    template: Str,
) -> Completion<()> {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'$', &heap.text(template)[from..]) {
        let dollar = from + at;
        let symbol = heap.text(template).get(dollar + 1).copied();
        // What is not a pattern stays: the dollar sign is copied with what follows.
        let literal_end = if symbol == Some(b'$') { dollar + 1 } else { dollar };
        if !matches!(symbol, Some(b'$' | b'&' | b'`' | b'\'')) {
            let literal = heap.slice_bytes(template, from, dollar + 1);
            append(heap, out, literal)?;
            from = dollar + 1;
            continue;
        }
        let literal = heap.slice_bytes(template, from, literal_end);
        append(heap, out, literal)?;
        from = dollar + 2;
        let piece = match symbol {
            Some(b'&') => matched,
            Some(b'`') => heap.slice_units(s, 0, position)?,
            Some(b'\'') => {
                let (end, length) = (position + heap.length(matched), heap.length(s));
                heap.slice_units(s, end.min(length), length)?
            }
            _ => Str::EMPTY,
        };
        append(heap, out, piece)?;
    }
    let rest = heap.slice_bytes(template, from, template.len as usize);
    append(heap, out, rest)
}
