//! `avg(callback)`: the exact sum of a group's numbers divided by their count, rounded once. A group without numbers has `null`.

use std::any::Any;

use super::exact_sum::Sums;
use super::{Added, Column, check_number, number};
use crate::value::{Completion, Heap, Value};

/// Sums and counts by group.
#[derive(Debug, Default)]
pub(super) struct Avg {
    sums: Sums,
    counts: Vec<u64>,
}

impl Column for Avg {
    fn open(&mut self) {
        self.sums.open();
        self.counts.push(0);
    }

    fn check(&self, value: Value, _: Option<usize>) -> Completion<()> {
        check_number("avg", value)
    }

    fn add(&mut self, _: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        if let Some(number) = number(value) {
            self.sums.add(group, number);
            self.counts[group] += 1;
        }
        Ok(Added::Taken)
    }

    fn agrees(&self, _: usize, other: &dyn Any, _: usize) -> bool {
        other.is::<Avg>()
    }

    fn join(&mut self, group: usize, other: &dyn Any, theirs: usize) {
        if let Some(other) = other.downcast_ref::<Avg>() {
            self.sums.merge(group, &other.sums, theirs);
            self.counts[group] += other.counts[theirs];
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, _: &mut Heap<'_>, group: usize) -> Completion {
        Ok(match self.counts[group] {
            0 => Value::Null,
            count => Value::Number(self.sums.quotient(group, count)),
        })
    }

    fn bytes(&self) -> usize {
        self.sums.bytes() + self.counts.capacity() * size_of::<u64>()
    }
}
