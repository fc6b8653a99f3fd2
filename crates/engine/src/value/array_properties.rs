//! Named properties of arrays: what is neither an element nor `length`.
//!
//! <https://tc39.es/ecma262/#sec-array-exotic-objects>. JSON.stringify does not show them; code that uses an array as an
//! object sees them behind the elements. They lie in a plain object of their own, which no value refers to.

use super::{Class, Completion, Heap, Property, Ref, Space, Str, Value};

impl Heap<'_> {
    /// The plain object with the properties that code gave an array.
    fn properties_of_array(&self, array: Ref) -> Option<Ref> {
        let known = &self.local.array_properties;
        if known.is_empty() || array.space != Space::Heap {
            return None;
        }
        let at = known.binary_search_by_key(&array.index, |&(of, _)| of).ok()?;
        Some(Ref {
            index: known[at].1,
            class: Class::Plain,
            space: Space::Heap,
        })
    }

    /// Whether an array has named own properties besides `length`.
    #[must_use]
    pub fn has_array_properties(&self, array: Ref) -> bool {
        self.properties_of_array(array).is_some() || self.match_properties(array).next().is_some()
    }

    /// A named own property of an array, `length` apart; [`Value::Absent`] if it has none.
    pub fn array_property(&mut self, array: Ref, name: &[u8]) -> Completion {
        match self.properties_of_array(array) {
            Some(properties) => match self.get_own(properties, name)? {
                Value::Absent => Ok(self.match_property(array, name)),
                own => Ok(own),
            },
            None => Ok(self.match_property(array, name)),
        }
    }

    /// Gives an array of the heap a named property that its prototypes do not have.
    pub fn set_array_property(&mut self, array: Ref, key: Str, value: Value) -> Completion<()> {
        self.note_change(array);
        self.writable(array)?;
        let properties = match self.properties_of_array(array) {
            Some(properties) => properties,
            None => {
                let properties = self.new_dictionary();
                let known = &mut self.local.array_properties;
                let at = known.partition_point(|&(of, _)| of < array.index);
                known.insert(at, (array.index, properties.index));
                properties
            }
        };
        self.set_own(properties, key, value)
    }

    /// Deletes a named property that code gave an array.
    pub fn delete_array_property(&mut self, array: Ref, key: Str) -> Completion<()> {
        self.writable(array)?;
        if let Some(properties) = self.properties_of_array(array) {
            self.delete_own(properties, key)?;
        }
        Ok(())
    }

    /// Appends the named properties of an array, in the order in which they came.
    pub(super) fn list_array_properties(&mut self, array: Ref, out: &mut Vec<Property>) -> Completion<()> {
        let of_match: Vec<(&[u8], Value)> = self.match_properties(array).collect();
        for (key, value) in of_match {
            let key = self.string(key)?;
            out.push(Property { key, value });
        }
        if let Some(properties) = self.properties_of_array(array) {
            let mut own = Vec::new();
            self.own_properties(properties, &mut own)?;
            out.append(&mut own);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, text};

    #[test]
    fn behind_the_elements_in_order() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let first = heap.new_array(&[Value::Null]).expect("fits");
        let second = heap.new_array(&[]).expect("fits");
        let keys = ["b", "a", "-1"].map(|key| heap.string(key.as_bytes()).expect("fits"));
        for key in keys {
            heap.set_array_property(second, key, Value::Bool(true))
                .expect("an array of the heap");
            heap.set_array_property(first, key, Value::Null)
                .expect("an array of the heap");
        }
        heap.delete_array_property(first, keys[0])
            .expect("an array of the heap");
        heap.set_array_property(first, keys[0], Value::Null)
            .expect("an array of the heap");
        let mut listed = |array| {
            let mut out = Vec::new();
            heap.own_properties(array, &mut out).expect("an array");
            out.iter()
                .map(|property| text(&heap, property.key))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(listed(first), "0 a -1 b");
        assert_eq!(listed(second), "b a -1");
        assert!(matches!(heap.array_property(second, b"a"), Ok(Value::Bool(true))));
        assert!(matches!(heap.array_property(second, b"c"), Ok(Value::Absent)));
    }

    #[test]
    fn a_reset_forgets_them() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let mark = heap.mark();
        let array = heap.new_array(&[]).expect("fits");
        let key = heap.string(b"a").expect("fits");
        heap.set_array_property(array, key, Value::Null)
            .expect("an array of the heap");
        heap.reset(mark);
        let other = heap.new_array(&[]).expect("fits");
        assert!(matches!(heap.array_property(other, b"a"), Ok(Value::Absent)));
    }
}
