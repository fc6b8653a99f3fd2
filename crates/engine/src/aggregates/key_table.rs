//! Keys as Map and Set tell them apart (SameValueZero), numbered in order of first appearance.
//!
//! The table has its own copy of the texts, so the records that they came from can go. Nothing is allocated for a key that is
//! known, and nothing by itself for one that is new.

use crate::value::{Abrupt, Completion, Heap, Space, Str, Table, UNREAD, Value};

/// Keys and their numbers.
#[derive(Debug, Default)]
pub struct KeyTable {
    /// Bytes of the keys that are strings
    text: Vec<u8>,
    /// Keys by number; strings point into `text`
    keys: Vec<Value>,
    /// Those of them that are objects, ascending, and the epoch in which each was met
    epochs: Vec<(u32, u64)>,
    index: hashbrown::HashTable<u32>,
}

/// Captured objects are the same in all of them.
const EVERY_EPOCH: u64 = u64::MAX;

fn hash(text: &[u8], key: Value) -> u64 {
    match key {
        Value::String(_) => Table::hash_text(text),
        Value::Number(n) if n.is_nan() => Table::hash_plain(1, f64::NAN.to_bits()),
        Value::Number(n) => Table::hash_plain(1, (n + 0.0).to_bits()),
        Value::Bool(truth) => Table::hash_plain(2, u64::from(truth)),
        Value::Null => Table::hash_plain(3, 0),
        Value::Object(r) => Table::hash_plain(4, u64::from(r.index)),
        _ => Table::hash_plain(5, 0),
    }
}

/// The bytes of a key that is a string.
fn text_of<'h>(heap: &'h Heap<'_>, key: Value) -> &'h [u8] {
    match key {
        Value::String(s) => heap.text(s),
        _ => &[],
    }
}

/// Whose an object is.
fn owner(key: Value, epoch: u64) -> u64 {
    match key {
        Value::Object(r) if matches!(r.space, Space::Heap | Space::Input) => epoch,
        _ => EVERY_EPOCH,
    }
}

impl KeyTable {
    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Bytes of memory it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.keys.capacity() * size_of::<Value>()
            + self.epochs.capacity() * size_of::<(u32, u64)>()
            + self.index.allocation_size()
    }

    /// The number of a key, if it is known. Objects are keys by identity: the same reference in the same `epoch`.
    ///
    /// # Errors
    /// Unsupported for functions.
    pub fn find(&self, heap: &Heap<'_>, key: Value, epoch: u64) -> Completion<Option<usize>> {
        match key {
            Value::Builtin(_) => return Err(Abrupt::Unsupported("a function as a key")),
            Value::Unread => return Err(UNREAD),
            _ => {}
        }
        let text = text_of(heap, key);
        Ok(self.find_hashed(text, key, epoch, hash(text, key)))
    }

    fn find_hashed(&self, text: &[u8], key: Value, epoch: u64, hash: u64) -> Option<usize> {
        let of = owner(key, epoch);
        let same = |&at: &u32| match (self.keys[at as usize], key) {
            (Value::String(known), Value::String(_)) => self.text_of(known) == text,
            (Value::Number(a), Value::Number(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Null, Value::Null) => true,
            (Value::Undefined, Value::Undefined | Value::Absent) => true,
            (Value::Object(a), Value::Object(b)) => a == b && self.epoch_of(at) == of,
            _ => false,
        };
        self.index.find(hash, same).map(|&at| at as usize)
    }

    /// The number of a key, which gets the next one if it is new, and whether it is.
    ///
    /// # Errors
    /// As [`KeyTable::find`].
    pub fn number(&mut self, heap: &Heap<'_>, key: Value, epoch: u64) -> Completion<(usize, bool)> {
        if let Some(known) = self.find(heap, key, epoch)? {
            return Ok((known, false));
        }
        Ok((self.append(text_of(heap, key), key, epoch)?, true))
    }

    /// A key of another table, which has no objects, if it is known here.
    #[must_use]
    pub fn find_of(&self, other: &KeyTable, number: usize) -> Option<usize> {
        let (text, key) = other.peek(number);
        self.find_hashed(text, key, EVERY_EPOCH, hash(text, key))
    }

    /// Appends a key of another table that is not known here.
    ///
    /// # Errors
    /// Unsupported for too many keys.
    pub fn append_of(&mut self, other: &KeyTable, number: usize) -> Completion<usize> {
        let (text, key) = other.peek(number);
        self.append(text, key, EVERY_EPOCH)
    }

    fn peek(&self, number: usize) -> (&[u8], Value) {
        match self.keys[number] {
            key @ Value::String(s) => (self.text_of(s), key),
            key => (&[], key),
        }
    }

    /// Gives a new key the next number.
    fn append(&mut self, text: &[u8], key: Value, epoch: u64) -> Completion<usize> {
        let Ok(at) = u32::try_from(self.keys.len()) else {
            return Err(Abrupt::Unsupported("more than 2^32 keys"));
        };
        let kept = match key {
            Value::String(s) => {
                let offset = self.text.len() as u64;
                self.text.extend_from_slice(text);
                Value::String(Str {
                    offset,
                    space: Space::Heap,
                    ..s
                })
            }
            // As Map and Set keep them.
            Value::Number(n) => Value::Number(n + 0.0),
            Value::Object(_) => {
                self.epochs.push((at, owner(key, epoch)));
                key
            }
            other => other.or_undefined(),
        };
        self.keys.push(kept);
        let (texts, keys) = (&self.text, &self.keys);
        self.index.insert_unique(hash(text, key), at, |&at| {
            let key = keys[at as usize];
            let text = match key {
                Value::String(s) => &texts[s.offset as usize..][..s.len as usize],
                _ => &[],
            };
            hash(text, key)
        });
        Ok(at as usize)
    }

    fn text_of(&self, s: Str) -> &[u8] {
        &self.text[s.offset as usize..][..s.len as usize]
    }

    fn epoch_of(&self, at: u32) -> u64 {
        let found = self.epochs.binary_search_by_key(&at, |&(at, _)| at);
        found.map_or(EVERY_EPOCH, |found| self.epochs[found].1)
    }

    /// A key as a value of the heap.
    ///
    /// # Errors
    /// Memory.
    pub fn key(&self, heap: &mut Heap<'_>, number: usize) -> Completion {
        match self.keys[number] {
            Value::String(s) => Ok(Value::String(heap.string(self.text_of(s))?)),
            other => Ok(other),
        }
    }
}
