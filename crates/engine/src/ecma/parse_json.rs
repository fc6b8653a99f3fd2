//! ParseJSON: <https://tc39.es/ecma262/#sec-ParseJSON>
//!
//! For texts that callbacks hold; the input itself is read by the walk. Values are built at once, without recursion, and
//! strings without escapes are parts of the text.

use jsonmill_json::number;
use jsonmill_json::string::{check_escape, unescape};
use jsonmill_json::wtf8;

use crate::value::{Completion, Heap, Ref, Str, Value};

/// The value of a JSON text; `None` if it is not JSON.
pub fn parse_json(heap: &mut Heap<'_>, text: Str) -> Completion<Option<Value>> {
    // The heap grows while the text is read, so it is read from a copy.
    let bytes = heap.text(text).to_vec();
    Reader {
        bytes: &bytes,
        text,
        at: 0,
        open: Vec::new(),
    }
    .document(heap)
}

/// A container whose end is not reached yet.
enum Open {
    /// Its elements so far
    Array(Vec<Value>),
    /// The object, and the key of the member that comes next
    Object(Ref, Str),
}

struct Reader<'a> {
    bytes: &'a [u8],
    text: Str,
    at: usize,
    open: Vec<Open>,
}

impl Reader<'_> {
    fn document(mut self, heap: &mut Heap<'_>) -> Completion<Option<Value>> {
        loop {
            let Some(mut value) = self.begin(heap)? else {
                return Ok(None);
            };
            // A complete value ends as many containers as close behind it.
            while let Some(whole) = value {
                let byte = self.next_token();
                match self.open.last_mut() {
                    None => return Ok(byte.is_none().then_some(whole)),
                    Some(Open::Array(elements)) => {
                        elements.push(whole);
                        value = match byte {
                            Some(b',') => None,
                            Some(b']') => Some(self.end_array(heap)?),
                            _ => return Ok(None),
                        };
                    }
                    Some(Open::Object(object, key)) => {
                        let object = *object;
                        heap.set_own(object, *key, whole)?;
                        value = match byte {
                            Some(b',') => None,
                            Some(b'}') => {
                                self.open.pop();
                                Some(Value::Object(object))
                            }
                            _ => return Ok(None),
                        };
                    }
                }
                self.at += 1;
                if value.is_none() && !self.member_key(heap)? {
                    return Ok(None);
                }
            }
        }
    }

    /// Reads a leaf or an empty container (a value), or enters a container (no value yet); nothing if it is not JSON.
    fn begin(&mut self, heap: &mut Heap<'_>) -> Completion<Option<Option<Value>>> {
        let value = match self.next_token() {
            Some(b'"') => match self.string(heap)? {
                Some(string) => Value::String(string),
                None => return Ok(None),
            },
            Some(b'[') => {
                self.at += 1;
                self.open.push(Open::Array(Vec::new()));
                if self.next_token() != Some(b']') {
                    return Ok(Some(None));
                }
                self.at += 1;
                self.end_array(heap)?
            }
            Some(b'{') => {
                self.at += 1;
                let object = heap.new_dictionary();
                if self.next_token() == Some(b'}') {
                    self.at += 1;
                    Value::Object(object)
                } else {
                    self.open.push(Open::Object(object, Str::EMPTY));
                    return Ok(self.member_key(heap)?.then_some(None));
                }
            }
            Some(b'-' | b'0'..=b'9') => match number::scan_number(self.bytes, self.at) {
                Ok(end) => {
                    let number = number::parse(&self.bytes[self.at..end]);
                    self.at = end;
                    Value::Number(number)
                }
                Err(_) => return Ok(None),
            },
            _ => match self.word() {
                Some(value) => value,
                None => return Ok(None),
            },
        };
        Ok(Some(Some(value)))
    }

    fn end_array(&mut self, heap: &mut Heap<'_>) -> Completion {
        let Some(Open::Array(elements)) = self.open.pop() else {
            unreachable!("an array is open")
        };
        Ok(Value::Object(heap.new_array(&elements)?))
    }

    /// Reads the key and colon that must come next inside an object; inside an array there is nothing to do.
    fn member_key(&mut self, heap: &mut Heap<'_>) -> Completion<bool> {
        if !matches!(self.open.last(), Some(Open::Object(..))) {
            return Ok(true);
        }
        if self.next_token() != Some(b'"') {
            return Ok(false);
        }
        let Some(name) = self.string(heap)? else {
            return Ok(false);
        };
        if self.next_token() != Some(b':') {
            return Ok(false);
        }
        self.at += 1;
        if let Some(Open::Object(_, key)) = self.open.last_mut() {
            *key = name;
        }
        Ok(true)
    }

    /// The byte behind white space.
    fn next_token(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn word(&mut self) -> Option<Value> {
        let rest = &self.bytes[self.at..];
        let words: [(&[u8], Value); 3] = [
            (b"null", Value::Null),
            (b"true", Value::Bool(true)),
            (b"false", Value::Bool(false)),
        ];
        let (word, value) = words.into_iter().find(|(word, _)| rest.starts_with(word))?;
        self.at += word.len();
        Some(value)
    }

    /// The string whose quote comes next.
    fn string(&mut self, heap: &mut Heap<'_>) -> Completion<Option<Str>> {
        let start = self.at + 1;
        let mut at = start;
        let mut escaped = false;
        loop {
            match self.bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => match check_escape(self.bytes, at) {
                    Ok(length) => {
                        escaped = true;
                        at += length;
                    }
                    Err(_) => return Ok(None),
                },
                None | Some(..0x20) => return Ok(None),
                Some(_) => at += 1,
            }
        }
        self.at = at + 1;
        if !escaped {
            return Ok(Some(heap.slice_bytes(self.text, start, at)));
        }
        let inner = &self.bytes[start..at];
        let mut plain = Vec::with_capacity(inner.len());
        if wtf8::has_lone_surrogate(inner) {
            // A half as an escape next to a half as a character makes a pair, which only units show.
            let mut units = Vec::new();
            unescape_units(inner, &mut units);
            wtf8::from_units(&units, &mut plain);
        } else if unescape(inner, &mut plain).is_err() {
            return Ok(None);
        }
        heap.string(&plain).map(Some)
    }
}

/// The UTF-16 units of a checked literal that holds lone surrogates.
fn unescape_units(inner: &[u8], units: &mut Vec<u16>) {
    let mut at = 0;
    while at < inner.len() {
        let length = match inner[at] {
            b'\\' => check_escape(inner, at).unwrap_or(inner.len() - at),
            _ => inner[at..]
                .iter()
                .position(|&byte| byte == b'\\')
                .unwrap_or(inner.len() - at),
        };
        let mut text = Vec::new();
        if unescape(&inner[at..at + length], &mut text).is_ok() {
            wtf8::to_units(&text, units);
        }
        at += length;
    }
}
