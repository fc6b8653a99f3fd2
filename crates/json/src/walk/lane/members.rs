//! Members of an object, one after the other.

use super::scalar::scalar_value;
use super::{Step, Text};
use crate::projection::{NodeId, Projection};
use crate::walk::keys::{Key, NONE, UNRESOLVED};
use crate::walk::ordinary::{ahead, escaped_string};
use crate::walk::pass::is_scalar;
use crate::walk::{Frame, Slots, State, UNWANTED, WalkError, Walker};

/// The object whose members come.
#[derive(Clone, Copy)]
pub(super) struct Members {
    pub first: u32,
    pub kind: u32,
    pub last: u32,
}

impl<V: Copy> Walker<V> {
    /// The members of the innermost object, up to a container or its end.
    #[inline(always)]
    pub(super) fn members<S: Slots<Value = V>>(
        &mut self,
        object: Members,
        text: Text<'_>,
        next: &mut usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Step, WalkError<S::Error>> {
        let Text { bytes, tokens, offset } = text;
        let Members { first, kind, last } = object;
        if self.state != State::Key {
            let Some(&[at]) = ahead(tokens, *next) else {
                return Ok(Step::Careful);
            };
            match (bytes[at as usize], self.state) {
                (b',', State::AfterValue) => *next += 1,
                (b'"', State::FirstKey) => {}
                (b'}', State::AfterValue | State::FirstKey) => {
                    *next += 1;
                    return self.leave_object(slots);
                }
                _ => return Ok(Step::Careful),
            }
            self.state = State::Key;
        }
        let mut here = *next;
        let mut seen = last;
        let mut guesses = self.keys.after(kind, seen);
        let step = loop {
            // The key's two quotes and its colon, the value and what is behind it: loaded where they are needed.
            let Some(window) = ahead::<6>(tokens, here) else {
                break Step::Careful;
            };
            let at = window[0] as usize;
            let (id, filled);
            match self.keys.guess(guesses, bytes, at) {
                Some((known, key)) if key.is_plain() => {
                    (id, filled, guesses) = (known, key.filled, key.next);
                }
                Some((known, key)) if key.decides() => break Step::Deciding(known),
                _ => {
                    let Some(found) = self.look_up(bytes, [window[0], window[1], window[2]], seen, projection) else {
                        break Step::Careful;
                    };
                    if self.keys.key(found.0).is_some_and(Key::decides) {
                        break Step::Deciding(found.0);
                    }
                    (id, filled) = found;
                    guesses = self.keys.after(kind, id);
                }
            }
            let (value, after) = (window[3] as usize, window[4] as usize);
            let separator;
            match bytes[value] {
                b'"' => {
                    if bytes[after] == b'"' {
                        separator = window[5];
                        if filled != UNWANTED {
                            let string = slots.string(offset + value as u64 + 1, &bytes[value + 1..after]);
                            slots.fill(first, filled, string);
                        }
                        here += 6;
                    } else {
                        let Some((close, tokens)) = escaped_member(text, here + 3) else {
                            break Step::Careful;
                        };
                        separator = text.tokens[here + 3 + tokens];
                        if filled != UNWANTED {
                            let string = slots
                                .escaped_string(&bytes[value + 1..close])
                                .map_err(WalkError::Slots)?;
                            slots.fill(first, filled, string);
                        }
                        here += 4 + tokens;
                    }
                }
                byte @ (b'{' | b'[') => {
                    let known = self.keys.key(id);
                    self.target = known.map_or(NodeId(0), |key| key.node);
                    let slot = known.map_or(UNWANTED, |key| key.slot);
                    self.wanted = slot != UNWANTED;
                    self.note(id, slot);
                    self.state = State::Value;
                    *next = here + 3;
                    let kind = self.keys.child(id);
                    return Ok(Step::Container { kind, byte });
                }
                byte => {
                    if filled == UNWANTED {
                        if !is_scalar(bytes, byte, value, after) {
                            break Step::Careful;
                        }
                    } else {
                        let fill = |slots: &mut S, value| slots.fill(first, filled, value);
                        if !scalar_value(bytes, (byte, value, after), slots, fill) {
                            break Step::Careful;
                        }
                    }
                    separator = after as u32;
                    here += 5;
                }
            }
            seen = id;
            match bytes[separator as usize] {
                b',' => {}
                b'}' => {
                    *next = here;
                    return self.leave_object(slots);
                }
                _ => {
                    self.state = State::AfterValue;
                    here -= 1;
                    break Step::Careful;
                }
            }
        };
        *next = here;
        self.note(seen, UNWANTED);
        Ok(step)
    }

    /// What a key means that was not guessed: its number, and where scalars go. Nothing where the careful way knows better.
    #[cold]
    #[inline(never)]
    fn look_up(
        &mut self,
        bytes: &[u8],
        [at, close, colon]: [u32; 3],
        last: u32,
        projection: &Projection,
    ) -> Option<(u32, u32)> {
        let (at, close, colon) = (at as usize, close as usize, colon as usize);
        let Some(&Frame::Fields { node, kind, .. }) = self.frames.last() else {
            return None;
        };
        if let Some(id) = self.keys.seek(kind, last, bytes, at) {
            let filled = self.keys.key(id)?.filled;
            if filled != UNRESOLVED {
                return Some((id, filled));
            }
        }
        if bytes[at] != b'"' || bytes[close] != b'"' || bytes[colon] != b':' {
            return None;
        }
        let name = &bytes[at + 1..close];
        let id = self.keys.find(kind, last, name);
        if let Some(key) = self.keys.key_mut(id) {
            if key.filled == UNRESOLVED {
                key.resolve(name, node, projection);
            }
            return Some((id, key.filled));
        }
        let wanted = projection.node(node).fields.iter().any(|field| *field.name == *name);
        (!wanted).then_some((NONE, UNWANTED))
    }

    /// Notes the last key of the innermost object, and where its value goes.
    #[inline(always)]
    pub(super) fn note(&mut self, id: u32, to: u32) {
        if let Some(Frame::Fields { last, slot, .. }) = self.frames.last_mut() {
            *last = id;
            *slot = to;
        }
    }
}

/// The string with escapes that begins with a token: its closing quote, and its tokens. There is one more token behind.
#[inline(never)]
pub(super) fn escaped_member(text: Text<'_>, next: usize) -> Option<(usize, usize)> {
    let (close, count) = escaped_string(text.bytes, text.tokens, next)?;
    ahead::<1>(text.tokens, next + count)?;
    Some((close, count))
}
