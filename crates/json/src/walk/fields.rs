//! The members of an object of which some fields are wanted, the fast way.

use super::cursor::Cursor;
use super::keys::UNRESOLVED;
use super::ordinary::{ahead, escaped_string, scalar};
use super::{Frame, Slots, State, UNWANTED, WalkError, Walker};
use crate::projection::Projection;
use crate::string;

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
            let Some(&mut Frame::Fields {
                first,
                kind,
                ref mut slot,
                ref mut last,
                whole,
                ..
            }) = self.frames.last_mut()
            else {
                return Ok(());
            };
            let origin = cursor.scanner.base;
            let Some(text) = cursor.input.get(origin..) else {
                return Ok(());
            };
            let tokens = cursor.scanner.tokens.as_slice();
            let mut next = cursor.scanner.cursor;
            let mut key_seen = *last;
            // Offsets of an object wanted whole count from the very start.
            let offset = cursor.base + origin as u64;
            let absolute = |at: usize| offset + at as u64;
            let mut tracked = if whole { self.wholes.last().copied() } else { None };
            // What ends the run of members.
            let outcome = loop {
                let Some(&[at, _, _, value, after]) = ahead(tokens, next) else {
                    break Outcome::Careful;
                };
                let (at, value, after) = (at as usize, value as usize, after as usize);
                let Some((id, key)) = self.keys.guess(kind, key_seen, text, at) else {
                    break Outcome::Careful;
                };
                if key.slot == UNRESOLVED {
                    break Outcome::Careful;
                }
                let wanted = key.slot != UNWANTED;
                let mut consumed = 4;
                // Taken over only with the member: what is not ordinary is noted by the careful way.
                let mut member = tracked;
                if let Some(whole) = &mut member {
                    whole.token(absolute(at), absolute(at + key.len as usize), true);
                    whole.key(Some(key));
                }
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
                        if let Some(whole) = &mut member {
                            let canonical = consumed == 5 || string::has_canonical_escapes(&text[value + 1..close]);
                            whole.token(absolute(value), absolute(close + 1), canonical);
                        }
                        if wanted && !projection.node(key.node).is_skipped() {
                            let offset = absolute(value + 1);
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
                        tracked = member;
                        next += 3;
                        break Outcome::Container(origin + value);
                    }
                    byte => {
                        let Some((end, canonical)) = scalar(text, value, after, whole) else {
                            break Outcome::Careful;
                        };
                        if let Some(whole) = &mut member {
                            whole.token(absolute(value), absolute(end), canonical);
                        }
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
                tracked = member;
                match ahead(tokens, next).map(|&[at]| (text[at as usize], at as usize)) {
                    Some((b',', at)) => {
                        next += 1;
                        if let Some(whole) = &mut tracked {
                            whole.token(absolute(at), absolute(at + 1), true);
                        }
                    }
                    Some((b'}', at)) => {
                        next += 1;
                        break Outcome::End(absolute(at));
                    }
                    _ => {
                        self.state = State::AfterValue;
                        break Outcome::Careful;
                    }
                }
            };
            *last = key_seen;
            cursor.scanner.cursor = next;
            if let (Some(tracked), Some(whole)) = (tracked, self.wholes.last_mut()) {
                *whole = tracked;
            }
            match outcome {
                Outcome::Careful => return Ok(()),
                Outcome::End(at) => return self.end_container(at, slots),
                Outcome::Container(at) => {
                    self.state = State::Value;
                    self.container(cursor, at, projection, slots)?;
                    if self.state != State::Skip {
                        return Ok(());
                    }
                    self.skip.run_ordinary(cursor, &mut self.keys);
                    if !self.skip.is_done() {
                        return Ok(());
                    }
                    self.end_skip(slots)?;
                    let Some(&[at]) = ahead(&cursor.scanner.tokens, cursor.scanner.cursor) else {
                        return Ok(());
                    };
                    let at = cursor.scanner.base + at as usize;
                    if cursor.input[at] != b',' {
                        return Ok(());
                    }
                    cursor.consume(1);
                    self.track(cursor.base + at as u64, cursor.base + at as u64 + 1, true);
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
    /// The object is complete, by the brace there
    End(u64),
    /// A container begins there
    Container(usize),
}
