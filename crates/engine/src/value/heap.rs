//! The heap: everything a handle can point to, and the operations that need more than one of its arrays.

use std::sync::Arc;

use jsonmill_json::{number, piece, string as json_string, wtf8};

use super::{
    Abrupt, Class, Completion, Dictionary, ErrorClass, JsError, JsonMessages, Limit, Object, Property, PropertyKey,
    Ref, Shape, ShapeId, Space, Store, Str, Table, Value, Zone, regexp,
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
    fn call(&mut self, callee: Value, arguments: &[Value]) -> Completion;
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
    matches: usize,
    null_prototypes: usize,
}

/// The values of a run.
#[derive(Debug)]
pub struct Heap<'i> {
    input: &'i [u8],
    /// Offset of `input[0]` from the very start of the input.
    base: u64,
    /// What the record has made so far.
    pub local: Store,
    constants: Arc<Store>,
    params: Arc<Store>,
    shapes: Arc<[Shape]>,
    /// Bytes of heap a record may use.
    max_memory: usize,
    units: UnitsCache,
    /// The local time zone, where it is known
    zone: Option<Arc<Zone>>,
    /// How V8 words what is no JSON, where that is known
    json_messages: Option<JsonMessages>,
    pub(super) regexp: regexp::Memory,
}

/// The UTF-16 form of the non-ASCII string that was indexed last: loops over one string stay linear.
#[derive(Debug, Default)]
struct UnitsCache {
    of: Option<(u64, u32, Space)>,
    units: Vec<u16>,
}

