//! Named properties of arrays: <https://tc39.es/ecma262/#sec-ordinaryset>

use super::{Prototype, is_inherited};
use crate::value::{Abrupt, Completion, Heap, Object, Ref, Space, Str, Value};

/// `array.name = value`, where the name is no array index.
pub fn set_array_property(heap: &mut Heap<'_>, array: Ref, name: Str, value: Value) -> Completion<()> {
    if !may_set_array_property(heap, array, name) {
        return Err(Abrupt::Unsupported("that named property on an array"));
    }
    heap.set_array_property(array, name, value)
}

/// Whether such a property is nothing but a property. What the prototypes have is found there by calls, a `toJSON` would
/// be called by JSON.stringify, those of a match have their place, and streamed results are no values.
#[must_use]
pub fn may_set_array_property(heap: &Heap<'_>, array: Ref, name: Str) -> bool {
    let text = heap.text(name);
    let is_known = std::str::from_utf8(text).is_ok_and(|name| is_inherited(Prototype::Array, name));
    let is_streamed = matches!(heap.peek(array), Object::Written { .. });
    let of_match = !matches!(heap.match_property(array, text), Value::Absent);
    array.space == Space::Heap && !is_streamed && !of_match && !is_known && text != b"toJSON" && text != b"length"
}
