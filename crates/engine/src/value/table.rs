//! Insertion-ordered hash tables with SameValueZero keys: the content of Map and Set.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

use super::Value;

/// One seed a process: colliding keys cannot be prepared (SipHash, keyed at random).
fn hasher() -> &'static RandomState {
    static STATE: OnceLock<RandomState> = OnceLock::new();
    STATE.get_or_init(RandomState::new)
}

/// Entries in insertion order, found by hash. Keys are hashed and compared by the heap, which can read strings.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Entries; a deleted one has [`Value::Absent`] as key.
    pub entries: Vec<(Value, Value)>,
    /// Entries that are not deleted.
    pub live: u32,
    index: hashbrown::HashTable<(u64, u32)>,
}

impl Table {
    /// The hash of string bytes.
    #[must_use]
    pub fn hash_text(text: &[u8]) -> u64 {
        hasher().hash_one(text)
    }

    /// The hash of a key that is no string.
    #[must_use]
    pub fn hash_plain(tag: u8, bits: u64) -> u64 {
        hasher().hash_one((tag, bits))
    }

    /// The entry whose key has this hash and satisfies `same`.
    pub fn find(&self, hash: u64, mut same: impl FnMut(Value) -> bool) -> Option<usize> {
        self.index
            .find(hash, |&(other, at)| other == hash && same(self.entries[at as usize].0))
            .map(|&(_, at)| at as usize)
    }

    /// Appends an entry whose key is not in the table yet.
    pub fn append(&mut self, hash: u64, key: Value, value: Value) {
        let at = self.entries.len() as u32;
        self.entries.push((key, value));
        self.live += 1;
        self.index.insert_unique(hash, (hash, at), |&(hash, _)| hash);
    }

    /// Marks an entry deleted.
    pub fn remove(&mut self, hash: u64, at: usize) {
        if let Ok(entry) = self.index.find_entry(hash, |&(_, other)| other as usize == at) {
            entry.remove();
            self.entries[at] = (Value::Absent, Value::Undefined);
            self.live -= 1;
        }
    }

    /// The number filed under this hash that satisfies `same`: for dictionaries, whose entries lie elsewhere.
    pub fn lookup(&self, hash: u64, mut same: impl FnMut(u32) -> bool) -> Option<u32> {
        self.index
            .find(hash, |&(other, at)| other == hash && same(at))
            .map(|&(_, at)| at)
    }

    /// Files a number under a hash.
    pub fn file(&mut self, hash: u64, at: u32) {
        self.index.insert_unique(hash, (hash, at), |&(hash, _)| hash);
    }

    /// Empties the table.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.index.clear();
        self.live = 0;
    }
}