impl<'i> Heap<'i> {
    /// An empty heap over an input, reusing the memory of `local`.
    #[must_use]
    pub fn new(
        input: &'i [u8],
        base: u64,
        constants: Arc<Store>,
        params: Arc<Store>,
        shapes: Arc<[Shape]>,
        local: Store,
        max_memory: usize,
    ) -> Heap<'i> {
        Heap {
            input,
            base,
            local,
            constants,
            params,
            shapes,
            max_memory,
            units: UnitsCache::default(),
            zone: None,
            json_messages: None,
            regexp: regexp::Memory::default(),
        }
    }

    /// Makes the local time zone known.
    pub fn set_zone(&mut self, zone: Option<Arc<Zone>>) {
        self.zone = zone;
    }

    /// The local time zone, where it is known.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.zone.as_deref()
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

    /// Takes the memory out for the next run.
    #[must_use]
    pub fn into_store(self) -> Store {
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
            matches: self.local.matches.len(),
            null_prototypes: self.local.null_prototypes.len(),
        }
    }

    /// Puts text before everything that was made since `mark`, or behind everything there is; returns where it begins.
    /// Strings made since then move along by its length: the caller adjusts their handles.
    pub fn insert_text(&mut self, mark: Option<&mut Mark>, text: &[u8]) -> u64 {
        let Some(mark) = mark else {
            let at = self.local.text.len();
            self.local.text.extend_from_slice(text);
            return at as u64;
        };
        let at = mark.text;
        self.local.text.splice(at..at, text.iter().copied());
        mark.text += text.len();
        at as u64
    }

    /// Drops everything made since `mark`.
    pub fn reset(&mut self, mark: Mark) {
        self.local.text.truncate(mark.text);
        self.local.objects.truncate(mark.objects);
        self.local.slots.truncate(mark.slots);
        self.local.props.truncate(mark.props);
        self.local.tables.truncate(mark.tables);
        self.local.indexes.truncate(mark.indexes);
        self.local.patterns.truncate(mark.patterns);
        self.local.matches.truncate(mark.matches);
        let kept = self
            .local
            .array_properties
            .partition_point(|&(array, _)| (array as usize) < mark.objects);
        self.local.array_properties.truncate(kept);
        self.local.null_prototypes.truncate(mark.null_prototypes);
        self.units.of = None;
    }

    /// Fails once the record's values outgrow the budget. Called where sizes can jump.
    #[inline]
    pub fn afford(&self, more_bytes: usize) -> Completion<()> {
        let used = self.local.text.len()
            + (self.local.slots.len() + 2 * self.local.props.len()) * size_of::<Value>()
            + self.local.objects.len() * size_of::<Object>();
        if used + more_bytes > self.max_memory {
            Err(Abrupt::Limit(Limit::Memory))
        } else {
            Ok(())
        }
    }

    #[inline]
    pub(super) fn store(&self, space: Space) -> &Store {
        match space {
            Space::Heap | Space::Input => &self.local,
            Space::Constant => &self.constants,
            Space::Params => &self.params,
        }
    }

    /// A slot of a shaped object or an array.
    #[inline]
    #[must_use]
    pub fn slot(&self, space: Space, at: u32) -> Value {
        self.store(space).slots[at as usize]
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

    /// The bytes of a string, as WTF-8.
    #[inline]
    #[must_use]
    pub fn text(&self, s: Str) -> &[u8] {
        let bytes = match s.space {
            Space::Input => &self.input[(s.offset - self.base) as usize..],
            space => &self.store(space).text[s.offset as usize..],
        };
        &bytes[..s.len as usize]
    }

    /// Makes a string of valid WTF-8 bytes. Throws V8's RangeError where V8's longest string is exceeded.
    pub fn string(&mut self, bytes: &[u8]) -> Completion<Str> {
        let start = self.local.text.len();
        self.afford(bytes.len())?;
        self.local.text.extend_from_slice(bytes);
        self.finish_string(start)
    }

    /// Makes a string of what `write` appends. It must append valid WTF-8, and cannot read other strings: those that
    /// need to, build in a buffer of their own and call [`Heap::string`].
    pub fn string_with(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Completion<Str> {
        let start = self.local.text.len();
        write(&mut self.local.text);
        self.finish_string(start)
    }

    fn finish_string(&mut self, start: usize) -> Completion<Str> {
        let bytes = &self.local.text[start..];
        let ascii = bytes.is_ascii();
        if bytes.len() > MAX_STRING_UNITS && (ascii || wtf8::utf16_len(bytes) > MAX_STRING_UNITS) {
            self.local.text.truncate(start);
            return Err(Abrupt::range_error("Invalid string length"));
        }
        let len = bytes.len() as u32;
        self.afford(0)?;
        Ok(Str {
            offset: start as u64,
            len,
            space: Space::Heap,
            ascii,
        })
    }

    /// `a + b`. Where `a` was made last, `b` goes right behind it: `+=` in a loop copies each piece once.
    pub fn concat(&mut self, a: Str, b: Str) -> Completion<Str> {
        if b.is_empty() {
            return Ok(a);
        }
        if a.is_empty() {
            return Ok(b);
        }
        self.afford(a.len as usize + b.len as usize)?;
        if a.len as usize + b.len as usize > MAX_STRING_UNITS {
            let units = self.length(a) + self.length(b);
            if units > MAX_STRING_UNITS {
                return Err(Abrupt::range_error("Invalid string length"));
            }
        }
        let joins = !a.ascii && !b.ascii && wtf8::needs_join(self.text(a), self.text(b));
        let last = a.space == Space::Heap && a.offset as usize + a.len as usize == self.local.text.len();
        let start = if last && !joins {
            a.offset as usize
        } else {
            self.copy_text(a)
        };
        if joins {
            let right = self.text(b).to_vec();
            wtf8::push(&mut self.local.text, start, &right);
        } else {
            self.copy_text(b);
        }
        let len = (self.local.text.len() - start) as u32;
        Ok(Str {
            offset: start as u64,
            len,
            space: Space::Heap,
            ascii: a.ascii && b.ascii,
        })
    }

    /// Appends a string's bytes to the heap's text; returns where they begin.
    fn copy_text(&mut self, s: Str) -> usize {
        let start = self.local.text.len();
        let (from, to) = (s.offset as usize, s.offset as usize + s.len as usize);
        match s.space {
            Space::Heap => self.local.text.extend_from_within(from..to),
            Space::Input => {
                let base = self.base as usize;
                self.local.text.extend_from_slice(&self.input[from - base..to - base]);
            }
            Space::Constant => self.local.text.extend_from_slice(&self.constants.text[from..to]),
            Space::Params => self.local.text.extend_from_slice(&self.params.text[from..to]),
        }
        start
    }

    /// The part of a string between two byte offsets that are character boundaries: no bytes are copied.
    #[must_use]
    pub fn slice_bytes(&self, s: Str, from: usize, to: usize) -> Str {
        let ascii = s.ascii || self.text(s)[from..to].is_ascii();
        Str {
            offset: s.offset + from as u64,
            len: (to - from) as u32,
            space: s.space,
            ascii,
        }
    }

    /// The part between two positions in UTF-16 units (`from <= to <= length`). ASCII: no bytes are copied.
    pub fn slice_units(&mut self, s: Str, from: usize, to: usize) -> Completion<Str> {
        if s.ascii {
            return Ok(Str {
                offset: s.offset + from as u64,
                len: (to - from) as u32,
                ..s
            });
        }
        let mut out = Vec::new();
        wtf8::slice_units(self.text(s), from, to, &mut out);
        self.string(&out)
    }

    /// `length`: UTF-16 units.
    #[inline]
    #[must_use]
    pub fn length(&self, s: Str) -> usize {
        if s.ascii {
            s.len as usize
        } else {
            wtf8::utf16_len(self.text(s))
        }
    }

    /// The UTF-16 unit at an index.
    pub fn unit_at(&mut self, s: Str, index: usize) -> Option<u16> {
        if s.ascii {
            return self.text(s).get(index).map(|&byte| u16::from(byte));
        }
        self.units_of(s).get(index).copied()
    }

    /// The string as UTF-16 units; the last one asked for is kept.
    pub fn units_of(&mut self, s: Str) -> &[u16] {
        let key = (s.offset, s.len, s.space);
        if self.units.of != Some(key) {
            let mut units = std::mem::take(&mut self.units.units);
            units.clear();
            wtf8::to_units(self.text(s), &mut units);
            self.units = UnitsCache { of: Some(key), units };
        }
        &self.units.units
    }

    /// Whether two strings are the same string.
    #[inline]
    #[must_use]
    pub fn same_text(&self, a: Str, b: Str) -> bool {
        a.len == b.len && ((a.offset == b.offset && a.space == b.space) || self.text(a) == self.text(b))
    }

    /// Order by UTF-16 units, as `<` and the default sort compare.
    #[must_use]
    pub fn compare_text(&self, a: Str, b: Str) -> std::cmp::Ordering {
        let (x, y) = (self.text(a), self.text(b));
        if a.ascii || b.ascii {
            x.cmp(y)
        } else {
            wtf8::compare(x, y)
        }
    }

    /// A property key of a name: names that are canonical array indices become [`PropertyKey::Index`].
    #[must_use]
    pub fn key_of(&self, name: Str) -> PropertyKey {
        match array_index(self.text(name)) {
            Some(index) => PropertyKey::Index(index),
            None => PropertyKey::Name(name),
        }
    }

    /// A key's name as a string.
    pub fn key_name(&mut self, key: PropertyKey) -> Completion<Str> {
        match key {
            PropertyKey::Name(name) => Ok(name),
            PropertyKey::Index(index) => self.string_with(|out| number::write(out, f64::from(index))),
        }
    }

    // ── objects ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// What a reference refers to, after building one level of it where it still lies in the input.
    #[inline]
    pub fn object(&mut self, r: Ref) -> Completion<Object> {
        let object = self.peek(r);
        if matches!(object, Object::Raw { .. } | Object::Span { .. }) {
            self.expand(r)
        } else {
            Ok(object)
        }
    }

    /// What a reference refers to, as it is.
    #[inline]
    #[must_use]
    pub fn peek(&self, r: Ref) -> Object {
        self.store(r.space).objects[r.index as usize]
    }

    /// What a reference refers to, where it lies.
    #[inline]
    #[must_use]
    pub fn peek_at(&self, r: Ref) -> &Object {
        &self.store(r.space).objects[r.index as usize]
    }

    /// Files an object under a new reference.
    pub fn add(&mut self, class: Class, object: Object) -> Ref {
        let index = self.local.objects.len() as u32;
        self.local.objects.push(object);
        Ref {
            index,
            class,
            space: Space::Heap,
        }
    }

    /// An object with a shape's keys. Slots of missing keys are [`Value::Absent`].
    pub fn new_shaped(&mut self, shape: ShapeId, values: &[Value]) -> Completion<Ref> {
        let first = self.local.slots.len() as u32;
        self.afford(size_of_val(values))?;
        self.local.slots.extend_from_slice(values);
        Ok(self.add(Class::Plain, Object::Shaped { shape, first }))
    }

    /// `{}`
    pub fn new_dictionary(&mut self) -> Ref {
        let first = self.local.props.len() as u32;
        self.add(
            Class::Plain,
            Object::Dictionary(Dictionary {
                first,
                ..Dictionary::default()
            }),
        )
    }

    /// An array of these elements ([`Value::Absent`] for a hole).
    pub fn new_array(&mut self, elements: &[Value]) -> Completion<Ref> {
        self.afford(size_of_val(elements))?;
        let first = self.local.slots.len() as u32;
        self.local.slots.extend_from_slice(elements);
        let len = elements.len() as u32;
        Ok(self.add(
            Class::Array,
            Object::Array {
                first,
                len,
                capacity: len,
            },
        ))
    }

    /// A Date.
    pub fn new_date(&mut self, time: f64) -> Ref {
        self.add(Class::Date, Object::Date(time))
    }

    /// The time value of a Date.
    #[must_use]
    pub fn date(&self, r: Ref) -> f64 {
        match self.peek(r) {
            Object::Date(time) => time,
            _ => unreachable!("class Date"),
        }
    }

    /// Gives a Date another time value.
    pub fn set_date(&mut self, r: Ref, time: f64) -> Completion<()> {
        self.writable(r)?;
        self.local.objects[r.index as usize] = Object::Date(time);
        Ok(())
    }

    /// An Error object.
    pub fn new_error(&mut self, error: &JsError) -> Completion<Ref> {
        let message = self.string(error.message.as_bytes())?;
        Ok(self.add(
            Class::Error,
            Object::Error {
                class: error.class,
                message: Ok(message),
            },
        ))
    }

    /// Throws the SyntaxError of a text that is no JSON. Its message is put into words when it is read.
    #[must_use]
    pub fn refuse_json(&mut self, text: Str) -> Abrupt {
        let error = Object::Error {
            class: ErrorClass::SyntaxError,
            message: Err(text),
        };
        Abrupt::Throw(Value::Object(self.add(Class::Error, error)))
    }

    /// An empty Map or Set.
    pub fn new_table(&mut self, class: Class) -> Ref {
        let index = self.local.tables.len() as u32;
        self.local.tables.push(Table::default());
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

    /// `length` of an array.
    pub fn array_len(&mut self, r: Ref) -> Completion<usize> {
        match self.object(r)? {
            Object::Array { len, .. } => Ok(len as usize),
            Object::Written { count, .. } => Ok(count as usize),
            _ => unreachable!("class Array"),
        }
    }

    /// An element: [`Value::Absent`] for holes and beyond the end.
    #[inline]
    pub fn array_get(&mut self, r: Ref, index: usize) -> Completion {
        let value = self.elements(r)?.get(index).copied().unwrap_or(Value::Absent);
        if matches!(value, Value::Unread) {
            Err(UNREAD)
        } else {
            Ok(value)
        }
    }

    /// All elements. The slice ends with the next change of the heap: loops index it anew.
    pub fn elements(&mut self, r: Ref) -> Completion<&[Value]> {
        match self.object(r)? {
            Object::Array { first, len, .. } => {
                Ok(&self.store(r.space).slots[first as usize..first as usize + len as usize])
            }
            _ => Err(Abrupt::Unsupported("a use of streamed results")),
        }
    }

    /// Appends an element.
    pub fn array_push(&mut self, r: Ref, value: Value) -> Completion<()> {
        let Object::Array { first, len, capacity } = self.writable(r)? else {
            unreachable!("class Array")
        };
        let end = first as usize + len as usize;
        if end == self.local.slots.len() {
            self.local.slots.push(value);
            self.local.objects[r.index as usize] = Object::Array {
                first,
                len: len + 1,
                capacity: len + 1,
            };
        } else if len < capacity {
            self.local.slots[end] = value;
            self.local.objects[r.index as usize] = Object::Array {
                first,
                len: len + 1,
                capacity,
            };
        } else {
            let capacity = (len * 2).max(4);
            self.afford(capacity as usize * size_of::<Value>())?;
            let moved = self.local.slots.len();
            self.local.slots.extend_from_within(first as usize..end);
            self.local.slots.push(value);
            self.local.slots.resize(moved + capacity as usize, Value::Absent);
            self.local.objects[r.index as usize] = Object::Array {
                first: moved as u32,
                len: len + 1,
                capacity,
            };
        }
        Ok(())
    }

    /// Cuts an array after its first `len` elements; `len` is at most its length.
    pub fn array_truncate(&mut self, r: Ref, len: usize) -> Completion<()> {
        let Object::Array { first, capacity, .. } = self.writable(r)? else {
            unreachable!("class Array")
        };
        self.local.objects[r.index as usize] = Object::Array {
            first,
            len: len as u32,
            capacity,
        };
        Ok(())
    }

    /// Drops the first element of an array that has one.
    pub fn array_drop_first(&mut self, r: Ref) -> Completion<()> {
        let Object::Array { first, len, capacity } = self.writable(r)? else {
            unreachable!("class Array")
        };
        self.local.objects[r.index as usize] = Object::Array {
            first: first + 1,
            len: len - 1,
            capacity: capacity - 1,
        };
        Ok(())
    }

    /// Gives an array other elements.
    pub fn array_replace(&mut self, r: Ref, elements: &[Value]) -> Completion<()> {
        let Object::Array { first, capacity, .. } = self.writable(r)? else {
            unreachable!("class Array")
        };
        let len = elements.len() as u32;
        if len <= capacity {
            self.local.slots[first as usize..first as usize + elements.len()].copy_from_slice(elements);
            self.local.objects[r.index as usize] = Object::Array { first, len, capacity };
        } else {
            self.afford(size_of_val(elements))?;
            let first = self.local.slots.len() as u32;
            self.local.slots.extend_from_slice(elements);
            self.local.objects[r.index as usize] = Object::Array {
                first,
                len,
                capacity: len,
            };
        }
        Ok(())
    }

    /// Writes an element; beyond the end the array grows, with holes between.
    pub fn array_set(&mut self, r: Ref, index: usize, value: Value) -> Completion<()> {
        let Object::Array { first, len, .. } = self.writable(r)? else {
            unreachable!("class Array")
        };
        if index < len as usize {
            self.local.slots[first as usize + index] = value;
            return Ok(());
        }
        // V8 turns far writes into sparse arrays; nobody does this on purpose with records.
        if index > len as usize + 10_000_000 {
            return Err(Abrupt::Unsupported("a sparse array"));
        }
        for _ in len as usize..index {
            self.array_push(r, Value::Absent)?;
        }
        self.array_push(r, value)
    }

    // ── plain objects ──────────────────────────────────────────────────────────────────────────────────────────────

    /// The object, if it may be written to: constants are snapshots, and a write to one belongs to V8.
    fn writable(&mut self, r: Ref) -> Completion<Object> {
        match r.space {
            Space::Heap => self.object(r),
            _ => Err(Abrupt::Unsupported("a write to a captured value")),
        }
    }

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
            Object::Dictionary(dictionary) => Ok(match self.find_property(r.space, dictionary, name) {
                Some(at) => self.store(r.space).props[(dictionary.first + at) as usize].value,
                None => Value::Absent,
            }),
            _ => Ok(Value::Absent),
        }
    }

    /// An own property of a plain object; [`Value::Absent`] if there is none.
    pub fn get_own_key(&mut self, r: Ref, key: PropertyKey) -> Completion {
        let mut buffer = Vec::new();
        match key {
            PropertyKey::Index(index) => number::write(&mut buffer, f64::from(index)),
            PropertyKey::Name(name) => buffer.extend_from_slice(self.text(name)),
        }
        self.get_own(r, &buffer)
    }

    fn find_property(&self, space: Space, dictionary: Dictionary, name: &[u8]) -> Option<u32> {
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

    fn append_property(&mut self, r: Ref, mut d: Dictionary, key: Str, value: Value) -> Completion<()> {
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
        d.has_index_keys |= array_index(self.text(key)).is_some();
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
    fn index_properties(&mut self, d: Dictionary) -> u32 {
        let mut table = Table::default();
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
                let shapes = Arc::clone(&self.shapes);
                let shape = &shapes[shape.0 as usize];
                if shape.partial {
                    return Err(UNREAD);
                }
                for (slot, key) in shape.keys.iter().enumerate() {
                    let value = self.local.slots[first as usize + slot];
                    if !matches!(value, Value::Absent) {
                        self.local.props.push(Property { key: key.name, value });
                        fresh.has_index_keys |= array_index(&key.text).is_some();
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
        let name = self.text(key).to_vec();
        match self.find_property(Space::Heap, dictionary, &name) {
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
                out.extend(props.iter().filter(|property| !matches!(property.value, Value::Absent)));
                if d.has_index_keys {
                    out.sort_by_cached_key(|property| match array_index(self.text(property.key)) {
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

    /// A container of the input that was checked but not built. `text` lies in the input.
    pub fn new_raw(&mut self, offset: u64, len: u32, array: bool, canonical: bool) -> Ref {
        let class = if array { Class::Array } else { Class::Plain };
        self.add(class, Object::Raw { offset, len, canonical })
    }

    /// Bytes of the input.
    #[must_use]
    pub fn input(&self, offset: u64, len: u32) -> &'i [u8] {
        let from = (offset - self.base) as usize;
        &self.input[from..from + len as usize]
    }

    /// Whether nothing of a container of the input has been built, hence nothing changed.
    #[must_use]
    pub fn is_untouched(&self, r: Ref) -> bool {
        match *self.peek_at(r) {
            Object::Raw { .. } => true,
            Object::Span { shape, first, .. } => {
                let slots = &self.store(r.space).slots[first as usize..][..self.shape(shape).keys.len()];
                slots.iter().all(|value| match value {
                    // As deep as the callback's text at most.
                    Value::Object(inner) => self.is_untouched(*inner),
                    _ => true,
                })
            }
            _ => false,
        }
    }

    /// Builds one level of a raw container; containers inside stay raw.
    fn expand(&mut self, r: Ref) -> Completion<Object> {
        let (offset, len, canonical, known) = match self.peek(r) {
            Object::Raw { offset, len, canonical } => (offset, len, canonical, None),
            Object::Span {
                shape,
                first,
                offset,
                len,
                canonical,
            } => (offset, len, canonical, Some((shape, first))),
            _ => unreachable!("only what lies in the input expands"),
        };
        let text = self.input(offset, len);
        self.afford(len as usize)?;
        if r.class == Class::Array {
            let mut elements = Vec::new();
            for value in piece::elements(text) {
                elements.push(self.leaf(text, offset, value, canonical)?);
            }
            let first = self.local.slots.len() as u32;
            self.local.slots.extend_from_slice(&elements);
            let len = elements.len() as u32;
            self.local.objects[r.index as usize] = Object::Array {
                first,
                len,
                capacity: len,
            };
        } else {
            let first = self.local.props.len() as u32;
            self.local.objects[r.index as usize] = Object::Dictionary(Dictionary {
                first,
                ..Dictionary::default()
            });
            for (key, value) in piece::members(text) {
                let Value::String(key) = self.leaf(text, offset, key, canonical)? else {
                    unreachable!("keys are strings")
                };
                let slot = known.and_then(|(shape, first)| {
                    let slot = self.shapes[shape.0 as usize].slot(self.text(key))?;
                    Some(self.local.slots[(first + slot) as usize])
                });
                let value = match slot {
                    Some(value) => value,
                    None => self.leaf(text, offset, value, canonical)?,
                };
                self.set_own(r, key, value)?;
            }
        }
        Ok(self.peek(r))
    }

    /// The value of a piece of checked JSON text that begins at `offset` of the input.
    fn leaf(&mut self, text: &[u8], offset: u64, piece: std::ops::Range<usize>, canonical: bool) -> Completion {
        let at = offset + piece.start as u64;
        let bytes = &text[piece];
        Ok(match bytes[0] {
            b'n' => Value::Null,
            b't' => Value::Bool(true),
            b'f' => Value::Bool(false),
            b'"' => {
                let inner = &bytes[1..bytes.len() - 1];
                Value::String(self.input_string(at + 1, inner, memchr::memchr(b'\\', inner).is_some())?)
            }
            b'{' | b'[' => Value::Object(self.new_raw(at, bytes.len() as u32, bytes[0] == b'[', canonical)),
            _ => Value::Number(number::parse(bytes)),
        })
    }

    /// A string of the input: `inner` are the bytes between its quotes, which begin at `offset`.
    #[inline]
    pub fn input_string(&mut self, offset: u64, inner: &[u8], escaped: bool) -> Completion<Str> {
        if !escaped {
            let ascii = inner.is_ascii();
            return Ok(Str {
                offset,
                len: inner.len() as u32,
                space: Space::Input,
                ascii,
            });
        }
        let start = self.local.text.len();
        let unescaped = json_string::unescape(inner, &mut self.local.text);
        debug_assert!(unescaped.is_ok(), "the walk checks escapes");
        self.finish_string(start)
    }
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
