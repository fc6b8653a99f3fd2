//! Elements of arrays.

use super::{Heap, UNREAD};
use crate::value::{Abrupt, Class, Completion, Object, Ref, Value};

impl<'i> Heap<'i> {
    /// `length` of an array.
    #[inline]
    pub fn array_len(&mut self, r: Ref) -> Completion<usize> {
        if let Object::Array { len, .. } = *self.peek_at(r) {
            return Ok(len as usize);
        }
        match self.object(r)? {
            Object::Array { len, .. } => Ok(len as usize),
            Object::Written { count, .. } => Ok(count as usize),
            _ => unreachable!("class Array"),
        }
    }

    /// An element: [`Value::Absent`] for holes and beyond the end.
    #[inline]
    pub fn array_get(&mut self, r: Ref, index: usize) -> Completion {
        // Looked at where it lies: an object that was written just now is slow to copy.
        let value = match *self.peek_at(r) {
            Object::Array { first, len, .. } if index < len as usize => self.slot(r.space, first + index as u32),
            _ => self.elements(r)?.get(index).copied().unwrap_or(Value::Absent),
        };
        if matches!(value, Value::Unread) {
            Err(UNREAD)
        } else {
            Ok(value)
        }
    }

    /// All elements. The slice ends with the next change of the heap: loops index it anew.
    #[inline]
    pub fn elements(&mut self, r: Ref) -> Completion<&[Value]> {
        match self.object(r)? {
            Object::Array { first, len, .. } => {
                Ok(&self.store(r.space).slots[first as usize..first as usize + len as usize])
            }
            _ => Err(Abrupt::Unsupported("a use of streamed results")),
        }
    }

    /// An array of what a spare list holds, which is given back.
    pub fn finish_array(&mut self, elements: Vec<Value>) -> Completion {
        let array = self.new_array(&elements);
        self.local.spare.give_values(elements);
        array.map(Value::Object)
    }

    /// A spare list with the elements of an array.
    pub fn copy_elements(&mut self, r: Ref) -> Completion<Vec<Value>> {
        let mut copy = self.local.spare.take_values();
        copy.extend_from_slice(self.elements(r)?);
        Ok(copy)
    }

    /// An array for the results of a loop over `count` elements: as many holes, or room for them.
    pub fn new_results(&mut self, count: usize, filled: bool) -> Completion<Ref> {
        self.afford(count * size_of::<Value>())?;
        let first = self.local.slots.len();
        self.local.slots.resize(first + count, Value::Absent);
        let capacity = count as u32;
        Ok(self.add(
            Class::Array,
            Object::Array {
                first: first as u32,
                len: if filled { capacity } else { 0 },
                capacity,
            },
        ))
    }

    /// Puts a result into an array that [`Heap::new_results`] has filled and that nobody has seen yet.
    #[inline]
    pub fn store_result(&mut self, r: Ref, index: usize, value: Value) {
        if let Object::Array { first, .. } = *self.peek_at(r) {
            self.local.slots[first as usize + index] = value;
        }
    }

    /// Appends an element.
    pub fn array_push(&mut self, r: Ref, value: Value) -> Completion<()> {
        let Object::Array { first, len, capacity } = self.writable(r)? else {
            unreachable!("class Array")
        };
        let end = first as usize + len as usize;
        if end == self.local.slots.len() {
            self.local.slots.push(value);
            self.local.objects[r.index as usize] = Object::Array {
                first,
                len: len + 1,
                capacity: len + 1,
            };
        } else if len < capacity {
            self.local.slots[end] = value;
            self.local.objects[r.index as usize] = Object::Array {
                first,
                len: len + 1,
                capacity,
            };
        } else {
            let capacity = (len * 2).max(4);
            self.afford(capacity as usize * size_of::<Value>())?;
            let moved = self.local.slots.len();
            self.local.slots.extend_from_within(first as usize..end);
            self.local.slots.push(value);
            self.local.slots.resize(moved + capacity as usize, Value::Absent);
            self.local.objects[r.index as usize] = Object::Array {
                first: moved as u32,
                len: len + 1,
                capacity,
            };
        }
        Ok(())
    }

    /// Cuts an array after its first `len` elements; `len` is at most its length.
    pub fn array_truncate(&mut self, r: Ref, len: usize) -> Completion<()> {
        let Object::Array { first, capacity, .. } = self.writable(r)? else {
            unreachable!("class Array")
        };
        self.local.objects[r.index as usize] = Object::Array {
            first,
            len: len as u32,
            capacity,
        };
        Ok(())
    }

    /// Drops the first element of an array that has one.
    pub fn array_drop_first(&mut self, r: Ref) -> Completion<()> {
        let Object::Array { first, len, capacity } = self.writable(r)? else {
            unreachable!("class Array")
        };
        self.local.objects[r.index as usize] = Object::Array {
            first: first + 1,
            len: len - 1,
            capacity: capacity - 1,
        };
        Ok(())
    }

    /// Changes what a cell holds: an array of one element that no operation but this ever sees.
    #[inline]
    pub fn set_cell(&mut self, cell: Ref, value: Value) {
        if let Object::Array { first, .. } = self.peek(cell) {
            self.local.slots[first as usize] = value;
        }
    }

    /// Gives an array other elements.
    pub fn array_replace(&mut self, r: Ref, elements: &[Value]) -> Completion<()> {
        let Object::Array { first, capacity, .. } = self.writable(r)? else {
            unreachable!("class Array")
        };
        let len = elements.len() as u32;
        if len <= capacity {
            self.local.slots[first as usize..first as usize + elements.len()].copy_from_slice(elements);
            self.local.objects[r.index as usize] = Object::Array { first, len, capacity };
        } else {
            self.afford(size_of_val(elements))?;
            let first = self.local.slots.len() as u32;
            self.local.slots.extend_from_slice(elements);
            self.local.objects[r.index as usize] = Object::Array {
                first,
                len,
                capacity: len,
            };
        }
        Ok(())
    }

    /// Writes an element; beyond the end the array grows, with holes between.
    pub fn array_set(&mut self, r: Ref, index: usize, value: Value) -> Completion<()> {
        let Object::Array { first, len, .. } = self.writable(r)? else {
            unreachable!("class Array")
        };
        if index < len as usize {
            self.local.slots[first as usize + index] = value;
            return Ok(());
        }
        // V8 turns far writes into sparse arrays; nobody does this on purpose with records.
        if index > len as usize + 10_000_000 {
            return Err(Abrupt::Unsupported("a sparse array"));
        }
        for _ in len as usize..index {
            self.array_push(r, Value::Absent)?;
        }
        self.array_push(r, value)
    }

    // ── plain objects ──────────────────────────────────────────────────────────────────────────────────────────────
}
