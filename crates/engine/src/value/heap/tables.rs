//! Map and Set.

use super::Heap;
use crate::value::{Abrupt, Class, Completion, Object, Ref, Space, Table, Value};

impl<'i> Heap<'i> {
    /// An empty Map or Set.
    pub fn new_table(&mut self, class: Class) -> Ref {
        let index = self.local.tables.len() as u32;
        let table = self.local.spare.take_table();
        self.local.tables.push(table);
        self.add(class, Object::Table(index))
    }

    /// The table behind a Map or Set.
    #[must_use]
    pub fn table(&self, r: Ref) -> &Table {
        match self.peek(r) {
            Object::Table(index) => &self.store(r.space).tables[index as usize],
            _ => unreachable!("only Map and Set have tables"),
        }
    }

    /// The table behind a Map or Set of the heap, to change it.
    pub fn table_mut(&mut self, r: Ref) -> Completion<&mut Table> {
        self.note_change(r);
        match (self.peek(r), r.space) {
            (Object::Table(index), Space::Heap) => Ok(&mut self.local.tables[index as usize]),
            _ => Err(Abrupt::Unsupported("a write to a captured Map or Set")),
        }
    }

    /// The hash of a Map or Set key (SameValueZero: `-0` is `0`, `NaN` is itself).
    #[must_use]
    pub fn hash_key(&self, key: Value) -> u64 {
        match key {
            Value::String(s) => Table::hash_text(self.text(s)),
            Value::Verbatim(..) => self.hash_key(key.plain()),
            Value::Number(n) => {
                let n = if n == 0.0 {
                    0.0
                } else if n.is_nan() {
                    f64::NAN
                } else {
                    n
                };
                Table::hash_plain(1, n.to_bits())
            }
            Value::Object(r) => Table::hash_plain(2, u64::from(r.index)),
            Value::Bool(b) => Table::hash_plain(3, u64::from(b)),
            Value::Null => Table::hash_plain(4, 0),
            Value::Builtin(id) => Table::hash_plain(5, u64::from(id.0)),
            Value::Undefined | Value::Absent | Value::Unread => Table::hash_plain(6, 0),
        }
    }

    /// SameValueZero
    #[must_use]
    pub fn same_value_zero(&self, a: Value, b: Value) -> bool {
        match (a, b) {
            (Value::Number(x), Value::Number(y)) => x == y || (x.is_nan() && y.is_nan()),
            (Value::String(x), Value::String(y)) => self.same_text(x, y),
            (Value::Object(x), Value::Object(y)) => x == y,
            (Value::Bool(x), Value::Bool(y)) => x == y,
            (Value::Builtin(x), Value::Builtin(y)) => x == y,
            (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => true,
            (Value::Verbatim(..), _) | (_, Value::Verbatim(..)) => self.same_value_zero(a.plain(), b.plain()),
            _ => false,
        }
    }

    /// The entry of a Map or Set key.
    #[must_use]
    pub fn table_find(&self, r: Ref, key: Value) -> Option<usize> {
        let hash = self.hash_key(key);
        self.table(r).find(hash, |other| self.same_value_zero(other, key))
    }

    // ── arrays ─────────────────────────────────────────────────────────────────────────────────────────────────────
}
