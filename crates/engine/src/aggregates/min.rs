//! `min(callback)`: the least of a group's numbers, as Math.min has it, or of its texts, by UTF-16 units as `<` has it. Numbers and
//! texts in one group are a TypeError. A group without either has `null`.

use std::any::Any;
use std::cmp::Ordering;

use super::kept::Kept;
use super::{Added, Column, mistaken};
use crate::value::{Abrupt, Completion, Heap, Value};

/// The least values by group.
#[derive(Debug, Default)]
pub(super) struct Min {
    extremes: Extremes,
}

impl Column for Min {
    fn open(&mut self) {
        self.extremes.open();
    }

    fn check(&self, value: Value, group: Option<usize>) -> Completion<()> {
        self.extremes.check("min", value, group)
    }

    fn add(&mut self, heap: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        self.extremes.add(heap, group, value, Ordering::Less);
        Ok(Added::Taken)
    }

    fn agrees(&self, group: usize, other: &dyn Any, theirs: usize) -> bool {
        other
            .downcast_ref::<Min>()
            .is_some_and(|other| self.extremes.agrees(group, &other.extremes, theirs))
    }

    fn join(&mut self, group: usize, other: &dyn Any, theirs: usize) {
        if let Some(other) = other.downcast_ref::<Min>() {
            self.extremes.join(group, &other.extremes, theirs, Ordering::Less);
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

/// The least or greatest values by group; `null` where there is none yet.
#[derive(Debug, Default)]
pub(super) struct Extremes {
    groups: Vec<Kept>,
    text: usize,
}

impl Extremes {
    pub(super) fn open(&mut self) {
        self.groups.push(Kept::default());
    }

    pub(super) fn check(&self, name: &str, value: Value, group: Option<usize>) -> Completion<()> {
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

    /// Takes a value if it stands so to the one that the group has.
    pub(super) fn add(&mut self, heap: &Heap<'_>, group: usize, value: Value, wanted: Ordering) {
        let kept = &mut self.groups[group];
        let stands = || match value {
            Value::String(new) => kept.compare_text(heap, new).reverse(),
            _ => Ordering::Equal,
        };
        if replaces(kept, value, wanted, stands) {
            self.text += kept.set(heap, value);
        }
    }

    /// Whether a group of another part has values of the same kind, or none.
    pub(super) fn agrees(&self, group: usize, other: &Extremes, theirs: usize) -> bool {
        matches!(
            (self.groups[group].value(), other.groups[theirs].value()),
            (Value::Undefined, _)
                | (_, Value::Undefined)
                | (Value::Number(_), Value::Number(_))
                | (Value::String(_), Value::String(_))
        )
    }

    /// Takes the value that a group of another part has, if it stands so to the one that this has.
    pub(super) fn join(&mut self, group: usize, other: &Extremes, theirs: usize, wanted: Ordering) {
        let theirs = &other.groups[theirs];
        if replaces(&self.groups[group], theirs.value(), wanted, || {
            self.groups[group].compare_kept(theirs).reverse()
        }) {
            self.text += self.groups[group].copy(theirs);
        }
    }

    pub(super) fn result(&self, heap: &mut Heap<'_>, group: usize) -> Completion {
        match self.groups[group].value() {
            Value::Undefined => Ok(Value::Null),
            _ => self.groups[group].in_heap(heap),
        }
    }

    pub(super) fn bytes(&self) -> usize {
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
