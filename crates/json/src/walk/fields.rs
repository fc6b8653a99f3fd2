//! The members of an object that is wanted whole and of which some fields are wanted besides, the fast way.

use super::cursor::Cursor;
use super::keys::UNRESOLVED;
use super::ordinary::{ahead, escaped_string, is_white_space, scalar};
use super::{Frame, Slots, State, UNWANTED, WalkError, Walker};
use crate::number;
use crate::projection::Projection;
use crate::string;

/// Why a run of members ended.
enum Outcome {
    /// What comes is not ordinary
    Careful,
    /// The object is complete, by the brace there
    End(usize),
    /// A container begins there
    Container(usize),
}

impl<V: Copy> Walker<V> {
    /// Goes on from a key of the innermost object, which is wanted whole, while what comes is ordinary. The state says what
    /// comes next.
    pub(super) fn ordinary_whole<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        while self.whole_members(cursor, projection, slots)? {
            let Some(&[at]) = ahead(&cursor.scanner.tokens, cursor.scanner.cursor) else {
                return Ok(());
            };
            let at = cursor.scanner.base + at as usize;
            let offset = cursor.base + at as u64;
            if self.state != State::AfterValue || !self.in_whole() || cursor.input[at] != b',' {
                return Ok(());
            }
            cursor.consume(1);
            self.track(offset, offset + 1, true);
            self.state = State::Key;
        }
        Ok(())
    }

    /// Members, up to the end of the object or the beginning of a container; false before what is not ordinary.
    fn whole_members<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<bool, WalkError<S::Error>> {
        let Some(&mut Frame::Fields {
            first,
            kind,
            ref mut slot,
            ref mut last,
            ..
        }) = self.frames.last_mut()
        else {
            return Ok(false);
        };
        let origin = cursor.scanner.base;
        let Some(text) = cursor.input.get(origin..) else {
            return Ok(false);
        };
        // Offsets of values count from the very start.
        let offset = cursor.base + origin as u64;
        let tokens = cursor.scanner.tokens.as_slice();
        let mut rest = tokens.get(cursor.scanner.cursor..).unwrap_or_default();
        let mut seen = *last;
        let Some(&(mut whole)) = self.wholes.last() else {
            return Ok(false);
        };
        let mut guesses = self.keys.after(kind, seen);
        let outcome = loop {
            let Some((&[at, _, _, value, after, behind], others)) = rest.split_first_chunk() else {
                break Outcome::Careful;
            };
            let (at, value, after) = (at as usize, value as usize, after as usize);
            let Some((id, key)) = self.keys.guess(guesses, text, at) else {
                break Outcome::Careful;
            };
            if key.filled == UNRESOLVED {
                break Outcome::Careful;
            }
            let wanted = key.filled != UNWANTED;
            let byte = text[value];
            let (behind_value, separator, end, canonical);
            if byte == b'"' {
                if text[after] == b'"' {
                    (behind_value, separator, end) = (others, behind as usize, after + 1);
                    canonical = true;
                    if wanted {
                        let string = slots.string(offset + value as u64 + 1, &text[value + 1..after]);
                        slots.fill(first, key.filled, string);
                    }
                } else {
                    let Some((close, count)) = escaped_string(text, rest, 3) else {
                        break Outcome::Careful;
                    };
                    let Some((&behind, others)) = rest.get(3 + count..).and_then(<[u32]>::split_first) else {
                        break Outcome::Careful;
                    };
                    (behind_value, separator, end) = (others, behind as usize, close + 1);
                    let inner = &text[value + 1..close];
                    canonical = string::has_canonical_escapes(inner);
                    if wanted {
                        let string = slots.escaped_string(inner).map_err(WalkError::Slots)?;
                        slots.fill(first, key.filled, string);
                    }
                }
            } else if matches!(byte, b'{' | b'[') {
                self.target = key.node;
                self.wanted = key.slot != UNWANTED;
                *slot = key.slot;
                whole.member(offset + at as u64, key, true);
                whole.end = offset + at as u64 + u64::from(key.len);
                seen = id;
                rest = &rest[3..];
                break Outcome::Container(origin + value);
            } else {
                // The token behind it is not its own.
                (behind_value, separator) = (&rest[5..], after);
                if let (b'-' | b'0'..=b'9', Some(quick)) = (byte, number::quick(text, value)) {
                    (end, canonical) = (quick.end, quick.canonical);
                    if end != after && !is_white_space(text, end) {
                        break Outcome::Careful;
                    }
                    if wanted {
                        let number = slots.number(quick.value());
                        slots.fill(first, key.filled, number);
                    }
                } else {
                    let Some(scalar) = scalar(text, value, after, true) else {
                        break Outcome::Careful;
                    };
                    (end, canonical) = (scalar.end, scalar.canonical);
                    if wanted {
                        let value = match byte {
                            b'n' => slots.null(),
                            b't' | b'f' => slots.boolean(byte == b't'),
                            _ => slots.number(number::parse(&text[value..end])),
                        };
                        slots.fill(first, key.filled, value);
                    }
                }
            }
            seen = id;
            whole.member(offset + at as u64, key, canonical & (value == at + key.len as usize));
            whole.end = offset + end as u64;
            match text[separator] {
                b',' => {
                    rest = behind_value;
                    guesses = key.next;
                    whole.canonical &= separator == end;
                    whole.end = offset + separator as u64 + 1;
                }
                b'}' => {
                    rest = behind_value;
                    break Outcome::End(separator);
                }
                _ => {
                    rest = &tokens[tokens.len() - behind_value.len() - 1..];
                    self.state = State::AfterValue;
                    break Outcome::Careful;
                }
            }
        };
        *last = seen;
        cursor.scanner.cursor = tokens.len() - rest.len();
        if let Some(last) = self.wholes.last_mut() {
            *last = whole;
        }
        match outcome {
            Outcome::Careful => return Ok(false),
            Outcome::End(at) => self.end_container(offset + at as u64, slots)?,
            Outcome::Container(at) => self.skipped(cursor, at, projection, slots)?,
        }
        Ok(true)
    }
}
