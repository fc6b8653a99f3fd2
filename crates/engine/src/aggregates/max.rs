//! `max(callback)`: the greatest of a group's numbers, as Math.max has it, or of its texts, by UTF-16 units as `>` has it. Numbers and
//! texts in one group are a TypeError. A group without either has `null`.

use std::any::Any;
use std::cmp::Ordering;

use super::min::Extremes;
use super::{Added, Column};
use crate::value::{Completion, Heap, Value};

/// The greatest values by group.
#[derive(Debug, Default)]
pub(super) struct Max {
    extremes: Extremes,
}

impl Column for Max {
    fn open(&mut self) {
        self.extremes.open();
    }

    fn check(&self, value: Value, group: Option<usize>) -> Completion<()> {
        self.extremes.check("max", value, group)
    }

    fn add(&mut self, heap: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        self.extremes.add(heap, group, value, Ordering::Greater);
        Ok(Added::Taken)
    }

    fn agrees(&self, group: usize, other: &dyn Any, theirs: usize) -> bool {
        other
            .downcast_ref::<Max>()
            .is_some_and(|other| self.extremes.agrees(group, &other.extremes, theirs))
    }

    fn join(&mut self, group: usize, other: &dyn Any, theirs: usize) {
        if let Some(other) = other.downcast_ref::<Max>() {
            self.extremes.join(group, &other.extremes, theirs, Ordering::Greater);
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, heap: &mut Heap<'_>, group: usize) -> Completion {
        self.extremes.result(heap, group)
    }

    fn bytes(&self) -> usize {
        self.extremes.bytes()
    }
}
