//! A value that outlives its record and may be replaced by another: its text lies in memory that is used again.

use jsonmill_json::wtf8;

use crate::value::{Completion, Heap, Str, Value};

/// A value, or nothing so far.
#[derive(Debug, Default)]
pub(super) struct Kept {
    value: Value,
    text: Vec<u8>,
}

impl Kept {
    /// Puts a value in the place of the last one; bytes by which its memory grew.
    pub(super) fn set(&mut self, heap: &Heap<'_>, value: Value) -> usize {
        let before = self.text.capacity();
        self.text.clear();
        if let Value::String(s) = value {
            self.text.extend_from_slice(heap.text(s));
        }
        self.value = value.or_undefined();
        self.text.capacity() - before
    }

    /// The value; a string only as one that there is.
    pub(super) fn value(&self) -> Value {
        self.value
    }

    /// The value as one of the heap.
    pub(super) fn in_heap(&self, heap: &mut Heap<'_>) -> Completion {
        match self.value {
            Value::String(_) => Ok(Value::String(heap.string(&self.text)?)),
            other => Ok(other),
        }
    }

    /// How its text stands to another one, by UTF-16 units.
    pub(super) fn compare_text(&self, heap: &Heap<'_>, other: Str) -> std::cmp::Ordering {
        let theirs = heap.text(other);
        match self.value {
            Value::String(ours) if ours.ascii || other.ascii => self.text.as_slice().cmp(theirs),
            _ => wtf8::compare(&self.text, theirs),
        }
    }
}
