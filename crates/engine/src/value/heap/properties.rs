//! Own properties of plain objects, by shape or dictionary.

use jsonmill_json::number;

use super::{Heap, INDEX_FROM, UNREAD, array_index};
use crate::value::{Abrupt, Completion, Dictionary, Object, Property, PropertyKey, Ref, Space, Str, Table, Value};

impl<'i> Heap<'i> {
    /// An own property of a plain object by its name's bytes; [`Value::Absent`] if there is none.
    #[inline]
    pub fn get_own(&mut self, r: Ref, name: &[u8]) -> Completion {
        match self.object(r)? {
            Object::Shaped { shape, first } => {
                let keys = &self.shapes[shape.0 as usize];
                let value = match keys.slot(name) {
                    Some(slot) => self.store(r.space).slots[(first + slot) as usize],
                    None if keys.partial => Value::Unread,
                    None => Value::Absent,
                };
                if matches!(value, Value::Unread) {
                    Err(UNREAD)
                } else {
                    Ok(value)
                }
            }
            Object::Dictionary(dictionary) => match self.find_property(r.space, dictionary, name) {
                Some(at) => match self.store(r.space).props[(dictionary.first + at) as usize].value {
                    // A captured member that is known to V8 alone
                    Value::Unread => Err(UNREAD),
                    value => Ok(value),
                },
                None => Ok(Value::Absent),
            },
            _ => Ok(Value::Absent),
        }
    }

    /// An own property of a plain object; [`Value::Absent`] if there is none.
    pub fn get_own_key(&mut self, r: Ref, key: PropertyKey) -> Completion {
        let mut buffer = self.local.spare.take_bytes();
        match key {
            PropertyKey::Index(index) => number::write(&mut buffer, f64::from(index)),
            PropertyKey::Name(name) => buffer.extend_from_slice(self.text(name)),
        }
        let value = self.get_own(r, &buffer);
        self.local.spare.give_bytes(buffer);
        value
    }

    pub(super) fn find_property(&self, space: Space, dictionary: Dictionary, name: &[u8]) -> Option<u32> {
        if dictionary.filter & Dictionary::bit(name) == 0 {
            return None;
        }
        let store = self.store(space);
        let first = dictionary.first as usize;
        if dictionary.index != 0 {
            let same = |at: u32| self.text(store.props[first + at as usize].key) == name;
            return store.indexes[dictionary.index as usize - 1].lookup(Table::hash_text(name), same);
        }
        let props = &store.props[first..first + dictionary.len as usize];
        let found = props.iter().position(|property| {
            property.key.len as usize == name.len()
                && !matches!(property.value, Value::Absent)
                && self.text(property.key) == name
        });
        found.map(|at| at as u32)
    }

    /// CreateDataProperty on a plain object: the last value at the first place.
    pub fn set_own(&mut self, r: Ref, key: Str, value: Value) -> Completion<()> {
        if self.append_last(r, key, value) {
            return Ok(());
        }
        match self.writable(r)? {
            Object::Shaped { shape, first } => {
                if let Some(slot) = self.shapes[shape.0 as usize].slot(self.text(key)) {
                    let at = (first + slot) as usize;
                    // A key that was missing goes to the end of the order, which a shape cannot say.
                    if !matches!(self.local.slots[at], Value::Absent | Value::Unread) {
                        self.local.slots[at] = value;
                        return Ok(());
                    }
                }
                self.to_dictionary(r)?;
                self.set_own(r, key, value)
            }
            Object::Dictionary(mut dictionary) => {
                if dictionary.filter & Dictionary::bit(self.text(key)) == 0 {
                    return self.append_property(r, dictionary, key, value);
                }
                let hash = if dictionary.index != 0 {
                    Table::hash_text(self.text(key))
                } else {
                    0
                };
                let found = if dictionary.index != 0 {
                    let props = &self.local.props;
                    let same = |at: u32| self.same_text(props[(dictionary.first + at) as usize].key, key);
                    self.local.indexes[dictionary.index as usize - 1].lookup(hash, same)
                } else {
                    let props = &self.local.props[dictionary.first as usize..][..dictionary.len as usize];
                    props
                        .iter()
                        .position(|p| !matches!(p.value, Value::Absent) && self.same_text(p.key, key))
                        .map(|at| at as u32)
                };
                if let Some(at) = found {
                    let at = (dictionary.first + at) as usize;
                    if !matches!(self.local.props[at].value, Value::Absent) {
                        self.local.props[at].value = value;
                        return Ok(());
                    }
                    // Deleted before: the new one belongs at the end. The old name must no longer be found.
                    self.local.props[at].key = Str::EMPTY;
                    self.to_dictionary(r)?;
                    let Object::Dictionary(fresh) = self.peek(r) else {
                        unreachable!("just made one")
                    };
                    dictionary = fresh;
                }
                self.append_property(r, dictionary, key, value)
            }
            _ => Err(Abrupt::Unsupported("a property on an object that is not plain")),
        }
    }

