//! `count()`: how many records a group has; `count(callback)`: for how many of them the callback is truthy.

use std::any::Any;

use super::{Added, Column};
use crate::ecma;
use crate::value::{Completion, Heap, Value};

/// Records counted, by group. Without a callback every record comes as `true`.
#[derive(Debug, Default)]
pub(super) struct Count {
    groups: Vec<u64>,
}

impl Column for Count {
    fn open(&mut self) {
        self.groups.push(0);
    }

    fn check(&self, value: Value, _: Option<usize>) -> Completion<()> {
        ecma::to_boolean(value).map(|_| ())
    }

    fn add(&mut self, _: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        self.groups[group] += u64::from(ecma::to_boolean(value)?);
        Ok(Added::Taken)
    }

    fn agrees(&self, _: usize, other: &dyn Any, _: usize) -> bool {
        other.is::<Count>()
    }

    fn join(&mut self, group: usize, other: &dyn Any, theirs: usize) {
        if let Some(other) = other.downcast_ref::<Count>() {
            self.groups[group] += other.groups[theirs];
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, _: &mut Heap<'_>, group: usize) -> Completion {
        Ok(Value::Number(self.groups[group] as f64))
    }

    fn bytes(&self) -> usize {
        self.groups.capacity() * size_of::<u64>()
    }
}
