//! Memory that waits for its next use.
//!
//! A built-in needs a list or some text while its result is under way. It takes a buffer here and gives it back when the
//! result is made, so that records allocate none of their own. What leaves by an error drops its buffer, which is rare.

use super::{Property, Table, Value};

/// How many buffers of a kind wait: as many as are in use at once where callbacks nest a little.
const KEPT: usize = 8;

/// Larger tables are dropped: emptying one takes time in proportion to its room.
const KEPT_ENTRIES: usize = 256;

/// Buffers and tables, empty but for their memory.
#[derive(Clone, Debug, Default)]
pub struct Spare {
    values: Vec<Vec<Value>>,
    bytes: Vec<Vec<u8>>,
    properties: Vec<Vec<Property>>,
    places: Vec<Vec<usize>>,
    tables: Vec<Table>,
}

impl Spare {
    /// An empty list of values.
    pub fn take_values(&mut self) -> Vec<Value> {
        self.values.pop().unwrap_or_default()
    }

    /// Takes a list back.
    pub fn give_values(&mut self, list: Vec<Value>) {
        give(&mut self.values, list);
    }

    /// Empty text.
    pub fn take_bytes(&mut self) -> Vec<u8> {
        self.bytes.pop().unwrap_or_default()
    }

    /// Takes text back.
    pub fn give_bytes(&mut self, text: Vec<u8>) {
        give(&mut self.bytes, text);
    }

    /// An empty list of properties.
    pub fn take_properties(&mut self) -> Vec<Property> {
        self.properties.pop().unwrap_or_default()
    }

    /// Takes a list of properties back.
    pub fn give_properties(&mut self, list: Vec<Property>) {
        give(&mut self.properties, list);
    }

    /// An empty list of places in text.
    pub fn take_places(&mut self) -> Vec<usize> {
        self.places.pop().unwrap_or_default()
    }

    /// Takes a list of places back.
    pub fn give_places(&mut self, list: Vec<usize>) {
        give(&mut self.places, list);
    }

    /// An empty table.
    pub fn take_table(&mut self) -> Table {
        self.tables.pop().unwrap_or_default()
    }

    /// Takes tables back.
    pub fn give_tables(&mut self, tables: impl Iterator<Item = Table>) {
        for mut table in tables {
            if self.tables.len() < KEPT && table.entries.capacity() <= KEPT_ENTRIES {
                table.clear();
                self.tables.push(table);
            }
        }
    }

    /// Gives back memory beyond so many bytes a buffer.
    pub fn shrink(&mut self, bytes: usize) {
        self.values
            .iter_mut()
            .for_each(|list| list.shrink_to(bytes / size_of::<Value>()));
        self.bytes.iter_mut().for_each(|text| text.shrink_to(bytes));
        self.properties
            .iter_mut()
            .for_each(|list| list.shrink_to(bytes / size_of::<Property>()));
        self.places
            .iter_mut()
            .for_each(|list| list.shrink_to(bytes / size_of::<usize>()));
    }
}

fn give<T>(waiting: &mut Vec<Vec<T>>, mut buffer: Vec<T>) {
    if waiting.len() < KEPT && buffer.capacity() > 0 {
        buffer.clear();
        waiting.push(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_comes_back_empty_with_its_memory() {
        let mut spare = Spare::default();
        let mut list = spare.take_values();
        list.extend([Value::Null; 20]);
        let room = list.capacity();
        spare.give_values(list);
        let again = spare.take_values();
        assert!(again.is_empty());
        assert_eq!(again.capacity(), room);
    }

    #[test]
    fn large_tables_are_dropped() {
        let mut spare = Spare::default();
        let mut table = Table::default();
        for n in 0..=KEPT_ENTRIES as u32 {
            table.append(u64::from(n), Value::Number(f64::from(n)), Value::Null);
        }
        spare.give_tables([table].into_iter());
        assert_eq!(spare.take_table().entries.capacity(), 0);
    }
}
