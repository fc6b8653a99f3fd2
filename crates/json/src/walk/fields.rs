//! The members of an object of which some fields are wanted, the fast way.

use super::cursor::Cursor;
use super::keys::UNRESOLVED;
use super::ordinary::{ahead, escaped_string, scalar};
use super::skip::Skipping;
use super::{Frame, Slots, State, UNWANTED, WalkError, Walker};
use crate::projection::Projection;

impl<V: Copy> Walker<V> {
    /// Goes on from a key of the innermost object while its members are ordinary. The state says what comes next.
    #[inline]
    pub(super) fn fields<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        loop {
            let Some(&mut Frame::Fields { object, first, kind, ref mut slot, ref mut last, .. }) = self.frames.last_mut()
            else {
                return Ok(());
            };
            let origin = cursor.scanner.base;
            let Some(text) = cursor.input.get(origin..) else { return Ok(()) };
            let tokens = cursor.scanner.tokens.as_slice();
            let mut next = cursor.scanner.cursor;
            let mut key_seen = *last;
            // What ends the run of members.
            let outcome = loop {
                let Some(&[at, _, _, value, after]) = ahead(tokens, next) else { break Outcome::Careful };
                let (at, value, after) = (at as usize, value as usize, after as usize);
                let Some((id, key)) = self.keys.guess(kind, key_seen, text, at) else { break Outcome::Careful };
                if key.slot == UNRESOLVED {
                    break Outcome::Careful;
                }
                let wanted = key.slot != UNWANTED;
                let mut consumed = 4;
                match text[value] {
                    b'"' => {
                        let mut close = after;
                        consumed = 5;
                        if text[after] != b'"' {
                            let Some((found, count)) = escaped_string(text, tokens, next + 3) else {
                                break Outcome::Careful;
                            };
                            close = found;
                            consumed = 3 + count;
                        }
                        if wanted && !projection.node(key.node).is_skipped() {
                            let offset = cursor.base + (origin + value) as u64 + 1;
                            let string = slots
                                .string(offset, &text[value + 1..close], consumed > 5)
                                .map_err(WalkError::Slots)?;
                            slots.fill(first, key.slot, string);
                        }
                    }
                    b'{' | b'[' => {
                        self.target = key.node;
                        self.wanted = wanted;
                        *slot = key.slot;
                        key_seen = id;
                        next += 3;
                        break Outcome::Container(origin + value);
                    }
                    byte => {
                        let Some((end, _)) = scalar(text, value, after, false) else { break Outcome::Careful };
                        if wanted && !projection.node(key.node).is_skipped() {
                            let scalar = match byte {
                                b'n' => slots.null(),
                                b't' | b'f' => slots.boolean(byte == b't'),
                                _ => slots.number(&text[value..end]),
                            };
                            slots.fill(first, key.slot, scalar);
                        }
                    }
                }
                next += consumed;
                key_seen = id;
                match ahead(tokens, next).map(|&[at]| text[at as usize]) {
                    Some(b',') => next += 1,
                    Some(b'}') => {
                        next += 1;
                        break Outcome::End;
                    }
                    _ => {
                        self.state = State::AfterValue;
                        break Outcome::Careful;
                    }
                }
            };
            *last = key_seen;
            cursor.scanner.cursor = next;
            match outcome {
                Outcome::Careful => return Ok(()),
                Outcome::End => {
                    self.frames.pop();
                    return self.complete(object, slots);
                }
                Outcome::Container(at) => {
                    self.state = State::Value;
                    self.container(cursor, at, projection, slots)?;
                    if self.state != State::Skip || self.skip.mode != Skipping::Check {
                        return Ok(());
                    }
                    self.skip.fast_check(cursor, &mut self.keys);
                    if !self.skip.is_done() {
                        return Ok(());
                    }
                    self.state = State::AfterValue;
                    let Some(&[at]) = ahead(&cursor.scanner.tokens, cursor.scanner.cursor) else { return Ok(()) };
                    if cursor.input[cursor.scanner.base + at as usize] != b',' {
                        return Ok(());
                    }
                    cursor.consume(1);
                    self.state = State::Key;
                }
            }
        }
    }
}

/// Why a run of members ended.
enum Outcome {
    /// What comes is not ordinary
    Careful,
    /// The object is complete
    End,
    /// A container begins there
    Container(usize),
}
