//! Values as bytes of their own: what waits in a temporary file, and what outlives the heap that it was made in.
//!
//! First the value, then the objects that it reaches in the order in which they are met, each named by its number there: what is
//! shared stays shared, and cycles end. Nothing recurses. Constants and params are named by where they lie: bytes are for one run.

use std::collections::HashMap;

use super::{
    Abrupt, BuiltinId, Class, Completion, Dictionary, Heap, Object, Property, Ref, ShapeId, Space, Str, Value,
};

const UNDEFINED: u8 = 0;
const NULL: u8 = 1;
const FALSE: u8 = 2;
const TRUE: u8 = 3;
const NUMBER: u8 = 4;
const TEXT: u8 = 5;
const BUILTIN: u8 = 6;
const ABSENT: u8 = 7;
const UNREAD: u8 = 8;
/// A string of constants or params
const LASTING_TEXT: u8 = 9;
/// An object of constants or params
const LASTING: u8 = 10;
/// Behind it the number of an object's class
const OBJECT: u8 = 11;

const SHAPED: u8 = 0;
const DICTIONARY: u8 = 1;
const ELEMENTS: u8 = 2;
const ENTRIES: u8 = 3;
const TIME: u8 = 4;

/// Classes by number.
const CLASSES: [Class; 12] = [
    Class::Plain,
    Class::Array,
    Class::Map,
    Class::Set,
    Class::Date,
    Class::Function,
    Class::RegExp,
    Class::Error,
    Class::StringObject,
    Class::NumberObject,
    Class::BooleanObject,
    Class::Iterator,
];
/// So many of them, from the first on, can be packed.
const PACKED_CLASSES: usize = 5;
const SPACES: [Space; 2] = [Space::Constant, Space::Params];

/// Up to so many objects, numbers are found by looking through all.
const FEW: usize = 24;

/// Bytes that are not what was packed: somebody changed a file.
const BROKEN: Abrupt = Abrupt::Unsupported("a temporary file that somebody has changed");

fn class_number(class: Class) -> u8 {
    let at = CLASSES.iter().position(|&other| other == class);
    at.expect("the list has all classes") as u8
}

/// Packs values, one after the other.
#[derive(Debug, Default)]
pub struct Packer {
    /// Objects in the order in which they were met
    met: Vec<Ref>,
    /// Their numbers, where they are many
    numbers: HashMap<u32, u32>,
    properties: Vec<Property>,
}

impl Packer {
    /// Appends a value. False, and nothing appended, where it holds what cannot be packed: functions, regular expressions, errors,
    /// iterators, frozen objects, numbers that keep their text.
    ///
    /// # Errors
    /// What looking at it gives: memory, a field that was left out.
    pub fn pack(&mut self, heap: &mut Heap<'_>, value: Value, out: &mut Vec<u8>) -> Completion<bool> {
        self.met.clear();
        self.numbers.clear();
        let start = out.len();
        let mut whole = self.put(heap, value, out);
        let mut next = 0;
        while whole && next < self.met.len() {
            whole = self.put_object(heap, self.met[next], out)?;
            next += 1;
        }
        if !whole {
            out.truncate(start);
        }
        Ok(whole)
    }

    fn put(&mut self, heap: &Heap<'_>, value: Value, out: &mut Vec<u8>) -> bool {
        match value {
            Value::Undefined => out.push(UNDEFINED),
            Value::Null => out.push(NULL),
            Value::Bool(truth) => out.push(if truth { TRUE } else { FALSE }),
            Value::Number(number) => {
                out.push(NUMBER);
                out.extend_from_slice(&number.to_bits().to_le_bytes());
            }
            Value::String(text) => put_text(heap, text, out),
            Value::Builtin(BuiltinId(id)) => {
                out.push(BUILTIN);
                out.extend_from_slice(&id.to_le_bytes());
            }
            Value::Absent => out.push(ABSENT),
            Value::Unread => out.push(UNREAD),
            Value::Verbatim(..) => return false,
            Value::Object(r) => {
                let class = class_number(r.class);
                if let Some(space) = SPACES.iter().position(|&space| space == r.space) {
                    out.extend_from_slice(&[LASTING, class, space as u8]);
                    out.extend_from_slice(&r.index.to_le_bytes());
                    return true;
                }
                if usize::from(class) >= PACKED_CLASSES || is_special(heap, r) {
                    return false;
                }
                let number = self.number(r);
                out.extend_from_slice(&[OBJECT, class]);
                out.extend_from_slice(&number.to_le_bytes());
            }
        }
        true
    }

