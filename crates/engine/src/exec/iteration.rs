//! for-of and for-in: one step at a time, since what is gone over may change meanwhile.

use crate::ecma;
use crate::value::{Caller, Class, Completion, Object, Ref, UNREAD, Value};

use super::machine::Machine;
use super::program::{NO_LIMIT, TextId};

impl Machine<'_, '_> {
    /// What for-of goes over. Strings never change: their characters are listed first.
    pub(super) fn iterable(&mut self, source: Value, text: TextId) -> Completion {
        match source {
            Value::Object(r) if matches!(r.class, Class::Set | Class::Map | Class::Iterator) => Ok(source),
            _ => self.elements(source, NO_LIMIT, text),
        }
    }

    /// The next value; `index` is the register that counts.
    #[inline]
    pub(super) fn next(&mut self, values: Value, index: usize) -> Completion<Option<Value>> {
        let (values, at) = (self.plain(values), self.count(index));
        match values.class {
            Class::Array => {}
            Class::Iterator => return ecma::next_value(&mut self.heap, values),
            _ => return self.next_entry(values, index),
        }
        if at >= self.heap.array_len(values)? {
            return Ok(None);
        }
        self.registers[index] = Value::Number((at + 1) as f64);
        Ok(Some(self.heap.array_get(values, at)?.or_undefined()))
    }

    /// The next value of a Set or entry of a Map that was not deleted meanwhile.
    fn next_entry(&mut self, table: Ref, index: usize) -> Completion<Option<Value>> {
        let mut at = self.count(index);
        while let Some(&(key, value)) = self.heap.table(table).entries.get(at) {
            at += 1;
            if !matches!(key, Value::Absent) {
                self.registers[index] = Value::Number(at as f64);
                return Ok(Some(match table.class {
                    Class::Map => Value::Object(self.heap.new_array(&[key, value])?),
                    _ => key,
                }));
            }
        }
        Ok(None)
    }

    /// How many elements the loop of an array method goes over; nothing where the receiver is no array.
    #[inline]
    pub(super) fn loop_length(&mut self, receiver: Value) -> Completion<Option<usize>> {
        match receiver {
            Value::Object(r) if r.class == Class::Array => self.heap.array_len(r).map(Some),
            _ => Ok(None),
        }
    }

    /// The next element of a loop. `length` is the register with the length it began with; the next one has the position.
    #[inline]
    pub(super) fn next_element(&mut self, array: Value, length: usize, holes: bool) -> Completion<Option<Value>> {
        let (&Value::Number(end), &Value::Number(last)) = (&self.registers[length], &self.registers[length + 1]) else {
            unreachable!("code counts in numbers")
        };
        let array = self.plain(array);
        let mut position = last + 1.0;
        while position < end {
            // The callback may have made the array shorter, or moved it.
            let element = match *self.heap.peek_at(array) {
                Object::Array { first, len, .. } if (position as u32) < len => {
                    self.heap.slot(array.space, first + position as u32)
                }
                _ => self.heap.array_get(array, position as usize)?,
            };
            if matches!(element, Value::Unread) {
                return Err(UNREAD);
            }
            if holes || !matches!(element, Value::Absent) {
                self.registers[length + 1] = Value::Number(position);
                return Ok(Some(element.or_undefined()));
            }
            self.step()?;
            position += 1.0;
        }
        Ok(None)
    }

    /// Appends a result of `flatMap`.
    pub(super) fn append_flat(&mut self, results: Ref, value: Value) -> Completion<()> {
        let Some(inner) = value.as_array() else {
            return self.heap.array_push(results, value);
        };
        for at in 0..self.heap.array_len(inner)? {
            let element = self.heap.array_get(inner, at)?;
            if !matches!(element, Value::Absent) {
                self.heap.array_push(results, element)?;
            }
        }
        self.heap.afford(0)
    }

    /// The keys that for-in visits: <https://tc39.es/ecma262/#sec-enumerate-object-properties>
    pub(super) fn keys(&mut self, value: Value) -> Completion {
        let mut properties = self.heap.local.spare.take_properties();
        if !value.is_nullish() {
            ecma::enumerable_own_properties(&mut self.heap, value, &mut properties)?;
        }
        let mut keys = self.heap.local.spare.take_values();
        keys.extend(properties.iter().map(|property| Value::String(property.key)));
        self.heap.local.spare.give_properties(properties);
        self.heap.finish_array(keys)
    }

    /// The next listed key that the object still has.
    pub(super) fn next_key(&mut self, object: Value, keys: Value, index: usize) -> Completion<Option<Value>> {
        let keys = self.plain(keys);
        let mut at = self.count(index);
        while at < self.heap.array_len(keys)? {
            let key = self.heap.array_get(keys, at)?;
            at += 1;
            let known = ecma::to_property_key(&mut self.heap, key)?;
            if ecma::has_own_property(&mut self.heap, object, known)? {
                self.registers[index] = Value::Number(at as f64);
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// The number in a register that code counts in.
    #[inline]
    pub(super) fn count(&self, index: usize) -> usize {
        match self.registers[index] {
            Value::Number(n) => n as usize,
            _ => unreachable!("code counts in numbers"),
        }
    }
}
