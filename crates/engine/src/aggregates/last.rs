//! `last()`, `last(callback)`: the last record of a group, or what the callback makes of it.

use std::any::Any;

use super::first::held;
use super::kept::Kept;
use super::{Added, Column};
use crate::value::{Completion, Heap, UNREAD, Value};

/// Last values by group.
#[derive(Debug, Default)]
pub(super) struct Last {
    groups: Vec<Kept>,
    text: usize,
}

impl Column for Last {
    fn open(&mut self) {
        self.groups.push(Kept::default());
    }

    fn check(&self, value: Value, _: Option<usize>) -> Completion<()> {
        match value {
            Value::Unread => Err(UNREAD),
            _ => Ok(()),
        }
    }

    fn add(&mut self, heap: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        self.text += self.groups[group].set(heap, value);
        Ok(held(value))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, heap: &mut Heap<'_>, group: usize) -> Completion {
        self.groups[group].in_heap(heap)
    }

    fn bytes(&self) -> usize {
        self.groups.capacity() * size_of::<Kept>() + self.text
    }
}
