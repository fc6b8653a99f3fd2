//! A value that outlives its record and may be replaced by another: its text lies in memory that is used again.

use std::cmp::Ordering;

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

    /// Takes what another one has; bytes by which its memory grew.
    pub(super) fn copy(&mut self, other: &Kept) -> usize {
        let before = self.text.capacity();
        self.text.clone_from(&other.text);
        self.value = other.value;
        self.text.capacity().saturating_sub(before)
    }

    /// How its text stands to another one, by UTF-16 units.
    pub(super) fn compare_text(&self, heap: &Heap<'_>, other: Str) -> Ordering {
        self.compare(heap.text(other), other.ascii)
    }

    /// How its text stands to that of another one.
    pub(super) fn compare_kept(&self, other: &Kept) -> Ordering {
        self.compare(
            &other.text,
            matches!(other.value, Value::String(theirs) if theirs.ascii),
        )
    }

    fn compare(&self, theirs: &[u8], ascii: bool) -> Ordering {
        match self.value {
            Value::String(ours) if ours.ascii || ascii => self.text.as_slice().cmp(theirs),
            _ => wtf8::compare(&self.text, theirs),
        }
    }
}
