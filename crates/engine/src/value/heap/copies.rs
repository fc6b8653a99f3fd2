//! Copies of objects that lie in the input: `{ ...o, x: 1 }` and rest patterns. They stay what they are as long as nobody looks
//! inside, and are then written as the text of the object and what was given besides.

use super::Heap;
use crate::value::{Class, Completion, Dictionary, Object, Ref, ShapeId, Space, Value};

/// The object that a copy was made of.
#[derive(Clone, Copy, Debug)]
pub struct Copied<'i> {
    /// Its text
    pub text: &'i [u8],
    /// That is what JSON.stringify writes
    pub canonical: bool,
    /// It has one of the keys of the copy's shape
    pub meets: bool,
    /// Its known keys, and the first of their slots
    known: (ShapeId, u32),
}

impl<'i> Heap<'i> {
    /// A copy of an object that lies in the input to which values for the keys of a shape will be given; or
    /// without these keys, if it is the rest of a pattern. Nothing for any other value.
    pub fn new_copy(&mut self, source: Value, shape: ShapeId, rest: bool) -> Option<Ref> {
        let Value::Object(base) = source else { return None };
        if base.class != Class::Plain || base.space != Space::Heap || self.verbatim {
            return None;
        }
        // Whether a key is there must be known without reading the text.
        let Object::Span { shape: known, .. } = *self.peek_at(base) else {
            return None;
        };
        let (keys, known) = (&self.shape(shape).keys, self.shape(known));
        let count = keys.len();
        if !keys.iter().all(|key| known.slot(&key.text).is_some()) {
            return None;
        }
        let first = self.local.slots.len() as u32;
        self.local.slots.resize(first as usize + count, Value::Absent);
        let base = base.index;
        let copy = self.add(
            Class::Plain,
            Object::Copy {
                base,
                shape,
                first,
                rest,
            },
        );
        self.local.copies.push((base, copy.index));
        Some(copy)
    }

    /// Gives a copy that was made just now a value for one of its keys; false if it is none, or none any more.
    #[inline]
    pub fn give(&mut self, r: Ref, slot: impl FnOnce(ShapeId) -> Option<u32>, value: Value) -> bool {
        let Object::Copy {
            shape,
            first,
            rest: false,
            ..
        } = *self.peek_at(r)
        else {
            return false;
        };
        let Some(slot) = slot(shape) else { return false };
        self.local.slots[(first + slot) as usize] = value;
        true
    }

    /// What a copy was made of, if that is still as it was.
    #[must_use]
    pub fn copied(&self, r: Ref) -> Option<Copied<'i>> {
        let Object::Copy { base, shape, .. } = self.peek(r) else {
            return None;
        };
        let base = Ref { index: base, ..r };
        let Object::Span {
            shape: known,
            first,
            offset,
            len,
            canonical,
        } = self.peek(base)
        else {
            return None;
        };
        if !self.is_untouched(base) {
            return None;
        }
        let keys = self.shape(shape).keys.iter();
        let mut slots = keys.filter_map(|key| self.shape(known).slot(&key.text));
        Some(Copied {
            text: self.input(offset, len),
            canonical,
            known: (known, first),
            meets: slots.any(|slot| !matches!(self.local.slots[(first + slot) as usize], Value::Absent)),
        })
    }

    /// A member of it, if that is one of the known ones.
    #[must_use]
    pub fn member_copied(&self, copied: &Copied<'_>, name: &[u8]) -> Value {
        let (shape, first) = copied.known;
        let slot = self.shape(shape).slot(name);
        slot.map_or(Value::Absent, |slot| self.local.slots[(first + slot) as usize])
    }

    /// Builds the copies of an object whose members have just been built.
    #[cold]
    pub(super) fn build_copies(&mut self, r: Ref) -> Completion<()> {
        for at in 0..self.local.copies.len() {
            let (base, copy) = self.local.copies[at];
            let copy = Ref { index: copy, ..r };
            let Object::Copy { shape, first, rest, .. } = self.peek(copy) else {
                continue;
            };
            if base != r.index {
                continue;
            }
            let mut properties = self.local.spare.take_properties();
            self.append_own_properties(r, &mut properties)?;
            let keys = &self.shapes[shape.0 as usize].keys;
            if rest {
                properties.retain(|property| !keys.iter().any(|key| *key.text == *self.text(property.key)));
            }
            self.local.objects[copy.index as usize] = Object::Dictionary(Dictionary {
                first: self.local.props.len() as u32,
                ..Dictionary::default()
            });
            self.define_all(copy, &properties)?;
            self.local.spare.give_properties(properties);
            for (slot, key) in keys.iter().enumerate() {
                let value = self.local.slots[first as usize + slot];
                if !matches!(value, Value::Absent) {
                    self.set_own(copy, key.name, value)?;
                }
            }
        }
        Ok(())
    }

    /// The slot of a property that a copy was given, or the object that has all others.
    pub fn own_of_copy(&self, r: Ref, slot: impl FnOnce(ShapeId) -> Option<u32>) -> Result<Value, Ref> {
        let Object::Copy {
            base,
            shape,
            first,
            rest,
        } = self.peek(r)
        else {
            return Err(r);
        };
        let base = Ref { index: base, ..r };
        match slot(shape) {
            Some(_) if rest => Ok(Value::Absent),
            Some(slot) => match self.local.slots[(first + slot) as usize] {
                Value::Absent => Err(base),
                value => Ok(value),
            },
            None => Err(base),
        }
    }
}
