//! SerializeJSONProperty: values to JSON text, as JSON.stringify writes it.
//! <https://tc39.es/ecma262/#sec-serializejsonproperty>

mod copies;

use std::collections::HashSet;

use jsonmill_json::walk::Rewriter;
use jsonmill_json::{number, string};

use super::date;
use crate::value::{Abrupt, Class, Completion, Heap, Limit, Object, Property, Ref, ShapeId, Space, Str, Value};

/// From this depth on, cycles are looked for whenever the depth has doubled: what stands beside one is written again at each level.
const CYCLES_FROM: usize = 32;

/// Writes values to a buffer. Keeps its memory between values.
#[derive(Debug, Default)]
pub struct Serializer {
    /// Indentation of one level; empty for none
    pub gap: Vec<u8>,
    /// Numbers that keep their text are written with it
    pub verbatim: bool,
    /// How deep values may nest
    pub max_depth: usize,
    /// How many bytes may be written
    pub max_output: usize,
    stack: Vec<Frame>,
    /// Properties of open dictionaries, innermost last
    properties: Vec<Property>,
    /// The document that begins there in the input, as it is written where it leaves unchanged
    pub rewritten: Option<(u64, Vec<u8>)>,
    /// Members of a text that are written anew
    cuts: copies::Cuts,
    /// Writes what still lies in the input
    rewriter: Rewriter,
    /// Longer texts are not given to the rewriter
    rewritable: u32,
    /// How deep the value stands
    level: usize,
}

/// An open container.
#[derive(Clone, Copy, Debug)]
enum Frame {
    Array {
        array: Ref,
        next: u32,
        /// Whether its objects were flat so far: nothing but primitives in fields
        flat: bool,
    },
    /// Fields of an object that lie in slots, in the order of a shape
    Shaped {
        object: Ref,
        fields: Fields,
        next: u32,
        empty: bool,
    },
    /// Properties `from..` of the serializer's list
    Members {
        object: Ref,
        from: u32,
        next: u32,
        empty: bool,
    },
}

/// Fields that lie in slots.
#[derive(Clone, Copy, Debug)]
struct Fields {
    shape: ShapeId,
    first: u32,
    space: Space,
}

impl Serializer {
    /// Appends a value's text; false if it has none (`undefined`, functions). `written` holds the texts of streamed
    /// results, `level` is how deep the value stands.
    pub fn write(
        &mut self,
        heap: &mut Heap<'_>,
        value: Value,
        written: &[u8],
        level: usize,
        out: &mut Vec<u8>,
    ) -> Completion<bool> {
        self.stack.clear();
        self.properties.clear();
        self.rewritable = u32::MAX;
        self.level = level;
        if !self.leaf(heap, value, written, out)? {
            return Ok(false);
        }
        while let Some(&frame) = self.stack.last() {
            if out.len() > self.max_output {
                return Err(Abrupt::Limit(Limit::Output));
            }
            self.advance(heap, frame, written, level, out)?;
        }
        if out.len() > self.max_output {
            return Err(Abrupt::Limit(Limit::Output));
        }
        Ok(true)
    }

