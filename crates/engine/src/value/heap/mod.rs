//! The heap: everything a handle can point to. Its operations stand beside this file, by what they work on.

mod arrays;
mod computed;
mod copies;
mod members;
mod objects;
mod properties;
mod raw;
mod tables;
mod text;

pub use copies::Copied;

use std::sync::LazyLock;

use super::{
    Abrupt, Completion, Conversions, FunctionText, JsonMessages, Limit, Object, Ref, Shape, ShapeId, Space, Store,
    Value, Zone,
};

/// V8's longest string, in UTF-16 units.
pub const MAX_STRING_UNITS: usize = 536_870_888;

/// Dictionaries with more properties than this get a hash table.
const INDEX_FROM: u32 = 12;

/// What built-ins that call back into JavaScript need of the executor.
pub trait Caller<'i> {
    /// The heap.
    fn heap(&mut self) -> &mut Heap<'i>;
    /// Calls a function value. `undefined` is its `this`.
    fn call(&mut self, callee: Value, arguments: &[Value]) -> Completion {
        self.call_on(callee, Value::Undefined, arguments)
    }
    /// Calls a function value with a `this`, which built-ins look at.
    fn call_on(&mut self, callee: Value, this: Value, arguments: &[Value]) -> Completion;
    /// How many parameters a compiled function names; nothing where it may look at more arguments than these, or is no such
    /// function.
    fn parameters(&self, callee: Value) -> Option<usize>;
    /// The places of values in the order of a comparator, where that can be told without calling it. No value is `undefined`.
    fn order_by_keys(&mut self, _comparator: Value, _values: &[Value]) -> Completion<Option<Vec<u32>>> {
        Ok(None)
    }
    /// Spends one step of the budget; loops of built-ins call it once an iteration.
    fn step(&mut self) -> Completion<()>;
}

/// A point to return to: everything made later is dropped by [`Heap::reset`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Mark {
    text: usize,
    objects: usize,
    slots: usize,
    props: usize,
    tables: usize,
    indexes: usize,
    patterns: usize,
    verbatims: usize,
    matches: usize,
    null_prototypes: usize,
    copies: usize,
}

/// What values of a run point to besides its input and what it makes itself. Borrowed: to count owners costs as much as a short run.
#[derive(Clone, Copy, Debug)]
pub struct Fixed<'i> {
    /// Constants of the program
    pub constants: &'i Store,
    /// Params of the run
    pub params: &'i Store,
    /// Shapes of the program
    pub shapes: &'i [Shape],
}

impl Fixed<'static> {
    /// Nothing of all that.
    #[must_use]
    pub fn nothing() -> Fixed<'static> {
        static NOTHING: LazyLock<Store> = LazyLock::new(Store::default);
        Fixed {
            constants: &NOTHING,
            params: &NOTHING,
            shapes: &[],
        }
    }
}

/// The values of a run.
#[derive(Debug)]
pub struct Heap<'i> {
    input: &'i [u8],
    /// Offset of `input[0]` from the very start of the input.
    base: u64,
    /// What the record has made so far. In a box of its own, because heaps are moved at the start and the end of each run.
    pub local: Box<Store>,
    constants: &'i Store,
    params: &'i Store,
    shapes: &'i [Shape],
    /// Bytes of heap a record may use.
    max_memory: usize,
    /// Bytes of the input that were read once more to build levels of raw containers
    expanded: usize,
    /// The local time zone, where it is known
    zone: Option<&'i Zone>,
    /// How V8 words what is no JSON, where that is known
    json_messages: Option<JsonMessages>,
    /// Numbers of the input keep their text
    verbatim: bool,
    /// Conversion methods to call
    pub conversions: Conversions,
    /// How often an object below [`Heap::watched`] was changed
    pub changes: u64,
    /// Changes of objects from this number on are not counted
    pub watched: u32,
}

pub(in crate::value) use computed::Recent;

