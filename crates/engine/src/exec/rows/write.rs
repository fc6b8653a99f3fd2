//! One row as text that gives the value back: plain JSON, or the form of snapshots.

use std::collections::HashMap;

use jsonmill_json::{number, string};

use crate::value::{Abrupt, Class, Heap, Object, Property, Ref, Space, UNREAD, Value};

use super::column::number_text;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// JSON that gives the value back as it stands
    Plain,
    /// Containers as arrays that begin with a tag, as in snapshots
    Tagged,
}

/// Why a row was not written.
pub(super) enum Stop {
    /// It has a value that JSON lacks, or is no tree
    Tagged,
    /// It shares an object with another row of its group
    Shared,
    /// V8 has to do it
    Abrupt(Abrupt),
}

impl From<Abrupt> for Stop {
    fn from(abrupt: Abrupt) -> Stop {
        Stop::Abrupt(abrupt)
    }
}

/// Deeper values are left to V8: what rebuilds them recurses.
const MAX_DEPTH: usize = 500;

/// When an object was met last, and its number among the containers of its row.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    stamp: u64,
    number: u32,
}

/// An open container.
#[derive(Clone, Copy, Debug)]
enum Frame {
    /// Elements of an array
    Elements { array: Ref, next: u32 },
    /// Properties from `next` to the end of the writer's list, which began at `from`
    Members { from: u32, next: u32, empty: bool },
    /// Entries of a Map or Set
    Entries { table: Ref, next: u32 },
}

/// Writes rows. Keeps its memory between them.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// Captured objects may be copied; otherwise code in V8 could tell the copy from the snapshot
    pub copies: bool,
    met: Vec<Met>,
    met_captured: HashMap<Ref, Met>,
    /// Counts attempts to write a row
    stamp: u64,
    /// The first attempt of the group
    group: u64,
    /// An attempt that does not count any more
    void: u64,
    /// Containers in the row so far
    count: u32,
    stack: Vec<Frame>,
    /// Properties of open objects, innermost last
    properties: Vec<Property>,
    /// Properties of the object that is being opened
    listed: Vec<Property>,
}

impl Writer {
    /// Rows that follow may share objects with each other.
    pub fn begin_group(&mut self) {
        self.group = self.stamp + 1;
        self.met_captured.clear();
    }

    /// Objects are numbered anew.
    pub fn begin_row(&mut self) {
        self.stamp += 1;
        self.void = 0;
        self.count = 0;
    }

    /// The last attempt has failed: what it met counts as not met.
    pub fn begin_row_again(&mut self) {
        self.begin_row();
        self.void = self.stamp - 1;
    }

    /// Gives back memory.
    pub fn shrink(&mut self, bytes: usize) {
        self.met.truncate(bytes / size_of::<Met>());
        self.met.shrink_to(bytes / size_of::<Met>());
        self.properties.clear();
        self.properties.shrink_to(bytes / size_of::<Property>());
        self.met_captured = HashMap::new();
    }

    /// Appends a value's text.
    pub fn write(&mut self, heap: &mut Heap<'_>, value: Value, form: Form, out: &mut Vec<u8>) -> Result<(), Stop> {
        self.stack.clear();
        self.properties.clear();
        self.leaf(heap, value, form, out)?;
        while let Some(&frame) = self.stack.last() {
            self.advance(heap, frame, form, out)?;
        }
        Ok(())
    }

