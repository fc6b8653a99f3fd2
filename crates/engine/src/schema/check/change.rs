//! What a check changes in the value that it is given.

use super::{Check, Reach, Step};
use crate::ecma;
use crate::schema::changes::{Change, Done, PathStep, UseDefaults};
use crate::schema::{Group, Place};
use crate::value::{Completion, Ref, Str, Value};

impl Check<'_, '_> {
    /// Puts another value in the place of the one that is being checked. At the root nothing has a place.
    pub(in crate::schema) fn replace(&mut self, value: Value, done: Done) -> Completion<()> {
        self.data = value;
        match self.parent {
            None => {
                self.reach = match (self.reach, &done) {
                    (Reach::Whole, Done::Unwrapped) => Reach::Element,
                    _ => Reach::Nothing,
                };
                return Ok(());
            }
            Some((object, Step::Property(key))) => self.heap.set_own(object, key, value)?,
            Some((array, Step::Item(index))) => self.heap.array_set(array, index, value)?,
        }
        self.note(None, done);
        Ok(())
    }

    /// Removes a property of the object that is being checked.
    pub(in crate::schema) fn remove(&mut self, object: Ref, key: Str) -> Completion<()> {
        self.heap.delete_own(object, key)?;
        self.note(Some(Step::Property(key)), Done::Removed);
        Ok(())
    }

    /// Notes a change of what is being checked, or of something in it.
    pub(in crate::schema) fn note(&mut self, inside: Option<Step>, done: Done) {
        if self.reach == Reach::Nothing {
            return;
        }
        self.changed.any = true;
        if let Some(list) = &mut self.changed.list {
            let named = |step: &Step| match step {
                Step::Property(name) => PathStep::Name(self.heap.text(*name).to_vec()),
                Step::Item(index) => PathStep::Index(*index),
            };
            let steps = self.path.iter().chain(&inside);
            let path = (self.reach == Reach::Element).then_some(&Step::Item(0)).into_iter();
            let path = path.chain(steps).map(named).collect();
            list.push(Change { path, done });
        }
    }

    pub(in crate::schema) fn assign_defaults(&mut self, group: &Group, value: Value) -> Completion<()> {
        let Value::Object(container) = value else { return Ok(()) };
        for (place, default, text) in &group.defaults {
            let (step, present) = match place {
                Place::Property(name) => {
                    let key = self.heap.string(name.as_bytes())?;
                    (Step::Property(key), self.property(container, name)?)
                }
                Place::Item(index) => {
                    let item = match self.heap.array_len(container)? > *index {
                        true => self.heap.array_get(container, *index)?,
                        false => Value::Undefined,
                    };
                    let present = (!matches!(item, Value::Absent | Value::Undefined)).then_some(item);
                    (Step::Item(*index), present)
                }
            };
            let is_empty = match present {
                None => true,
                Some(Value::Null) => self.schema.changes.use_defaults == UseDefaults::Empty,
                Some(Value::String(text)) => text.is_empty() && self.schema.changes.use_defaults == UseDefaults::Empty,
                Some(_) => false,
            };
            if !is_empty {
                continue;
            }
            let text = self.heap.string(text.as_bytes())?;
            let made = ecma::parse_json(self.heap, text)?.unwrap_or(Value::Null);
            match step {
                Step::Property(key) => self.heap.set_own(container, key, made)?,
                Step::Item(index) => self.heap.array_set(container, index, made)?,
            }
            self.note(Some(step), Done::Default(default.clone()));
        }
        Ok(())
    }
}
