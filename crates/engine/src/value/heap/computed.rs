//! Own properties under keys that code computes: dictionaries that callbacks keep, where the same keys come again and again.

use super::Heap;
use crate::value::{Dictionary, Object, Ref, Space, Str, Value};

/// How many places are remembered.
const PLACES: usize = 32;

/// Where properties were found last, by what is quickly seen of their keys. What is read here is compared with the key.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::value) struct Recent {
    places: [u32; PLACES],
}

impl Heap<'_> {
    /// An own property that is there; nothing where that needs a closer look, or there is none.
    #[inline]
    pub fn own_computed(&mut self, r: Ref, key: Str) -> Option<Value> {
        match *self.peek_at(r) {
            Object::Dictionary(dictionary) => {
                let at = self.find_again(r, &dictionary, key)?;
                let value = self.store(r.space).props[(dictionary.first + at) as usize].value;
                (!matches!(value, Value::Unread)).then_some(value)
            }
            Object::Shaped { shape, first } => {
                let slot = self.shapes[shape.0 as usize].slot(self.text(key))?;
                let value = self.slot(r.space, first + slot);
                (!matches!(value, Value::Absent | Value::Unread)).then_some(value)
            }
            _ => None,
        }
    }

    /// Changes an own property that is there. False, and nothing changed, where that needs a closer look.
    #[inline]
    pub fn replace_computed(&mut self, r: Ref, key: Str, value: Value) -> bool {
        if r.space != Space::Heap || !self.local.frozen.is_empty() {
            return false;
        }
        match *self.peek_at(r) {
            Object::Dictionary(dictionary) => {
                let Some(at) = self.find_again(r, &dictionary, key) else {
                    return false;
                };
                self.note_change(r);
                self.local.props[(dictionary.first + at) as usize].value = value;
                true
            }
            Object::Shaped { shape, first } => match self.shapes[shape.0 as usize].slot(self.text(key)) {
                Some(slot) => self.replace_field(r, first + slot, value),
                None => false,
            },
            _ => false,
        }
    }

    /// Changes what lies in a slot of an object, unless nothing does.
    #[inline]
    fn replace_field(&mut self, r: Ref, at: u32, value: Value) -> bool {
        let slot = &mut self.local.slots[at as usize];
        if matches!(slot, Value::Absent | Value::Unread) {
            return false;
        }
        *slot = value;
        self.note_change(r);
        true
    }

    /// Changes a field of an object that has a shape; `slot` says where a shape has it. False, and nothing changed, in any other case.
    #[inline]
    pub fn replace_named(
        &mut self,
        r: Ref,
        slot: impl FnOnce(crate::value::ShapeId) -> Option<u32>,
        value: Value,
    ) -> bool {
        if r.space != Space::Heap || !self.local.frozen.is_empty() {
            return false;
        }
        match *self.peek_at(r) {
            Object::Shaped { shape, first } => match slot(shape) {
                Some(slot) => self.replace_field(r, first + slot, value),
                None => false,
            },
            _ => false,
        }
    }

    /// The number of a property, sought first where a key that looked like this was found last.
    #[inline]
    fn find_again(&mut self, r: Ref, dictionary: &Dictionary, key: Str) -> Option<u32> {
        let text = self.text(key);
        let mixed = Dictionary::mix(text);
        if dictionary.filter & Dictionary::bit_of(mixed) == 0 {
            return None;
        }
        let remembered = (mixed >> 20 ^ r.index) as usize % PLACES;
        let props = &self.store(r.space).props[dictionary.first as usize..][..dictionary.len as usize];
        let at = self.local.recent.places[remembered];
        if let Some(property) = props.get(at as usize)
            && !matches!(property.value, Value::Absent)
            && self.same_text(property.key, key)
        {
            return Some(at);
        }
        let at = self.find_property(r.space, *dictionary, text)?;
        if matches!(props[at as usize].value, Value::Absent) {
            return None;
        }
        self.local.recent.places[remembered] = at;
        Some(at)
    }
}