    /// Writes one more part of the innermost container, or its end.
    fn advance(&mut self, heap: &mut Heap<'_>, frame: Frame, form: Form, out: &mut Vec<u8>) -> Result<(), Stop> {
        let depth = self.stack.len() - 1;
        match frame {
            Frame::Elements { array, next } => {
                let Some(&value) = heap.elements(array)?.get(next as usize) else {
                    self.stack.pop();
                    out.push(b']');
                    return Ok(());
                };
                self.stack[depth] = Frame::Elements { array, next: next + 1 };
                if next > 0 || form == Form::Tagged {
                    out.push(b',');
                }
                self.leaf(heap, value, form, out)
            }
            Frame::Members { from, next, empty } => {
                let Some(&Property { key, value }) = self.properties.get(next as usize) else {
                    self.stack.pop();
                    self.properties.truncate(from as usize);
                    out.push(if form == Form::Plain { b'}' } else { b']' });
                    return Ok(());
                };
                self.stack[depth] = Frame::Members {
                    from,
                    next: next + 1,
                    empty: false,
                };
                if !empty || form == Form::Tagged {
                    out.push(b',');
                }
                self.leaf(heap, Value::String(key), form, out)?;
                out.push(if form == Form::Plain { b':' } else { b',' });
                self.leaf(heap, value, form, out)
            }
            Frame::Entries { table, next } => {
                let Some(&(key, value)) = heap.table(table).entries.get(next as usize) else {
                    self.stack.pop();
                    out.push(b']');
                    return Ok(());
                };
                // A key that is an object is written completely before its value: places are counted by halves.
                self.stack[depth] = Frame::Entries { table, next: next + 1 };
                if matches!(key, Value::Absent) {
                    return Ok(());
                }
                if table.class == Class::Set {
                    out.push(b',');
                    return self.leaf(heap, key, form, out);
                }
                self.entry(heap, key, value, form, out)
            }
        }
    }

    /// An entry of a Map. Keys that are containers need two steps, which frames of Maps do not have.
    fn entry(
        &mut self,
        heap: &mut Heap<'_>,
        key: Value,
        value: Value,
        form: Form,
        out: &mut Vec<u8>,
    ) -> Result<(), Stop> {
        if let Value::Object(_) = key {
            return Err(Abrupt::Unsupported("a Map with objects as keys among the results").into());
        }
        out.push(b',');
        self.leaf(heap, key, form, out)?;
        out.push(b',');
        self.leaf(heap, value, form, out)
    }

    /// Writes a primitive, or opens a container.
    fn leaf(&mut self, heap: &mut Heap<'_>, value: Value, form: Form, out: &mut Vec<u8>) -> Result<(), Stop> {
        match value {
            Value::Null => out.extend_from_slice(b"null"),
            Value::Bool(true) => out.extend_from_slice(b"true"),
            Value::Bool(false) => out.extend_from_slice(b"false"),
            Value::Number(n) if n.is_nan() => tag(form, b"[\"n\",\"NaN\"]", out)?,
            Value::Number(n) => number_text(out, n),
            Value::Verbatim(n, _) => number_text(out, n.number()),
            Value::String(s) if s.space == Space::Input => {
                // Without escapes in the input, the text between its quotes is also what belongs here.
                out.push(b'"');
                out.extend_from_slice(heap.text(s));
                out.push(b'"');
            }
            Value::String(s) => string::write_quoted(out, heap.text(s)),
            Value::Undefined => tag(form, b"[\"u\"]", out)?,
            Value::Absent => tag(form, b"[\"hole\"]", out)?,
            Value::Object(r) => return self.open(heap, r, form, out),
            Value::Builtin(_) => return Err(Abrupt::Unsupported("a function among the results").into()),
            Value::Unread => return Err(UNREAD.into()),
        }
        Ok(())
    }