    /// Writes one more element or property of the innermost container, or its end.
    fn advance(
        &mut self,
        heap: &mut Heap<'_>,
        frame: Frame,
        written: &[u8],
        level: usize,
        out: &mut Vec<u8>,
    ) -> Completion<()> {
        let depth = self.stack.len() - 1;
        match frame {
            Frame::Array {
                array,
                mut next,
                mut flat,
            } => {
                let length = heap.array_len(array)?;
                let elements = heap.array_slots(array).unwrap_or_default();
                while let Some(&value) = elements.get(next as usize) {
                    let start = out.len();
                    if let Value::Object(object) = value
                        && flat
                    {
                        self.separate(next == 0, level + depth + 1, out);
                        flat = self.flat(heap, object, level + depth + 1, out);
                    } else if is_primitive(value) {
                        self.separate(next == 0, level + depth + 1, out);
                        write_primitive(heap, value, out);
                    } else {
                        break;
                    }
                    if out.len() > self.max_output {
                        return Err(Abrupt::Limit(Limit::Output));
                    }
                    if !flat && value.is_object() {
                        out.truncate(start);
                        break;
                    }
                    next += 1;
                }
                if next as usize == length {
                    self.close(b']', next == 0, level, out);
                    return Ok(());
                }
                let value = heap.array_get(array, next as usize)?;
                self.stack[depth] = Frame::Array {
                    array,
                    next: next + 1,
                    flat,
                };
                if next > 0 {
                    out.push(b',');
                }
                self.indent(level + depth + 1, out);
                if !self.leaf(heap, value, written, out)? {
                    out.extend_from_slice(b"null");
                }
            }
            Frame::Shaped {
                object,
                fields,
                mut next,
                mut empty,
            } => {
                let Fields { shape, first, space } = fields;
                let keys = heap.shape(shape);
                self.primitives(heap, fields, level + depth + 1, &mut next, &mut empty, out);
                if next as usize == keys.keys.len() {
                    self.close(b'}', empty, level, out);
                    return Ok(());
                }
                let slot = keys.order.get(next as usize).copied().unwrap_or(next);
                let value = heap.slot(space, first + slot);
                self.stack[depth] = Frame::Shaped {
                    object,
                    fields,
                    next: next + 1,
                    empty,
                };
                if matches!(value, Value::Absent | Value::Undefined) {
                    return Ok(());
                }
                let start = out.len();
                self.separate(empty, level + depth + 1, out);
                heap.shape(shape).keys[slot as usize].write(out);
                if !self.gap.is_empty() {
                    out.push(b' ');
                }
                self.member(heap, depth, value, written, start, out)?;
                if is_function(value) && &*heap.shape(shape).keys[slot as usize].text == b"toJSON" {
                    return Err(TO_JSON);
                }
            }
            Frame::Members {
                object,
                from,
                mut next,
                mut empty,
            } => {
                while let Some(&Property { key, value }) = self.properties.get(next as usize)
                    && is_primitive(value)
                {
                    self.separate(empty, level + depth + 1, out);
                    self.write_key(heap, key, out);
                    write_primitive(heap, value, out);
                    empty = false;
                    next += 1;
                }
                if next as usize == self.properties.len() {
                    self.properties.truncate(from as usize);
                    self.close(b'}', empty, level, out);
                    return Ok(());
                }
                let Property { key, value } = self.properties[next as usize];
                self.stack[depth] = Frame::Members {
                    object,
                    from,
                    next: next + 1,
                    empty,
                };
                if matches!(value, Value::Undefined) {
                    return Ok(());
                }
                if is_function(value) && heap.text(key) == b"toJSON" {
                    return Err(TO_JSON);
                }
                let start = out.len();
                self.separate(empty, level + depth + 1, out);
                self.write_key(heap, key, out);
                self.member(heap, depth, value, written, start, out)?;
            }
        }
        Ok(())
    }

    /// Writes an object that holds nothing but primitives in fields. If it is another, what was written is to be taken back.
    #[inline]
    fn flat(&self, heap: &Heap<'_>, object: Ref, level: usize, out: &mut Vec<u8>) -> bool {
        let Object::Shaped { shape, first } = *heap.peek_at(object) else {
            return false;
        };
        let fields = Fields {
            shape,
            first,
            space: object.space,
        };
        let keys = heap.shape(shape);
        if keys.partial || self.stack.len() >= self.max_depth {
            return false;
        }
        out.push(b'{');
        let (mut next, mut empty) = (0, true);
        self.primitives(heap, fields, level + 1, &mut next, &mut empty, out);
        if !empty {
            self.indent(level, out);
        }
        out.push(b'}');
        next as usize == keys.keys.len()
    }

    /// Writes the fields of a shaped object from `next` on, up to one that is no primitive.
    #[inline]
    fn primitives(
        &self,
        heap: &Heap<'_>,
        Fields { shape, first, space }: Fields,
        level: usize,
        next: &mut u32,
        empty: &mut bool,
        out: &mut Vec<u8>,
    ) {
        let keys = heap.shape(shape);
        if keys.order.is_empty() && self.gap.is_empty() {
            let left = keys.keys.iter().zip(heap.slots_from(space, first)).skip(*next as usize);
            for (key, &value) in left {
                if !is_primitive(value) {
                    return;
                }
                if !*empty {
                    out.push(b',');
                }
                key.write(out);
                write_primitive(heap, value, out);
                *empty = false;
                *next += 1;
            }
            return;
        }
        while (*next as usize) < keys.keys.len() {
            let slot = keys.order.get(*next as usize).copied().unwrap_or(*next);
            let value = heap.slot(space, first + slot);
            if !is_primitive(value) {
                break;
            }
            self.separate(*empty, level, out);
            keys.keys[slot as usize].write(out);
            if !self.gap.is_empty() {
                out.push(b' ');
            }
            write_primitive(heap, value, out);
            *empty = false;
            *next += 1;
        }
    }