/// The UTF-16 form of the non-ASCII string that was indexed last: loops over one string stay linear.
#[derive(Clone, Debug, Default)]
pub(in crate::value) struct UnitsCache {
    pub(in crate::value) of: Option<(u64, u32, Space)>,
    pub(in crate::value) units: Vec<u16>,
}

impl<'i> Heap<'i> {
    /// An empty heap over an input, reusing the memory of `local`.
    #[inline]
    #[must_use]
    pub fn new(
        input: &'i [u8],
        base: u64,
        fixed: Fixed<'i>,
        local: impl Into<Box<Store>>,
        max_memory: usize,
    ) -> Heap<'i> {
        let mut local = local.into();
        local.units.of = None;
        Heap {
            input,
            base,
            local,
            constants: fixed.constants,
            params: fixed.params,
            shapes: fixed.shapes,
            max_memory,
            expanded: 0,
            zone: None,
            json_messages: None,
            verbatim: false,
            conversions: Conversions::default(),
            changes: 0,
            watched: u32::MAX,
        }
    }

    /// Makes the local time zone known.
    pub fn set_zone(&mut self, zone: Option<&'i Zone>) {
        self.zone = zone;
    }

    /// The local time zone, where it is known.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.zone
    }

    /// Whether numbers of the input keep their text.
    #[inline]
    #[must_use]
    pub fn keeps_numbers(&self) -> bool {
        self.verbatim
    }

    /// Numbers of the input keep their text, as long as they only go from place to place.
    pub fn keep_numbers(&mut self, verbatim: bool) {
        self.verbatim = verbatim;
    }

    /// Makes known how V8 words what is no JSON.
    pub fn set_json_messages(&mut self, messages: Option<JsonMessages>) {
        self.json_messages = messages;
    }

    /// How V8 words what is no JSON, where that is known.
    #[must_use]
    pub fn json_messages(&self) -> Option<JsonMessages> {
        self.json_messages
    }

    /// The TypeError of something that V8 11.3, Node 20's, says in these words and later ones in others. How V8 words errors of
    /// JSON.parse tells them apart.
    #[cold]
    #[must_use]
    pub fn reworded_type_error(&self, message: &str) -> Abrupt {
        match self.json_messages {
            None | Some(JsonMessages::Positioned) => Abrupt::type_error(message),
            Some(JsonMessages::Located | JsonMessages::Other) => {
                Abrupt::Unsupported("an error that versions of V8 word in different ways")
            }
        }
    }

    /// Takes the memory out for the next run.
    #[inline]
    #[must_use]
    pub fn into_store(self) -> Box<Store> {
        self.local
    }

    /// Where the heap stands now.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark {
            text: self.local.text.len(),
            objects: self.local.objects.len(),
            slots: self.local.slots.len(),
            props: self.local.props.len(),
            tables: self.local.tables.len(),
            indexes: self.local.indexes.len(),
            patterns: self.local.patterns.len(),
            verbatims: self.local.verbatims.len(),
            matches: self.local.matches.len(),
            null_prototypes: self.local.null_prototypes.len(),
            copies: self.local.copies.len(),
        }
    }

    /// Drops everything made since `mark`.
    pub fn reset(&mut self, mark: Mark) {
        self.local.text.truncate(mark.text);
        self.local.objects.truncate(mark.objects);
        self.local.slots.truncate(mark.slots);
        self.local.props.truncate(mark.props);
        let Store {
            tables, indexes, spare, ..
        } = &mut *self.local;
        if tables.len() > mark.tables || indexes.len() > mark.indexes {
            spare.give_tables(tables.drain(mark.tables..).chain(indexes.drain(mark.indexes..)));
        }
        self.local.patterns.truncate(mark.patterns);
        self.local.verbatims.truncate(mark.verbatims);
        self.local.matches.truncate(mark.matches);
        let kept = self
            .local
            .array_properties
            .partition_point(|&(array, _)| (array as usize) < mark.objects);
        self.local.array_properties.truncate(kept);
        self.local.null_prototypes.truncate(mark.null_prototypes);
        self.local.copies.truncate(mark.copies);
        let kept = self
            .local
            .frozen
            .partition_point(|&object| (object as usize) < mark.objects);
        self.local.frozen.truncate(kept);
        self.local.units.of = None;
    }

    /// Fails once the record's values outgrow the budget. Called where sizes can jump.
    #[inline]
    pub fn afford(&self, more_bytes: usize) -> Completion<()> {
        if self.used() + more_bytes > self.max_memory {
            Err(Abrupt::Limit(Limit::Memory))
        } else {
            Ok(())
        }
    }

    /// Bytes that its values take.
    #[inline]
    #[must_use]
    pub fn used(&self) -> usize {
        self.local.text.len()
            + (self.local.slots.len() + 2 * self.local.props.len()) * size_of::<Value>()
            + self.local.objects.len() * size_of::<Object>()
    }

    /// Where the bytes of the input that are at hand begin.
    #[must_use]
    pub fn input_start(&self) -> u64 {
        self.base
    }

    /// Where the bytes of the input that are at hand end.
    #[must_use]
    pub fn input_end(&self) -> u64 {
        self.base + self.input.len() as u64
    }

    /// Bytes of the input that are at hand.
    #[must_use]
    pub fn input_len(&self) -> usize {
        self.input.len()
    }

    /// What is known of the program's functions, by number.
    pub(super) fn function_texts(&self) -> &[FunctionText] {
        &self.constants.functions
    }

    /// Notes that an object is about to be changed.
    #[inline]
    pub(super) fn note_change(&mut self, r: Ref) {
        self.changes += u64::from(r.index < self.watched);
    }

    #[inline]
    pub(super) fn store(&self, space: Space) -> &Store {
        match space {
            Space::Heap | Space::Input => &self.local,
            Space::Constant => self.constants,
            Space::Params => self.params,
        }
    }

    /// A slot of a shaped object or an array.
    #[inline]
    #[must_use]
    pub fn slot(&self, space: Space, at: u32) -> Value {
        self.store(space).slots[at as usize]
    }

    /// The slots from one on.
    #[inline(always)]
    #[must_use]
    pub fn slots_from(&self, space: Space, first: u32) -> &[Value] {
        &self.store(space).slots[first as usize..]
    }

    /// A slot where it lies.
    #[inline]
    #[must_use]
    pub fn slot_at(&self, space: Space, at: u32) -> &Value {
        &self.store(space).slots[at as usize]
    }

    /// A shape of the program.
    #[inline]
    #[must_use]
    pub fn shape(&self, shape: ShapeId) -> &Shape {
        &self.shapes[shape.0 as usize]
    }

    // ── strings ────────────────────────────────────────────────────────────────────────────────────────────────────
}

/// A slot the projection left out was read: the analysis missed a use, and V8 takes over.
pub const UNREAD: Abrupt = Abrupt::Unsupported("a field that the projection left out");

/// Local time, where the zone is not known.
pub const UNKNOWN_ZONE: Abrupt = Abrupt::Unsupported("local time in a zone that is not known here");

/// The message of an error that only V8 words was asked for.
pub const V8_MESSAGE: Abrupt = Abrupt::Unsupported("the message of an error that V8 words");

/// The array index that a name spells canonically: `"0"` to `"4294967294"`.
#[inline]
#[must_use]
pub fn array_index(name: &[u8]) -> Option<u32> {
    match name {
        [b'0'] => Some(0),
        [b'1'..=b'9', ..] if name.len() <= 10 => {
            let mut index = 0u64;
            for &byte in name {
                if !byte.is_ascii_digit() {
                    return None;
                }
                index = index * 10 + u64::from(byte - b'0');
            }
            (index < u64::from(u32::MAX)).then_some(index as u32)
        }
        _ => None,
    }
}