    /// The number of an object, a new one where it has not been met.
    fn number(&mut self, r: Ref) -> u32 {
        let next = self.met.len() as u32;
        if self.met.len() < FEW {
            if let Some(known) = self.met.iter().position(|met| met.index == r.index) {
                return known as u32;
            }
        } else {
            if self.met.len() == FEW {
                let all = self.met.iter().enumerate();
                self.numbers = all.map(|(at, met)| (met.index, at as u32)).collect();
            }
            if let Some(&known) = self.numbers.get(&r.index) {
                return known;
            }
            self.numbers.insert(r.index, next);
        }
        self.met.push(r);
        next
    }

    fn put_object(&mut self, heap: &mut Heap<'_>, r: Ref, out: &mut Vec<u8>) -> Completion<bool> {
        let slots = |first: u32, len: usize| first..first + len as u32;
        Ok(match heap.object(r)? {
            Object::Shaped { shape, first } => {
                out.push(SHAPED);
                out.extend_from_slice(&shape.0.to_le_bytes());
                let len = heap.shape(shape).keys.len();
                slots(first, len).all(|at| self.put(heap, heap.slot(r.space, at), out))
            }
            Object::Array { first, len, .. } => {
                out.push(ELEMENTS);
                out.extend_from_slice(&len.to_le_bytes());
                slots(first, len as usize).all(|at| self.put(heap, heap.slot(r.space, at), out))
            }
            Object::Dictionary(_) => {
                let mut properties = std::mem::take(&mut self.properties);
                heap.own_properties(r, &mut properties)?;
                out.push(DICTIONARY);
                out.extend_from_slice(&(properties.len() as u32).to_le_bytes());
                let whole = properties.iter().all(|&Property { key, value }| {
                    put_text(heap, key, out);
                    self.put(heap, value, out)
                });
                self.properties = properties;
                whole
            }
            Object::Table(_) => {
                let entries = heap.table(r).entries.iter().copied();
                let live: Vec<(Value, Value)> = entries.filter(|(key, _)| !matches!(key, Value::Absent)).collect();
                out.push(ENTRIES);
                out.extend_from_slice(&(live.len() as u32).to_le_bytes());
                live.iter()
                    .all(|&(key, value)| self.put(heap, key, out) && self.put(heap, value, out))
            }
            Object::Date(time) => {
                out.push(TIME);
                out.extend_from_slice(&time.to_bits().to_le_bytes());
                true
            }
            _ => false,
        })
    }
}

fn put_text(heap: &Heap<'_>, text: Str, out: &mut Vec<u8>) {
    match SPACES.iter().position(|&space| space == text.space) {
        Some(space) => {
            out.extend_from_slice(&[LASTING_TEXT, space as u8, u8::from(text.ascii)]);
            out.extend_from_slice(&text.offset.to_le_bytes());
            out.extend_from_slice(&text.len.to_le_bytes());
        }
        None => {
            out.push(TEXT);
            out.extend_from_slice(&text.len.to_le_bytes());
            out.extend_from_slice(heap.text(text));
        }
    }
}

/// Whether more is known of an object than what it holds.
fn is_special(heap: &Heap<'_>, r: Ref) -> bool {
    let store = &heap.local;
    let named = |list: &[(u32, u32)]| list.binary_search_by_key(&r.index, |&(object, _)| object).is_ok();
    heap.is_frozen(r)
        || store.null_prototypes.binary_search(&r.index).is_ok()
        || named(&store.matches)
        || named(&store.array_properties)
}

/// Makes a value of the heap again.
///
/// # Errors
/// Memory; Unsupported where the bytes are not what was packed.
pub fn unpack(heap: &mut Heap<'_>, bytes: &[u8]) -> Completion {
    heap.afford(bytes.len())?;
    let mut reader = Reader {
        rest: bytes,
        made: Vec::new(),
    };
    let value = reader.value(heap)?;
    let mut next = 0;
    while let Some(&object) = reader.made.get(next) {
        reader.fill(heap, object)?;
        next += 1;
    }
    Ok(value)
}

struct Reader<'b> {
    rest: &'b [u8],
    /// Objects by number
    made: Vec<Ref>,
}

