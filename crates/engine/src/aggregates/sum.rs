//! `sum(callback)`: the exact sum of a group's numbers, rounded once. A group without numbers has the sum 0.

use std::any::Any;

use super::exact_sum::Sums;
use super::{Added, Column, check_number, number};
use crate::value::{Completion, Heap, Value};

/// Sums by group.
#[derive(Debug, Default)]
pub(super) struct Sum {
    sums: Sums,
}

impl Column for Sum {
    fn open(&mut self) {
        self.sums.open();
    }

    fn check(&self, value: Value, _: Option<usize>) -> Completion<()> {
        check_number("sum", value)
    }

    fn add(&mut self, _: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        if let Some(number) = number(value) {
            self.sums.add(group, number);
        }
        Ok(Added::Taken)
    }

    fn agrees(&self, _: usize, other: &dyn Any, _: usize) -> bool {
        other.is::<Sum>()
    }

    fn join(&mut self, group: usize, other: &dyn Any, theirs: usize) {
        if let Some(other) = other.downcast_ref::<Sum>() {
            self.sums.merge(group, &other.sums, theirs);
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, _: &mut Heap<'_>, group: usize) -> Completion {
        Ok(Value::Number(self.sums.sum(group)))
    }

    fn bytes(&self) -> usize {
        self.sums.bytes()
    }
}
