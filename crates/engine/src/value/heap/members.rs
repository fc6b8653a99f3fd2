//! Properties of an object that is being made, one after the other.
//!
//! They are gathered beside the object, which is written once: to look at what has just been written costs more than the rest.

use super::{Heap, INDEX_FROM};
use crate::value::{Completion, Dictionary, Property, Ref, Str, Value};

/// What an object that is being made has so far.
#[derive(Debug)]
pub struct Members {
    object: Ref,
    list: Vec<Property>,
    /// See [`Dictionary::filter`]
    filter: u64,
    /// There are so many that the object has them itself
    moved: bool,
}

impl Heap<'_> {
    /// Begins to give an object its properties. It was made just now and has none.
    pub fn begin_members(&mut self, object: Ref) -> Members {
        Members {
            object,
            list: self.local.spare.take_properties(),
            filter: 0,
            moved: false,
        }
    }

    /// The next property; of a repeated key the last value counts, at the first place.
    #[inline]
    pub fn add_member(&mut self, members: &mut Members, key: Str, value: Value) -> Completion<()> {
        if members.moved {
            return self.set_own(members.object, key, value);
        }
        let bit = Dictionary::bit(self.text(key));
        if members.filter & bit != 0
            && let Some(known) = members.list.iter_mut().find(|known| self.same_text(known.key, key))
        {
            known.value = value;
            return Ok(());
        }
        members.filter |= bit;
        members.list.push(Property { key, value });
        if members.list.len() > INDEX_FROM as usize {
            self.define_all(members.object, &members.list)?;
            members.moved = true;
        }
        Ok(())
    }

    /// The object has all its properties.
    pub fn end_members(&mut self, members: Members) -> Completion<()> {
        if !members.moved {
            self.define_all(members.object, &members.list)?;
        }
        self.local.spare.give_properties(members.list);
        Ok(())
    }
}