impl<'b> Reader<'b> {
    fn bytes(&mut self, count: usize) -> Completion<&'b [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count).ok_or(BROKEN)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Completion<[u8; N]> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(BROKEN)?;
        self.rest = rest;
        Ok(*bytes)
    }

    fn byte(&mut self) -> Completion<u8> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    fn number(&mut self) -> Completion<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn float(&mut self) -> Completion<f64> {
        Ok(f64::from_bits(u64::from_le_bytes(self.array()?)))
    }

    fn class(&mut self) -> Completion<Class> {
        CLASSES.get(usize::from(self.byte()?)).copied().ok_or(BROKEN)
    }

    fn space(&mut self) -> Completion<Space> {
        SPACES.get(usize::from(self.byte()?)).copied().ok_or(BROKEN)
    }

    fn value(&mut self, heap: &mut Heap<'_>) -> Completion {
        let tag = self.byte()?;
        self.tagged(heap, tag)
    }

    fn tagged(&mut self, heap: &mut Heap<'_>, tag: u8) -> Completion {
        Ok(match tag {
            UNDEFINED => Value::Undefined,
            NULL => Value::Null,
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            NUMBER => Value::Number(self.float()?),
            BUILTIN => Value::Builtin(BuiltinId(u16::from_le_bytes(self.array()?))),
            ABSENT => Value::Absent,
            UNREAD => Value::Unread,
            LASTING => {
                let (class, space, index) = (self.class()?, self.space()?, self.number()?);
                Value::Object(Ref { index, class, space })
            }
            OBJECT => {
                let (class, number) = (self.class()?, self.number()? as usize);
                if number == self.made.len() {
                    // What it holds comes later.
                    let blank = Object::Dictionary(Dictionary::default());
                    self.made.push(heap.add(class, blank));
                }
                Value::Object(self.made.get(number).copied().ok_or(BROKEN)?)
            }
            _ => Value::String(self.text(heap, tag)?),
        })
    }

    fn text(&mut self, heap: &mut Heap<'_>, tag: u8) -> Completion<Str> {
        match tag {
            TEXT => {
                let len = self.number()? as usize;
                heap.string(self.bytes(len)?)
            }
            LASTING_TEXT => {
                let (space, ascii) = (self.space()?, self.byte()? == 1);
                Ok(Str {
                    offset: u64::from_le_bytes(self.array()?),
                    len: self.number()?,
                    space,
                    ascii,
                })
            }
            _ => Err(BROKEN),
        }
    }

    /// So many values as slots; the first of them.
    fn slots(&mut self, heap: &mut Heap<'_>, count: usize) -> Completion<u32> {
        let first = heap.local.slots.len() as u32;
        for _ in 0..count {
            // Objects that are met get their slots later.
            let value = self.value(heap)?;
            heap.local.slots.push(value);
        }
        Ok(first)
    }

    /// Gives an object what it holds.
    fn fill(&mut self, heap: &mut Heap<'_>, r: Ref) -> Completion<()> {
        let kind = self.byte()?;
        let object = match kind {
            TIME => Object::Date(self.float()?),
            SHAPED => {
                let shape = ShapeId(self.number()?);
                let count = heap.shape(shape).keys.len();
                let first = self.slots(heap, count)?;
                Object::Shaped { shape, first }
            }
            ELEMENTS => {
                let len = self.number()?;
                let first = self.slots(heap, len as usize)?;
                Object::Array {
                    first,
                    len,
                    capacity: len,
                }
            }
            ENTRIES => {
                let table = heap.new_table(r.class);
                for _ in 0..self.number()? {
                    let (key, value) = (self.value(heap)?, self.value(heap)?);
                    let hash = heap.hash_key(key);
                    heap.table_mut(table)?.append(hash, key, value);
                }
                heap.peek(table)
            }
            DICTIONARY => {
                let first = heap.local.props.len() as u32;
                heap.local.objects[r.index as usize] = Object::Dictionary(Dictionary {
                    first,
                    ..Dictionary::default()
                });
                let mut members = heap.begin_members(r);
                for _ in 0..self.number()? {
                    let tag = self.byte()?;
                    let (key, value) = (self.text(heap, tag)?, self.value(heap)?);
                    heap.add_member(&mut members, key, value)?;
                }
                return heap.end_members(members);
            }
            _ => return Err(BROKEN),
        };
        heap.local.objects[r.index as usize] = object;
        Ok(())
    }
}