    /// A new key of a small object that was made last: the commonest case of [`Heap::set_own`], where the object is changed in
    /// place. False, and nothing changed, in any other.
    #[inline]
    fn append_last(&mut self, r: Ref, key: Str, value: Value) -> bool {
        if r.space != Space::Heap || !self.local.frozen.is_empty() {
            return false;
        }
        let text = self.text(key);
        let (bit, is_index) = (Dictionary::bit(text), array_index(text).is_some());
        let end = self.local.props.len();
        let Some(Object::Dictionary(dictionary)) = self.local.objects.get_mut(r.index as usize) else {
            return false;
        };
        let is_last = dictionary.first as usize + dictionary.len as usize == end;
        if !is_last || dictionary.filter & bit != 0 || dictionary.len >= INDEX_FROM {
            return false;
        }
        dictionary.filter |= bit;
        dictionary.has_index_keys |= is_index;
        dictionary.len += 1;
        dictionary.capacity = dictionary.len;
        self.local.props.push(Property { key, value });
        self.note_change(r);
        true
    }

    /// Gives an object without properties these, which have different keys.
    pub fn define_all(&mut self, r: Ref, properties: &[Property]) -> Completion<()> {
        let Object::Dictionary(mut dictionary) = self.peek(r) else {
            unreachable!("an object that was made just now")
        };
        self.afford(size_of_val(properties))?;
        dictionary.first = self.local.props.len() as u32;
        dictionary.len = properties.len() as u32;
        dictionary.capacity = dictionary.len;
        self.local.props.extend_from_slice(properties);
        for property in properties {
            dictionary.note(self.text(property.key));
        }
        if dictionary.len > INDEX_FROM {
            dictionary.index = self.index_properties(dictionary);
        }
        self.local.objects[r.index as usize] = Object::Dictionary(dictionary);
        Ok(())
    }

    /// Whether an object was made just now and has no properties yet.
    #[must_use]
    pub fn is_blank(&self, r: Ref) -> bool {
        r.space == Space::Heap
            && matches!(self.peek(r), Object::Dictionary(Dictionary { len: 0, .. }))
            && !self.is_frozen(r)
    }

    pub(super) fn append_property(&mut self, r: Ref, mut d: Dictionary, key: Str, value: Value) -> Completion<()> {
        let end = (d.first + d.len) as usize;
        let property = Property { key, value };
        if end == self.local.props.len() {
            self.local.props.push(property);
            d.capacity = d.len + 1;
        } else if d.len < d.capacity {
            self.local.props[end] = property;
        } else {
            d.capacity = (d.len * 2).max(4);
            self.afford(d.capacity as usize * size_of::<Property>())?;
            let moved = self.local.props.len();
            self.local.props.extend_from_within(d.first as usize..end);
            self.local.props.push(property);
            let hole = Property {
                key: Str::EMPTY,
                value: Value::Absent,
            };
            self.local.props.resize(moved + d.capacity as usize, hole);
            d.first = moved as u32;
        }
        d.note(self.text(key));
        d.len += 1;
        if d.index != 0 {
            let hash = Table::hash_text(self.text(key));
            self.local.indexes[d.index as usize - 1].file(hash, d.len - 1);
        } else if d.len > INDEX_FROM {
            d.index = self.index_properties(d);
        }
        self.local.objects[r.index as usize] = Object::Dictionary(d);
        Ok(())
    }

    /// Builds the hash table of a dictionary; returns 1 + its index.
    pub(super) fn index_properties(&mut self, d: Dictionary) -> u32 {
        let mut table = self.local.spare.take_table();
        for at in 0..d.len {
            let property = self.local.props[(d.first + at) as usize];
            if !matches!(property.value, Value::Absent) {
                table.file(Table::hash_text(self.text(property.key)), at);
            }
        }
        self.local.indexes.push(table);
        self.local.indexes.len() as u32
    }