    /// Writes a key and what stands between it and its value.
    #[inline]
    fn write_key(&self, heap: &Heap<'_>, key: Str, out: &mut Vec<u8>) {
        if key.space == Space::Input {
            // Without escapes in the input, the text between its quotes is also what belongs here.
            string::write_plain(out, heap.text(key));
        } else {
            string::write_quoted(out, heap.text(key));
        }
        out.push(b':');
        if !self.gap.is_empty() {
            out.push(b' ');
        }
    }

    /// Writes a property's value; takes the key back if there is none.
    fn member(
        &mut self,
        heap: &mut Heap<'_>,
        depth: usize,
        value: Value,
        written: &[u8],
        start: usize,
        out: &mut Vec<u8>,
    ) -> Completion<()> {
        if self.leaf(heap, value, written, out)? {
            match &mut self.stack[depth] {
                Frame::Shaped { empty, .. } | Frame::Members { empty, .. } => *empty = false,
                Frame::Array { .. } => {}
            }
        } else {
            out.truncate(start);
        }
        Ok(())
    }

    /// Writes a primitive, or opens a container.
    #[inline]
    fn leaf(&mut self, heap: &mut Heap<'_>, value: Value, written: &[u8], out: &mut Vec<u8>) -> Completion<bool> {
        match value {
            Value::Object(r) => return self.open(heap, r, written, out),
            Value::Undefined | Value::Absent | Value::Builtin(_) => return Ok(false),
            Value::Unread => return Err(crate::value::UNREAD),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => write_primitive(heap, value, out),
            Value::Verbatim(_, text) if self.verbatim => out.extend_from_slice(heap.local.verbatims.get(text)),
            Value::Verbatim(..) => write_primitive(heap, value.plain(), out),
        }
        Ok(true)
    }

    fn open(&mut self, heap: &mut Heap<'_>, r: Ref, written: &[u8], out: &mut Vec<u8>) -> Completion<bool> {
        match heap.peek(r) {
            Object::Raw {
                offset,
                len,
                canonical: true,
            } if self.gap.is_empty() => {
                out.extend_from_slice(heap.input(offset, len));
                return Ok(true);
            }
            Object::Span {
                offset,
                len,
                canonical: true,
                ..
            } if self.gap.is_empty() && heap.is_untouched(r) => {
                out.extend_from_slice(heap.input(offset, len));
                return Ok(true);
            }
            Object::Raw { offset, .. }
                if self.level == 0
                    && self.stack.is_empty()
                    && out.is_empty()
                    && self.rewritten.as_ref().is_some_and(|&(at, _)| at == offset) =>
            {
                if let Some((_, text)) = self.rewritten.take() {
                    *out = text;
                }
                if out.len() > self.max_output {
                    return Err(Abrupt::Limit(Limit::Output));
                }
                return Ok(true);
            }
            Object::Written { offset, len, .. } => {
                let text = written.get(offset as usize..(offset + len) as usize);
                out.extend_from_slice(text.ok_or(Abrupt::Unsupported("a use of streamed results"))?);
                return Ok(true);
            }
            _ => {}
        }
        match r.class {
            Class::Function => return Ok(false),
            Class::Map | Class::Set | Class::RegExp | Class::Error | Class::Iterator => {
                out.extend_from_slice(b"{}");
                return Ok(true);
            }
            Class::StringObject | Class::NumberObject | Class::BooleanObject => {
                let primitive = heap.unwrapped(Value::Object(r));
                return self.leaf(heap, primitive, written, out);
            }
            Class::Date => {
                write_date(heap, r, out);
                return Ok(true);
            }
            Class::Array | Class::Plain => {}
        }
        let depth = self.stack.len();
        if depth >= self.max_depth || (depth >= CYCLES_FROM && depth.is_power_of_two() && self.closes_cycle(r)) {
            return Err(self.too_deep(r));
        }
        if let Object::Raw { offset, len, .. } | Object::Span { offset, len, .. } = heap.peek(r)
            && len <= self.rewritable
            && heap.is_untouched(r)
        {
            let text = heap.input(offset, len);
            let (level, depth) = (self.level + self.stack.len(), self.max_depth - self.stack.len());
            self.rewriter.keep_numbers(self.verbatim);
            if self.rewriter.write(text, &self.gap, level, depth, self.max_output, out) {
                return Ok(true);
            }
            // What is inside may still be rewritten; halving keeps the work for text that defies it at every level small.
            self.rewritable = len / 2;
        }
        if let Object::Copy { shape, first, rest, .. } = heap.peek(r)
            && self.gap.is_empty()
        {
            let fields = Fields {
                shape,
                first,
                space: r.space,
            };
            if self.copy(heap, r, fields, rest, out) {
                return Ok(true);
            }
        }
        match heap.object(r)? {
            Object::Array { .. } => {
                out.push(b'[');
                self.stack.push(Frame::Array {
                    array: r,
                    next: 0,
                    flat: true,
                });
            }
            Object::Shaped { shape, first } if !heap.shape(shape).partial => {
                out.push(b'{');
                let (mut next, mut empty) = (0, true);
                let level = self.level + self.stack.len();
                let fields = Fields {
                    shape,
                    first,
                    space: r.space,
                };
                self.primitives(heap, fields, level + 1, &mut next, &mut empty, out);
                if next as usize == heap.shape(shape).keys.len() {
                    if !empty {
                        self.indent(level, out);
                    }
                    out.push(b'}');
                    return Ok(true);
                }
                self.stack.push(Frame::Shaped {
                    object: r,
                    fields,
                    next,
                    empty,
                });
            }
            _ => {
                out.push(b'{');
                let from = self.properties.len() as u32;
                heap.append_own_properties(r, &mut self.properties)?;
                self.stack.push(Frame::Members {
                    object: r,
                    from,
                    next: from,
                    empty: true,
                });
            }
        }
        Ok(true)
    }