    fn open(&mut self, heap: &mut Heap<'_>, r: Ref, form: Form, out: &mut Vec<u8>) -> Result<(), Stop> {
        if let Some(number) = self.meet(r)? {
            if form == Form::Plain {
                return Err(Stop::Tagged);
            }
            out.extend_from_slice(b"[\"ref\",");
            number::write(out, f64::from(number));
            out.push(b']');
            return Ok(());
        }
        match heap.peek(r) {
            // Whatever the text is, JSON.parse makes of it what it made of the input.
            Object::Raw { offset, len, .. } => {
                wrapped(form, heap.input(offset, len), out);
                return Ok(());
            }
            Object::Span { offset, len, .. } if form == Form::Plain && heap.is_untouched(r) => {
                self.meet_inside(heap, r)?;
                out.extend_from_slice(heap.input(offset, len));
                return Ok(());
            }
            Object::Written { .. } => return Err(Abrupt::Unsupported("a use of streamed results").into()),
            _ => {}
        }
        if self.stack.len() >= MAX_DEPTH {
            return Err(Abrupt::Unsupported("a deeply nested value among the results").into());
        }
        match r.class {
            Class::Array => {
                if heap.has_array_properties(r) {
                    return Err(Abrupt::Unsupported("an array with named properties among the results").into());
                }
                out.extend_from_slice(if form == Form::Plain { b"[" } else { b"[\"a\"" });
                self.stack.push(Frame::Elements { array: r, next: 0 });
            }
            Class::Plain => {
                let opening: &[u8] = match (form, heap.has_null_prototype(r)) {
                    (Form::Plain, false) => b"{",
                    (Form::Plain, true) => return Err(Stop::Tagged),
                    (Form::Tagged, false) => b"[\"o\"",
                    (Form::Tagged, true) => b"[\"z\"",
                };
                out.extend_from_slice(opening);
                let from = self.properties.len() as u32;
                heap.own_properties(r, &mut self.listed)?;
                self.properties.append(&mut self.listed);
                self.stack.push(Frame::Members {
                    from,
                    next: from,
                    empty: true,
                });
            }
            Class::Map | Class::Set => {
                let opening: &[u8] = if r.class == Class::Map { b"[\"m\"" } else { b"[\"s\"" };
                tag(form, opening, out)?;
                self.stack.push(Frame::Entries { table: r, next: 0 });
            }
            Class::Date => {
                tag(form, b"[\"d\",", out)?;
                number::write_json(out, heap.date(r));
                out.push(b']');
            }
            Class::RegExp => {
                if heap.last_index(r) != 0.0 {
                    return Err(
                        Abrupt::Unsupported("a RegExp that remembers where it stopped among the results").into(),
                    );
                }
                tag(form, b"[\"r\",", out)?;
                let pattern = heap.pattern(r);
                string::write_quoted(out, &pattern.source);
                out.push(b',');
                string::write_quoted(out, pattern.flags.text().as_bytes());
                out.push(b']');
            }
            _ => {
                return Err(Abrupt::Unsupported("a function, an Error or an iterator among the results").into());
            }
        }
        Ok(())
    }

    /// The number of an object that this row has met before; else it gets one.
    pub fn meet(&mut self, r: Ref) -> Result<Option<u32>, Stop> {
        let captured = matches!(r.space, Space::Constant | Space::Params);
        let met = if captured {
            if !self.copies {
                return Err(Abrupt::Unsupported("a captured object among the results").into());
            }
            self.met_captured.entry(r).or_default()
        } else {
            let index = r.index as usize;
            if index >= self.met.len() {
                self.met.resize((index + 1).next_power_of_two(), Met::default());
            }
            &mut self.met[index]
        };
        if met.stamp == self.stamp {
            return Ok(Some(met.number));
        }
        // Captured objects belong to all records: each row gets its copy.
        if met.stamp >= self.group && met.stamp != self.void && !captured {
            return Err(Stop::Shared);
        }
        *met = Met {
            stamp: self.stamp,
            number: self.count,
        };
        self.count += 1;
        Ok(None)
    }

    /// Meets the fields of an untouched object that is written as it stands: others may refer to them.
    fn meet_inside(&mut self, heap: &Heap<'_>, r: Ref) -> Result<(), Stop> {
        let Object::Span { shape, first, .. } = heap.peek(r) else {
            return Ok(());
        };
        for slot in 0..heap.shape(shape).keys.len() as u32 {
            // As deep as the callback's text at most.
            if let Value::Object(inner) = heap.slot(r.space, first + slot) {
                if self.meet(inner)?.is_some() {
                    return Err(Stop::Tagged);
                }
                self.meet_inside(heap, inner)?;
            }
        }
        Ok(())
    }
}

/// Text of a tagged value, which has no plain form.
fn tag(form: Form, text: &[u8], out: &mut Vec<u8>) -> Result<(), Stop> {
    if form == Form::Plain {
        return Err(Stop::Tagged);
    }
    out.extend_from_slice(text);
    Ok(())
}

/// JSON text of the input, as it stands.
fn wrapped(form: Form, text: &[u8], out: &mut Vec<u8>) {
    if form == Form::Plain {
        out.extend_from_slice(text);
    } else {
        out.extend_from_slice(b"[\"j\",");
        out.extend_from_slice(text);
        out.push(b']');
    }
}
