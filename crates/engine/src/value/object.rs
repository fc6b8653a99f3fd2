//! Objects: what a [`Ref`] refers to.

use jsonmill_json::string as json_string;

use super::{Space, Str, Value, array_index};

/// What kind of object it is. Fixed at creation, so the handle carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// An ordinary object
    Plain,
    /// An Array
    Array,
    /// A closure
    Function,
    /// A Map
    Map,
    /// A Set
    Set,
    /// A Date
    Date,
    /// A RegExp
    RegExp,
    /// An Error of any built-in class
    Error,
    /// What `new String` makes
    StringObject,
    /// What `new Number` makes
    NumberObject,
    /// What `new Boolean` makes
    BooleanObject,
    /// A built-in iterator
    Iterator,
}

/// What a built-in iterator goes over, and what it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IteratorKind {
    /// `array.keys()`
    ArrayKeys,
    /// `array.values()`
    ArrayValues,
    /// `array.entries()`
    ArrayEntries,
    /// `map.keys()`
    MapKeys,
    /// `map.values()`
    MapValues,
    /// `map.entries()`
    MapEntries,
    /// `set.values()`
    SetValues,
    /// `set.entries()`
    SetEntries,
    /// The characters of a string, which an array of its own lists
    Characters,
    /// `text.matchAll(pattern)`, whose matches an array of its own lists
    Matches,
}

impl IteratorKind {
    /// Its `Symbol.toStringTag`
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            IteratorKind::ArrayKeys | IteratorKind::ArrayValues | IteratorKind::ArrayEntries => "Array Iterator",
            IteratorKind::MapKeys | IteratorKind::MapValues | IteratorKind::MapEntries => "Map Iterator",
            IteratorKind::SetValues | IteratorKind::SetEntries => "Set Iterator",
            IteratorKind::Characters => "String Iterator",
            IteratorKind::Matches => "RegExp String Iterator",
        }
    }
}

/// A reference to an object. Equal references are the same object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ref {
    /// Index into the space's objects.
    pub index: u32,
    /// What it refers to.
    pub class: Class,
    /// Where it lives. Only [`Space::Heap`] can be written to.
    pub space: Space,
}

/// Stands for the code of a captured function that has none: calling it makes the run go to V8.
pub const UNCOMPILED: u32 = u32::MAX;

/// Stands for `Object.prototype`, which `value.__proto__` gives: the first of a program's constants, empty because what
/// it holds is inherited by everything anyway.
pub const OBJECT_PROTOTYPE: Ref = Ref {
    index: 0,
    class: Class::Plain,
    space: Space::Constant,
};

/// Index of a [`Shape`] in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(pub u32);

/// The keys of all objects that one object literal, or one node of the projection, makes.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// In slot order.
    pub keys: Vec<ShapeKey>,
    /// Slots in the order of ECMAScript's OrdinaryOwnPropertyKeys; empty where slot order is that order.
    pub order: Vec<u32>,
    /// Made by the projection: fields that nobody reads are missing, so keys must not be enumerated.
    pub partial: bool,
}

/// One key of a shape.
#[derive(Clone, Debug)]
pub struct ShapeKey {
    /// The name as a constant of the program.
    pub name: Str,
    /// The same bytes.
    pub text: Box<[u8]>,
    /// `"name":` as JSON.stringify writes it.
    pub written: Box<[u8]>,
    /// The same where it is short, filled up: so many bytes are copied by one instruction.
    pub short: Option<[u8; SHORT_KEY]>,
}

/// See [`ShapeKey::short`].
pub const SHORT_KEY: usize = 16;

impl ShapeKey {
    /// A key and its text.
    #[must_use]
    pub fn new(name: Str, text: &[u8]) -> ShapeKey {
        let mut written = Vec::with_capacity(text.len() + 3);
        json_string::write_quoted(&mut written, text);
        written.push(b':');
        let mut short = [0; SHORT_KEY];
        let is_short = written.len() <= SHORT_KEY;
        if is_short {
            short[..written.len()].copy_from_slice(&written);
        }
        ShapeKey {
            name,
            text: text.into(),
            short: is_short.then_some(short),
            written: written.into(),
        }
    }

    /// Appends it as it is written.
    #[inline]
    pub fn write(&self, out: &mut Vec<u8>) {
        match &self.short {
            Some(short) => {
                let end = out.len() + self.written.len();
                out.extend_from_slice(short);
                out.truncate(end);
            }
            None => out.extend_from_slice(&self.written),
        }
    }
}

impl Shape {
    /// The slot of a key.
    #[inline]
    #[must_use]
    pub fn slot(&self, name: &[u8]) -> Option<u32> {
        self.keys
            .iter()
            .position(|key| &*key.text == name)
            .map(|slot| slot as u32)
    }
}

/// One property of a [`Dictionary`]. [`Value::Absent`] marks a deleted one.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// Its name
    pub key: Str,
    /// Its value
    pub value: Value,
}

