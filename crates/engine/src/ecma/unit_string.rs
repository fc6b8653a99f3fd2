//! Strings of one code unit.

use crate::value::{Completion, Heap, Str};

/// The string of the one unit at an index, which is inside the string.
pub fn unit_string(heap: &mut Heap<'_>, s: Str, index: usize) -> Completion<Str> {
    if s.ascii {
        return Ok(heap.slice_bytes(s, index, index + 1));
    }
    let unit = heap.unit_at(s, index).expect("callers stay inside the string");
    heap.string_with(|out| {
        // Not joined with what stands before it in the heap: that belongs to other strings.
        let mut text = Vec::with_capacity(3);
        jsonmill_json::wtf8::push_unit(&mut text, unit);
        out.extend_from_slice(&text);
    })
}
