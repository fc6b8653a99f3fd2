//! Strings: made, joined, cut, compared, by bytes where they are ASCII and by UTF-16 units where not.

use jsonmill_json::{number, wtf8};

use super::{Heap, MAX_STRING_UNITS, Mark, UnitsCache, array_index};
use crate::value::{Abrupt, Completion, PropertyKey, Space, Str, Value};

impl<'i> Heap<'i> {
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

    /// Makes a string of what spare text holds, which is given back.
    pub fn finish_text(&mut self, text: Vec<u8>) -> Completion {
        let string = self.string(&text);
        self.local.spare.give_bytes(text);
        string.map(Value::String)
    }

    pub(super) fn finish_string(&mut self, start: usize) -> Completion<Str> {
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
            let mut right = self.local.spare.take_bytes();
            right.extend_from_slice(self.text(b));
            wtf8::push(&mut self.local.text, start, &right);
            self.local.spare.give_bytes(right);
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
    pub(super) fn copy_text(&mut self, s: Str) -> usize {
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
        let mut out = self.local.spare.take_bytes();
        wtf8::slice_units(self.text(s), from, to, &mut out);
        let part = self.string(&out);
        self.local.spare.give_bytes(out);
        part
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
        if self.local.units.of != Some(key) {
            let mut units = std::mem::take(&mut self.local.units.units);
            units.clear();
            wtf8::to_units(self.text(s), &mut units);
            self.local.units = UnitsCache { of: Some(key), units };
        }
        &self.local.units.units
    }

    /// The string as UTF-16 units, taken out of the heap so that it can be used meanwhile; [`Heap::give_units`] puts them back.
    pub fn take_units(&mut self, s: Str) -> Vec<u16> {
        self.units_of(s);
        std::mem::take(&mut self.local.units).units
    }

    /// Puts a string's units back.
    pub fn give_units(&mut self, s: Str, units: Vec<u16>) {
        let of = Some((s.offset, s.len, s.space));
        self.local.units = UnitsCache { of, units };
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
}