    /// Gives an object keys of its own, without deleted ones.
    pub fn to_dictionary(&mut self, r: Ref) -> Completion<()> {
        let object = self.writable(r)?;
        let mut fresh = Dictionary {
            first: self.local.props.len() as u32,
            ..Dictionary::default()
        };
        match object {
            Object::Shaped { shape, first } => {
                let shape = &self.shapes[shape.0 as usize];
                if shape.partial {
                    return Err(UNREAD);
                }
                for (slot, key) in shape.keys.iter().enumerate() {
                    let value = self.local.slots[first as usize + slot];
                    if !matches!(value, Value::Absent) {
                        self.local.props.push(Property { key: key.name, value });
                        fresh.note(&key.text);
                    }
                }
            }
            Object::Dictionary(old) => {
                for at in old.first..old.first + old.len {
                    let property = self.local.props[at as usize];
                    if !matches!(property.value, Value::Absent) {
                        self.local.props.push(property);
                    }
                }
                fresh.has_index_keys = old.has_index_keys;
                fresh.filter = old.filter;
            }
            _ => return Err(Abrupt::Unsupported("a property on an object that is not plain")),
        }
        fresh.len = self.local.props.len() as u32 - fresh.first;
        fresh.capacity = fresh.len;
        if fresh.len > INDEX_FROM {
            fresh.index = self.index_properties(fresh);
        }
        self.local.objects[r.index as usize] = Object::Dictionary(fresh);
        Ok(())
    }

    /// `delete`; whether there was such a property.
    pub fn delete_own(&mut self, r: Ref, key: Str) -> Completion<bool> {
        if matches!(self.writable(r)?, Object::Shaped { .. }) {
            self.to_dictionary(r)?;
        }
        let Object::Dictionary(dictionary) = self.peek(r) else {
            return Err(Abrupt::Unsupported("delete on an object that is not plain"));
        };
        match self.find_property(Space::Heap, dictionary, self.text(key)) {
            Some(at) if !matches!(self.local.props[(dictionary.first + at) as usize].value, Value::Absent) => {
                self.local.props[(dictionary.first + at) as usize].value = Value::Absent;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Own enumerable string keys with their values, in the order of OrdinaryOwnPropertyKeys.
    pub fn own_properties(&mut self, r: Ref, out: &mut Vec<Property>) -> Completion<()> {
        out.clear();
        self.append_own_properties(r, out)
    }

    /// The same, behind what there is.
    pub fn append_own_properties(&mut self, r: Ref, out: &mut Vec<Property>) -> Completion<()> {
        let start = out.len();
        match self.object(r)? {
            Object::Shaped { shape, first } => {
                let shape = &self.shapes[shape.0 as usize];
                if shape.partial {
                    return Err(UNREAD);
                }
                let slots = &self.store(r.space).slots[first as usize..first as usize + shape.keys.len()];
                let mut push = |slot: usize| {
                    if !matches!(slots[slot], Value::Absent) {
                        out.push(Property {
                            key: shape.keys[slot].name,
                            value: slots[slot],
                        });
                    }
                };
                if shape.order.is_empty() {
                    (0..slots.len()).for_each(&mut push);
                } else {
                    shape.order.iter().for_each(|&slot| push(slot as usize));
                }
            }
            Object::Dictionary(d) => {
                let props = &self.store(r.space).props[d.first as usize..][..d.len as usize];
                let mut deleted = false;
                for property in props {
                    match property.value {
                        Value::Unread => return Err(UNREAD),
                        Value::Absent => deleted = true,
                        _ => {}
                    }
                }
                if deleted {
                    out.extend(props.iter().filter(|property| !matches!(property.value, Value::Absent)));
                } else {
                    out.extend_from_slice(props);
                }
                if d.has_index_keys {
                    out[start..].sort_by_cached_key(|property| match array_index(self.text(property.key)) {
                        Some(index) => u64::from(index),
                        None => u64::MAX,
                    });
                }
            }
            Object::Array { .. } => {
                for index in 0..self.array_len(r)? {
                    let value = self.array_get(r, index)?;
                    if !matches!(value, Value::Absent) {
                        let key = self.key_name(PropertyKey::Index(index as u32))?;
                        out.push(Property { key, value });
                    }
                }
                self.list_array_properties(r, out)?;
            }
            Object::Written { .. } => return Err(Abrupt::Unsupported("a use of streamed results")),
            _ => {}
        }
        Ok(())
    }

    // ── values still lying in the input ────────────────────────────────────────────────────────────────────────────
}
