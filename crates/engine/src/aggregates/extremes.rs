//! The least or the greatest of a group's values: what `min` and `max` have in common.

use std::any::Any;
use std::cmp::Ordering;

use super::kept::Kept;
use super::{Added, Column, mistaken};
use crate::value::{Abrupt, Completion, Heap, Value};

/// The least or greatest values by group; `null` where there is none yet.
#[derive(Debug)]
pub(super) struct Extremes {
    name: &'static str,
    /// How a value stands to those that it replaces
    wanted: Ordering,
    groups: Vec<Kept>,
    text: usize,
}

impl Extremes {
    pub(super) fn new(name: &'static str, wanted: Ordering) -> Extremes {
        Extremes {
            name,
            wanted,
            groups: Vec::new(),
            text: 0,
        }
    }
}

impl Column for Extremes {
    fn open(&mut self) {
        self.groups.push(Kept::default());
    }

    fn check(&self, value: Value, group: Option<usize>) -> Completion<()> {
        let name = self.name;
        let so_far = group.map_or(Value::Undefined, |group| self.groups[group].value());
        match (value, so_far) {
            (Value::Null | Value::Undefined | Value::Absent, _)
            | (Value::Number(_), Value::Undefined | Value::Number(_))
            | (Value::String(_), Value::Undefined | Value::String(_)) => Ok(()),
            (Value::Number(_) | Value::String(_), _) => Err(Abrupt::type_error(format!(
                "{name} takes numbers or strings, not both in one group"
            ))),
            (other, _) => Err(mistaken(name, "numbers, strings", other)),
        }
    }

    fn add(&mut self, heap: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        let kept = &mut self.groups[group];
        let stands = || match value {
            Value::String(new) => kept.compare_text(heap, new).reverse(),
            _ => Ordering::Equal,
        };
        if replaces(kept, value, self.wanted, stands) {
            self.text += kept.set(heap, value);
        }
        Ok(Added::Taken)
    }

    /// Whether a group of another part has values of the same kind, or none.
    fn agrees(&self, group: usize, other: &dyn Any, theirs: usize) -> bool {
        let Some(other) = other.downcast_ref::<Extremes>() else {
            return false;
        };
        matches!(
            (self.groups[group].value(), other.groups[theirs].value()),
            (Value::Undefined, _)
                | (_, Value::Undefined)
                | (Value::Number(_), Value::Number(_))
                | (Value::String(_), Value::String(_))
        )
    }

    fn join(&mut self, group: usize, other: &dyn Any, theirs: usize) {
        let Some(other) = other.downcast_ref::<Extremes>() else {
            return;
        };
        let theirs = &other.groups[theirs];
        if replaces(&self.groups[group], theirs.value(), self.wanted, || {
            self.groups[group].compare_kept(theirs).reverse()
        }) {
            self.text += self.groups[group].copy(theirs);
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, heap: &mut Heap<'_>, group: usize) -> Completion {
        match self.groups[group].value() {
            Value::Undefined => Ok(Value::Null),
            _ => self.groups[group].in_heap(heap),
        }
    }

    fn bytes(&self) -> usize {
        self.groups.capacity() * size_of::<Kept>() + self.text
    }
}

/// Whether a value goes into the place of the one there is; `stands` is how it stands to that where both are texts.
fn replaces(kept: &Kept, value: Value, wanted: Ordering, stands: impl FnOnce() -> Ordering) -> bool {
    match (value, kept.value()) {
        (Value::Number(_) | Value::String(_), Value::Undefined) => true,
        // The order of Math.min and Math.max: -0 is less than 0, and NaN wins.
        (Value::Number(new), Value::Number(old)) => !old.is_nan() && (new.is_nan() || new.total_cmp(&old) == wanted),
        (Value::String(_), Value::String(_)) => stands() == wanted,
        _ => false,
    }
}
