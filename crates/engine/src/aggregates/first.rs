//! `first()`, `first(callback)`: the first record of a group, or what the callback makes of it.

use std::any::Any;

use super::kept::Kept;
use super::{Added, Column};
use crate::value::{Completion, Heap, UNREAD, Value};

/// First values by group.
#[derive(Debug, Default)]
pub(super) struct First {
    groups: Vec<Option<Kept>>,
    text: usize,
}

impl Column for First {
    fn open(&mut self) {
        self.groups.push(None);
    }

    fn check(&self, value: Value, _: Option<usize>) -> Completion<()> {
        match value {
            Value::Unread => Err(UNREAD),
            _ => Ok(()),
        }
    }

    fn add(&mut self, heap: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        if self.groups[group].is_some() {
            return Ok(Added::Taken);
        }
        let mut kept = Kept::default();
        self.text += kept.set(heap, value);
        self.groups[group] = Some(kept);
        Ok(held(value))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, heap: &mut Heap<'_>, group: usize) -> Completion {
        match &self.groups[group] {
            Some(kept) => kept.in_heap(heap),
            None => Ok(Value::Undefined),
        }
    }

    fn bytes(&self) -> usize {
        self.groups.capacity() * size_of::<Option<Kept>>() + self.text
    }
}

/// Objects stay where they are.
pub(super) fn held(value: Value) -> Added {
    match value {
        Value::Object(_) => Added::Held,
        _ => Added::Taken,
    }
}
