//! One token-sized unit at a time: the end of the bytes, everything unusual and all errors.

use super::{CANONICAL_KEYS, Skip, Skipping};
use crate::number;
use crate::string;
use crate::walk::cursor::{Cursor, StringToken, Unit};
use crate::walk::keys::{Keys, NONE};
use crate::walk::outcome::{SyntaxErrorKind, WalkError};
use crate::walk::pass::Expect;

impl Skip {
    #[inline(never)]
    pub(super) fn careful<E>(&mut self, cursor: &mut Cursor<'_>, keys: &mut Keys) -> Result<Unit<()>, WalkError<E>> {
        let tracks = self.mode.tracks();
        let rewrite = self.mode == Skipping::Rewrite;
        let Unit::Seen(at) = cursor.expect_token()? else {
            return Ok(Unit::More);
        };
        let byte = cursor.input[at];
        let mut canonical = true;
        let first = matches!(self.expect, Expect::FirstElement | Expect::FirstKey);
        let end = match (self.expect, byte) {
            (Expect::Value | Expect::FirstElement, b'"') => {
                let Unit::Seen(token) = cursor.string(at)? else {
                    return Ok(Unit::More);
                };
                cursor.consume(token.tokens);
                if tracks && token.escaped() {
                    canonical = string::has_canonical_escapes(&cursor.input[token.open + 1..token.close]);
                }
                if rewrite {
                    self.element();
                    self.layout
                        .string(&cursor.input[token.open..=token.close], token.escaped());
                }
                self.expect = Expect::AfterValue;
                token.close + 1
            }
            (Expect::Value | Expect::FirstElement, b'{' | b'[') => {
                if self.open.len() >= self.max_depth {
                    return Err(cursor.error(SyntaxErrorKind::TooDeep, at));
                }
                cursor.consume(1);
                if rewrite {
                    self.element();
                    self.layout.bracket(byte);
                }
                let kind = if tracks { self.next_kind(keys) } else { NONE };
                self.push(byte == b'[', kind);
                at + 1
            }
            (Expect::Key | Expect::FirstKey, b'"') => {
                let Unit::Seen(token) = cursor.string(at)? else {
                    return Ok(Unit::More);
                };
                let Unit::Seen(()) = cursor.colon(token)? else {
                    return Ok(Unit::More);
                };
                if tracks {
                    let in_place = !token.escaped() && self.file_key(cursor, token, keys);
                    self.tidy &= in_place;
                    canonical = in_place && cursor.input[token.close + 1] == b':';
                }
                if rewrite {
                    self.layout.line(self.open.len());
                    self.layout.key(&cursor.input[token.open..=token.close]);
                }
                self.expect = Expect::Value;
                token.close + 2
            }
            (Expect::AfterValue, b',') => {
                cursor.consume(1);
                if rewrite {
                    self.layout.comma();
                }
                self.expect = if self.in_array() { Expect::Value } else { Expect::Key };
                at + 1
            }
            (Expect::AfterValue | Expect::FirstElement, b']') if self.in_array() => {
                cursor.consume(1);
                self.close(b']', first);
                at + 1
            }
            (Expect::AfterValue | Expect::FirstKey, b'}') if !self.in_array() => {
                cursor.consume(1);
                self.close(b'}', first);
                at + 1
            }
            (Expect::Value | Expect::FirstElement, _) => {
                let Unit::Seen(end) = cursor.scalar(at)? else {
                    return Ok(Unit::More);
                };
                let text = &cursor.input[at..end];
                let exact = !matches!(byte, b'-' | b'0'..=b'9') || (tracks && number::is_canonical(text));
                canonical = exact || !tracks;
                if rewrite {
                    self.element();
                    self.layout.scalar(text, exact);
                }
                self.expect = Expect::AfterValue;
                end
            }
            _ => return Err(cursor.error(SyntaxErrorKind::UnexpectedToken, at)),
        };
        self.trace
            .token(cursor.base + at as u64, cursor.base + end as u64, canonical);
        Ok(Unit::Seen(()))
    }

    fn close(&mut self, bracket: u8, empty: bool) {
        self.pop();
        if self.mode == Skipping::Rewrite {
            if !empty {
                self.layout.line(self.open.len());
            }
            self.layout.bracket(bracket);
        }
    }

    /// An array's elements stand on lines of their own; a member's value stands behind its key.
    fn element(&mut self) {
        if self.in_array() {
            self.layout.line(self.open.len());
        }
    }

    /// Notes a key of the innermost object; whether its place is where JSON.stringify would write it.
    fn file_key(&mut self, cursor: &Cursor<'_>, token: StringToken, keys: &mut Keys) -> bool {
        let name = &cursor.input[token.open + 1..token.close];
        let open = self.open.last_mut().expect("keys stand in objects");
        let id = keys.find(open.kind, open.last, name);
        open.last = id;
        if let Some(key) = keys.key(id) {
            return !open.seen.add(key.number);
        }
        if matches!(name.first(), Some(b'0'..=b'9')) && name.iter().all(u8::is_ascii_digit) {
            return false;
        }
        let mut head = [0; 8];
        let taken = name.len().min(7);
        head[..taken].copy_from_slice(&name[..taken]);
        head[7] = name.len() as u8;
        let signature = u64::from_le_bytes(head);
        let others = &self.strange[open.strange as usize..];
        if others.len() >= CANONICAL_KEYS {
            return false;
        }
        for &(other, offset, len) in others {
            if other == signature {
                // The bytes of earlier keys may be gone; then this is not worth knowing.
                let Some(from) = offset.checked_sub(cursor.base) else {
                    return false;
                };
                if cursor.input.get(from as usize..from as usize + len as usize) == Some(name) {
                    return false;
                }
            }
        }
        self.strange
            .push((signature, cursor.base + token.open as u64 + 1, name.len() as u32));
        true
    }
}
