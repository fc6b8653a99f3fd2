//! Containers that still are input: expanded level by level when somebody looks inside.

use jsonmill_json::{number, piece, string as json_string};

use super::Heap;
use crate::value::{Abrupt, Class, Completion, Dictionary, Object, Ref, Space, Str, Value};

/// How often the input may be read once more, level by level. Each container is expanded once, so what is nested less deep
/// never gets there.
const MAX_REREADS: usize = 64;

/// Bytes that may be read once more in any case: some milliseconds.
const FREE_REREADS: usize = 8 << 20;

impl<'i> Heap<'i> {
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

    /// The input from an offset on.
    #[must_use]
    pub fn input_from(&self, offset: u64) -> &'i [u8] {
        &self.input[(offset - self.base) as usize..]
    }

    /// The value of a piece of checked JSON text in the input, whatever else has been made of it.
    pub fn input_value(&mut self, offset: u64, len: usize) -> Completion {
        let text = &self.input_from(offset)[..len];
        self.leaf(text, offset, 0..len, false)
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

    /// The text of a container of the input of which nothing has been changed.
    #[must_use]
    pub fn untouched_text(&self, value: Value) -> Option<&'i [u8]> {
        let Value::Object(r) = value else { return None };
        match *self.peek_at(r) {
            Object::Raw { offset, len, .. } => Some(self.input(offset, len)),
            Object::Span { offset, len, .. } if self.is_untouched(r) => Some(self.input(offset, len)),
            _ => None,
        }
    }

    /// Builds one level of a raw container; containers inside stay raw.
    pub(super) fn expand(&mut self, r: Ref) -> Completion<Object> {
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
        // A level costs the length of its text: a loop down a million levels would read the input half a million times.
        self.expanded += text.len();
        if self.expanded > MAX_REREADS * self.input.len() + FREE_REREADS {
            return Err(Abrupt::Unsupported(
                "looking level by level into values that nest very deep",
            ));
        }
        if r.class == Class::Array {
            let mut elements = self.local.spare.take_values();
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
            self.local.spare.give_values(elements);
        } else {
            let first = self.local.props.len() as u32;
            self.local.objects[r.index as usize] = Object::Dictionary(Dictionary {
                first,
                ..Dictionary::default()
            });
            let mut members = self.begin_members(r);
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
                self.add_member(&mut members, key, value)?;
            }
            self.end_members(members)?;
            if !self.local.copies.is_empty() {
                self.build_copies(r)?;
            }
        }
        Ok(self.peek(r))
    }

    /// The value of a piece of checked JSON text that begins at `offset` of the input.
    pub(super) fn leaf(
        &mut self,
        text: &[u8],
        offset: u64,
        piece: std::ops::Range<usize>,
        canonical: bool,
    ) -> Completion {
        let at = offset + piece.start as u64;
        let bytes = &text[piece];
        Ok(match bytes[0] {
            b'n' => Value::Null,
            b't' => Value::Bool(true),
            b'f' => Value::Bool(false),
            b'"' => {
                let inner = &bytes[1..bytes.len() - 1];
                Value::String(if memchr::memchr(b'\\', inner).is_some() {
                    self.escaped_string(inner)?
                } else {
                    self.plain_string(at + 1, inner)
                })
            }
            b'{' | b'[' => Value::Object(self.new_raw(at, bytes.len() as u32, bytes[0] == b'[', canonical)),
            _ if self.verbatim && !number::is_canonical(bytes) => {
                let text = self.local.verbatims.add(bytes);
                let text = text.ok_or(Abrupt::Unsupported("more than 4 GiB of numbers"))?;
                Value::Verbatim(number::parse(bytes).into(), text)
            }
            _ => Value::Number(number::parse(bytes)),
        })
    }

    /// A string of the input without escapes: `inner` are the bytes between its quotes, which begin at `offset`.
    #[inline]
    #[must_use]
    pub fn plain_string(&self, offset: u64, inner: &[u8]) -> Str {
        Str {
            offset,
            len: inner.len() as u32,
            space: Space::Input,
            ascii: json_string::is_ascii(inner),
        }
    }

    /// A string of the input with escapes, which have been checked: `inner` are the bytes between its quotes.
    pub fn escaped_string(&mut self, inner: &[u8]) -> Completion<Str> {
        let start = self.local.text.len();
        let unescaped = json_string::unescape(inner, &mut self.local.text);
        debug_assert!(unescaped.is_ok(), "the walk checks escapes");
        self.finish_string(start)
    }
}
