//! `countDistinct(callback)`: how many different values a group has, told apart as a Set does it.

use std::any::Any;

use super::{Added, Column, KeyTable};
use crate::value::{Completion, Heap, Value};

/// Values by group.
#[derive(Debug, Default)]
pub(super) struct CountDistinct {
    groups: Vec<KeyTable>,
    bytes: usize,
}

impl Column for CountDistinct {
    fn open(&mut self) {
        self.groups.push(KeyTable::default());
    }

    fn add(&mut self, heap: &Heap<'_>, group: usize, value: Value, epoch: u64) -> Completion<Added> {
        if !value.or_undefined().is_nullish() {
            let table = &mut self.groups[group];
            let before = table.bytes();
            table.number(heap, value, epoch)?;
            self.bytes += table.bytes() - before;
        }
        Ok(Added::Taken)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, _: &mut Heap<'_>, group: usize) -> Completion {
        Ok(Value::Number(self.groups[group].len() as f64))
    }

    fn bytes(&self) -> usize {
        self.groups.capacity() * size_of::<KeyTable>() + self.bytes
    }
}
