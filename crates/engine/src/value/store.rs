//! The arrays that values live in.

use std::sync::Arc;

use super::heap::{Recent, UnitsCache};
use super::regexp::{self, Pattern};
use super::{FunctionText, Object, Property, Ref, Spare, Str, Table, Value, Verbatims};

/// Which store a handle points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Space {
    /// The text being read (strings only)
    Input,
    /// The heap of the current record
    Heap,
    /// Constants of the program: literals and the snapshots of env and bindings
    Constant,
    /// Params of the run
    Params,
}

/// One set of arrays. Growing them is all the allocation there is; a reset keeps their memory.
#[derive(Clone, Debug, Default)]
pub struct Store {
    /// Bytes of strings (WTF-8)
    pub text: Vec<u8>,
    /// Objects by index
    pub objects: Vec<Object>,
    /// Elements, fields of shaped objects, captured values
    pub slots: Vec<Value>,
    /// Properties of dictionaries
    pub props: Vec<Property>,
    /// Maps and Sets
    pub tables: Vec<Table>,
    /// Hash tables of large dictionaries: property numbers by key
    pub indexes: Vec<Table>,
    /// Patterns of regular expressions
    pub patterns: Vec<Arc<Pattern>>,
    /// Arrays that are matches, ascending, and where in `slots` their named properties begin
    pub matches: Vec<(u32, u32)>,
    /// Arrays with named properties, ascending, and the plain objects that hold these
    pub array_properties: Vec<(u32, u32)>,
    /// Copies of objects that lie in the input: the numbers of the object and of its copy, in the order of the latter
    pub copies: Vec<(u32, u32)>,
    /// Plain objects that inherit nothing, ascending
    pub null_prototypes: Vec<u32>,
    /// What is known of the program's functions, by number (constants only)
    pub functions: Vec<FunctionText>,
    /// Frozen objects, ascending
    pub frozen: Vec<u32>,
    /// Texts of numbers
    pub verbatims: Verbatims,
    /// Memory of what is under way
    pub spare: Spare,
    /// The string that was indexed last
    pub(super) units: UnitsCache,
    /// Where properties were found last
    pub(super) recent: Recent,
    /// Memory of matching
    pub(super) regexp: regexp::Memory,
}

impl Store {
    /// Empties it.
    pub fn clear(&mut self) {
        self.text.clear();
        self.objects.clear();
        self.slots.clear();
        self.props.clear();
        self.tables.clear();
        self.indexes.clear();
        self.patterns.clear();
        self.matches.clear();
        self.array_properties.clear();
        self.null_prototypes.clear();
        self.copies.clear();
        self.frozen.clear();
        self.verbatims.truncate(0);
        self.units.of = None;
    }

    /// Gives back memory beyond so many bytes of each kind.
    pub fn shrink(&mut self, bytes: usize) {
        trim(&mut self.text, bytes);
        trim(&mut self.objects, bytes);
        trim(&mut self.slots, bytes);
        trim(&mut self.props, bytes);
        self.verbatims.shrink(bytes);
        self.spare.shrink(bytes);
        trim(&mut self.units.units, bytes);
        self.regexp.shrink(bytes);
    }

    /// Turns a finished heap into constants or params: handles into the heap now point into `space`.
    #[must_use]
    pub fn freeze(mut self, space: Space) -> Store {
        for slot in &mut self.slots {
            *slot = slot.frozen(space);
        }
        for property in &mut self.props {
            *property = Property {
                key: property.key.frozen(space),
                value: property.value.frozen(space),
            };
        }
        for table in &mut self.tables {
            for (key, value) in &mut table.entries {
                (*key, *value) = (key.frozen(space), value.frozen(space));
            }
        }
        for object in &mut self.objects {
            match object {
                Object::Error {
                    message: Ok(message) | Err(message),
                    ..
                } => *message = message.frozen(space),
                Object::Wrapper(value) => *value = value.frozen(space),
                Object::RegExp { space: of, .. } if *of == Space::Heap => *of = space,
                _ => {}
            }
        }
        self
    }
}

/// Gives back memory of a list beyond so many bytes. Most lists have less, which a short run asks of each of them.
#[inline]
fn trim<T>(list: &mut Vec<T>, bytes: usize) {
    let most = bytes / size_of::<T>();
    if list.capacity() > most {
        list.shrink_to(most);
    }
}

impl Value {
    /// The same value once its heap is frozen as `space`.
    #[must_use]
    pub fn frozen(self, space: Space) -> Value {
        match self {
            Value::String(s) => Value::String(s.frozen(space)),
            Value::Object(r) if r.space == Space::Heap => Value::Object(Ref { space, ..r }),
            other => other,
        }
    }

    /// The same value once its heap is frozen as constants.
    #[must_use]
    pub fn constant(self) -> Value {
        self.frozen(Space::Constant)
    }
}

impl Str {
    /// The same string once its heap is frozen as `space`.
    #[must_use]
    pub fn frozen(self, space: Space) -> Str {
        match self.space {
            Space::Heap => Str { space, ..self },
            _ => self,
        }
    }

    /// The same string once its heap is frozen as constants.
    #[must_use]
    pub fn constant(self) -> Str {
        self.frozen(Space::Constant)
    }
}