/// An object with keys of its own, in order of insertion: `props[first .. first + len]` of its store.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dictionary {
    /// First property
    pub first: u32,
    /// Properties, deleted ones included
    pub len: u32,
    /// Room before it must move
    pub capacity: u32,
    /// 1 + index of its hash table, 0 while it is small
    pub index: u32,
    /// A bit for each key, see [`Dictionary::bit`]: a key whose bit is missing is not there
    pub filter: u64,
    /// Some key is an array index: enumeration must put those first, ascending.
    pub has_index_keys: bool,
}

impl Dictionary {
    /// Notes a key that is being added.
    #[inline]
    pub(super) fn note(&mut self, key: &[u8]) {
        self.filter |= Dictionary::bit(key);
        self.has_index_keys |= array_index(key).is_some();
    }

    /// The bit of a key in the filter.
    #[inline]
    #[must_use]
    pub fn bit(key: &[u8]) -> u64 {
        Dictionary::bit_of(Dictionary::mix(key))
    }

    /// The bit of a key that was looked at.
    #[inline]
    #[must_use]
    pub fn bit_of(mixed: u32) -> u64 {
        1 << (mixed >> 26)
    }

    /// What is quickly seen of a key. Keys of one object mostly differ in length, at their ends or in the middle.
    #[inline]
    #[must_use]
    pub fn mix(key: &[u8]) -> u32 {
        let [Some(&first), Some(&middle), Some(&last)] = [key.first(), key.get(key.len() / 2), key.last()] else {
            return 0;
        };
        let mixed = u32::from(first) ^ u32::from(middle) << 8 ^ u32::from(last) << 16 ^ (key.len() as u32) << 24;
        mixed.wrapping_mul(0x9E37_79B1)
    }
}

/// What an object holds.
#[derive(Clone, Copy, Debug)]
pub enum Object {
    /// Keys of a [`Shape`], values in `slots[first ..]`, [`Value::Absent`] where a key is missing.
    Shaped {
        /// Its keys
        shape: ShapeId,
        /// Its first slot
        first: u32,
    },
    /// Keys of its own.
    Dictionary(Dictionary),
    /// An object or array still lying in the input, checked but not built. First use builds one level of it.
    Raw {
        /// Offset of `{` or `[` from the very start of the input
        offset: u64,
        /// Bytes up to and including the closing bracket
        len: u32,
        /// The bytes are exactly what JSON.stringify would write.
        canonical: bool,
    },
    /// An object still lying in the input, of which some fields have been handed over. Any other use builds one level of
    /// it, of these same values.
    Span {
        /// Its known keys; all others are to be found in its text
        shape: ShapeId,
        /// Its first slot
        first: u32,
        /// Offset of `{` from the very start of the input
        offset: u64,
        /// Bytes up to and including the closing brace
        len: u32,
        /// The bytes are exactly what JSON.stringify would write, unless something inside has been changed.
        canonical: bool,
    },
    /// What `{ ...base, x: 1 }` or the rest of a pattern makes of an object that lies in the input. The base is as it was: when
    /// it is built, its copies are built with it.
    Copy {
        /// The number of the object it is a copy of
        base: u32,
        /// The keys given besides; or those that are left out
        shape: ShapeId,
        /// The first of their slots, [`Value::Absent`] where nothing is given
        first: u32,
        /// They are left out
        rest: bool,
    },
    /// `slots[first .. first + len]`; [`Value::Absent`] is a hole.
    Array {
        /// First element
        first: u32,
        /// Its length
        len: u32,
        /// Room before it must move
        capacity: u32,
    },
    /// A closure: code and captured values in `slots[captures ..]`.
    Function {
        /// Index into the program's functions, or [`UNCOMPILED`]
        function: u32,
        /// First captured value
        captures: u32,
    },
    /// What `bind` makes of a function: the function, its receiver and its first arguments in `slots[first .. first + count]`.
    Bound {
        /// The function, which is not bound itself
        first: u32,
        /// How many there are
        count: u32,
    },
    /// Map or Set: index into the store's tables.
    Table(u32),
    /// An object that wraps a primitive.
    Wrapper(Value),
    /// A Date's time value, NaN when invalid.
    Date(f64),
    /// A RegExp.
    RegExp {
        /// Number of its pattern
        pattern: u32,
        /// Whose pattern
        space: Space,
        /// Its `lastIndex`
        last_index: f64,
    },
    /// An Error.
    Error {
        /// Its class
        class: super::ErrorClass,
        /// Its message; or the text that is no JSON, whose message is put into words when it is read
        message: Result<Str, Str>,
    },
    /// A built-in iterator.
    Iterator {
        /// What it gives
        kind: IteratorKind,
        /// The array, Map or Set that it goes over
        over: Ref,
        /// The next place; `u32::MAX` once it has come to the end
        next: u32,
    },
    /// Results of a record pipeline inside a document: already written JSON, `len` bytes at `offset` of the side output.
    Written {
        /// Where its text begins
        offset: u64,
        /// Bytes of text, brackets included
        len: u64,
        /// Elements in it
        count: u32,
        /// A callback of the pipeline threw: using the results throws that.
        failed: bool,
        /// Number of the pipeline
        pipeline: u32,
    },
}

/// A property key: array index or name.
#[derive(Clone, Copy, Debug)]
pub enum PropertyKey {
    /// A canonical array index (0 … 2^32-2)
    Index(u32),
    /// Any other name
    Name(Str),
}
