//! Copies of objects of the input, from the text that these have there.

use jsonmill_json::piece;
use memchr::memmem;

use super::{Fields, Frame, Serializer, is_primitive, write_primitive};
use crate::value::{Copied, Heap, Ref, ShapeId, Space, Value};

impl Serializer {
    /// Writes a copy as far as its members are those of the text, and opens it for those that were given. False, with nothing
    /// written, where it has to be built.
    pub(super) fn copy(&mut self, heap: &Heap<'_>, r: Ref, fields: Fields, rest: bool, out: &mut Vec<u8>) -> bool {
        let Some(copied) = heap.copied(r) else { return false };
        if copied.meets {
            return copied.canonical && edit(heap, &copied, fields, rest, &mut self.cuts, out);
        }
        if copied.canonical {
            out.extend_from_slice(copied.text);
        } else {
            let depth = self.max_depth - self.stack.len();
            self.rewriter.keep_numbers(self.verbatim);
            if !self.rewriter.write(copied.text, &[], 0, depth, self.max_output, out) {
                return false;
            }
        }
        if !rest {
            // What was given stands before the last brace.
            out.pop();
            let empty = out.last() == Some(&b'{');
            self.stack.push(Frame::Shaped {
                object: r,
                fields,
                next: 0,
                empty,
            });
        }
        true
    }
}

/// Members of a text that are not copied: from where to where, and the slot of their keys.
pub(super) type Cuts = Vec<(usize, usize, usize)>;

/// Writes canonical text with other members of some names, each at its place, or without them. False, with nothing written,
/// where not all of the values are primitives.
fn edit(heap: &Heap<'_>, copied: &Copied<'_>, fields: Fields, rest: bool, cuts: &mut Cuts, out: &mut Vec<u8>) -> bool {
    let count = heap.shape(fields.shape).keys.len();
    let mut given = (0..count).map(|slot| heap.slot(fields.space, fields.first + slot as u32));
    if !rest && !given.all(|value| is_primitive(value) || matches!(value, Value::Undefined)) {
        return false;
    }
    find(heap, copied, fields.shape, cuts);
    let text = copied.text;
    let start = out.len();
    out.push(b'{');
    let (mut at, mut met) = (1, 0u64);
    for &(from, to, slot) in &*cuts {
        keep(&text[at..from], start, out);
        if !rest {
            write(heap, fields, slot, start, out);
        }
        met |= 1 << slot;
        at = to + usize::from(text[to] == b',');
    }
    keep(&text[at..text.len() - 1], start, out);
    if !rest {
        let others = (0..count).filter(|slot| met >> slot & 1 == 0);
        others.for_each(|slot| write(heap, fields, slot, start, out));
    }
    out.push(b'}');
    true
}

/// Finds the members with keys of a shape, in the order of the text.
fn find(heap: &Heap<'_>, copied: &Copied<'_>, shape: ShapeId, cuts: &mut Cuts) {
    cuts.clear();
    let (keys, text) = (&heap.shape(shape).keys, copied.text);
    for (slot, key) in keys.iter().enumerate() {
        let value = heap.member_copied(copied, &key.text);
        if matches!(value, Value::Absent) {
            continue;
        }
        let Some((from, to)) = only(heap, copied, &key.written, value) else {
            // Objects inside have such a key too.
            cuts.clear();
            let members = piece::members(text).filter_map(|(key, value)| {
                let name = &text[key.start + 1..key.end - 1];
                let slot = keys.iter().position(|key| *key.text == *name)?;
                Some((key.start, value.end, slot))
            });
            cuts.extend(members);
            return;
        };
        cuts.push((from, to, slot));
    }
    cuts.sort_unstable();
}

/// The member with this key and colon, if there is only one such key in the whole text, and how far its value reaches. Inside
/// strings such text has backslashes.
fn only(heap: &Heap<'_>, copied: &Copied<'_>, key: &[u8], value: Value) -> Option<(usize, usize)> {
    let text = copied.text;
    let finder = memmem::Finder::new(key);
    let from = finder.find(text)?;
    let inside = from + key.len();
    if finder.find(&text[inside..]).is_some() {
        return None;
    }
    let to = match value {
        Value::Object(r) => inside + heap.untouched_text(Value::Object(r))?.len(),
        Value::String(s) if s.space == Space::Input => inside + s.len as usize + 2,
        _ => piece::end_of_value(text, inside),
    };
    Some((from, to))
}

/// Copies members, which a comma may follow.
fn keep(members: &[u8], start: usize, out: &mut Vec<u8>) {
    let members = members.strip_suffix(b",").unwrap_or(members);
    if !members.is_empty() {
        separate(start, out);
        out.extend_from_slice(members);
    }
}

/// Writes a member, unless its value is undefined.
fn write(heap: &Heap<'_>, Fields { shape, first, space }: Fields, slot: usize, start: usize, out: &mut Vec<u8>) {
    let value = heap.slot(space, first + slot as u32);
    if is_primitive(value) {
        separate(start, out);
        heap.shape(shape).keys[slot].write(out);
        write_primitive(heap, value, out);
    }
}

/// The comma before a member, if it is not the first of the object that begins there.
fn separate(start: usize, out: &mut Vec<u8>) {
    if out.len() > start + 1 {
        out.push(b',');
    }
}