    /// A cycle is V8's TypeError, which V8 words itself; anything else is only deep.
    #[cold]
    fn too_deep(&self, r: Ref) -> Abrupt {
        if self.closes_cycle(r) {
            Abrupt::Unsupported("a cycle in the result")
        } else {
            Abrupt::Limit(Limit::Depth)
        }
    }

    /// Whether a container stands in itself: `r`, or one of those around it.
    #[cold]
    fn closes_cycle(&self, r: Ref) -> bool {
        let mut seen = HashSet::with_capacity(self.stack.len() + 1);
        seen.insert(r);
        let mut open = self.stack.iter().map(|frame| match frame {
            Frame::Array { array: other, .. }
            | Frame::Shaped { object: other, .. }
            | Frame::Members { object: other, .. } => *other,
        });
        !open.all(|other| seen.insert(other))
    }

    fn close(&mut self, bracket: u8, empty: bool, level: usize, out: &mut Vec<u8>) {
        self.stack.pop();
        if !empty {
            self.indent(level + self.stack.len(), out);
        }
        out.push(bracket);
    }

    #[inline]
    fn separate(&self, first: bool, level: usize, out: &mut Vec<u8>) {
        if !first {
            out.push(b',');
        }
        self.indent(level, out);
    }

    /// A new line, indented.
    #[inline]
    pub fn indent(&self, level: usize, out: &mut Vec<u8>) {
        if !self.gap.is_empty() {
            out.push(b'\n');
            for _ in 0..level {
                out.extend_from_slice(&self.gap);
            }
        }
    }
}

/// Values that have a text and nothing inside.
#[inline(always)]
fn is_primitive(value: Value) -> bool {
    matches!(
        value,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)
    )
}

#[inline]
fn write_primitive(heap: &Heap<'_>, value: Value, out: &mut Vec<u8>) {
    match value {
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(n) => number::write_json(out, n),
        Value::String(s) if s.space == Space::Input => {
            // Strings of the input that have no escapes are written as they stand there.
            string::write_plain(out, heap.text(s));
        }
        Value::String(s) => string::write_quoted(out, heap.text(s)),
        _ => out.extend_from_slice(b"null"),
    }
}

/// Date.prototype.toJSON: <https://tc39.es/ecma262/#sec-date.prototype.tojson>
fn write_date(heap: &Heap<'_>, r: Ref, out: &mut Vec<u8>) {
    match heap.peek(r) {
        Object::Date(time) if time.is_finite() => {
            out.push(b'"');
            date::write_iso(time, out);
            out.push(b'"');
        }
        _ => out.extend_from_slice(b"null"),
    }
}

const TO_JSON: Abrupt = Abrupt::Unsupported("a toJSON function of its own");

fn is_function(value: Value) -> bool {
    match value {
        Value::Builtin(_) => true,
        Value::Object(r) => r.class == Class::Function,
        _ => false,
    }
}
