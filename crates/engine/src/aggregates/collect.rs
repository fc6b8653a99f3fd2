//! `collect()`, `collect(callback)`: all records of a group as an array, or what the callback makes of each.

use std::any::Any;

use super::first::held;
use super::{Added, Column};
use crate::value::{Completion, Heap, Space, Str, UNREAD, Value};

/// Lists by group. Values of all groups lie in one list, each with the place of the one before it in its group.
#[derive(Debug, Default)]
pub(super) struct Collect {
    /// Where each group's last value lies, and how many it has
    groups: Vec<(u32, u32)>,
    values: Vec<(Value, u32)>,
    /// Bytes of those that are strings
    text: Vec<u8>,
}

impl Column for Collect {
    fn open(&mut self) {
        self.groups.push((0, 0));
    }

    fn check(&self, value: Value, _: Option<usize>) -> Completion<()> {
        match value {
            Value::Unread => Err(UNREAD),
            _ if self.values.len() >= u32::MAX as usize => Err(crate::value::Abrupt::Unsupported("2^32 values")),
            _ => Ok(()),
        }
    }

    fn add(&mut self, heap: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        let kept = match value {
            Value::String(s) => {
                let offset = self.text.len() as u64;
                self.text.extend_from_slice(heap.text(s));
                Value::String(Str {
                    offset,
                    space: Space::Heap,
                    ..s
                })
            }
            other => other.or_undefined(),
        };
        let (last, count) = &mut self.groups[group];
        self.values.push((kept, *last));
        (*last, *count) = (self.values.len() as u32 - 1, *count + 1);
        Ok(held(value))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, heap: &mut Heap<'_>, group: usize) -> Completion {
        let (mut at, count) = self.groups[group];
        let mut values = vec![Value::Undefined; count as usize];
        for place in values.iter_mut().rev() {
            let (value, before) = self.values[at as usize];
            *place = match value {
                Value::String(s) => Value::String(heap.string(&self.text[s.offset as usize..][..s.len as usize])?),
                other => other,
            };
            at = before;
        }
        Ok(Value::Object(heap.new_array(&values)?))
    }

    fn bytes(&self) -> usize {
        self.groups.capacity() * size_of::<(u32, u32)>()
            + self.values.capacity() * size_of::<(Value, u32)>()
            + self.text.capacity()
    }
}
