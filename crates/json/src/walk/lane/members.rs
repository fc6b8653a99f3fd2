//! Members of an object, one after the other.

use super::scalar::scalar_value;
use super::whole::Passed;
use super::{Step, Text};
use crate::projection::{NodeId, Projection};
use crate::string;
use crate::walk::keys::{Key, NONE, Number, Seen, UNRESOLVED};
use crate::walk::ordinary::{Scalar, ahead, escaped_string, is_scalar, told_scalar};
use crate::walk::{Frame, Slots, State, UNWANTED, WalkError, Walker};

/// The object whose members come.
#[derive(Clone, Copy)]
pub(super) struct Members {
    pub first: u32,
    pub kind: u32,
    pub last: u32,
}

/// Where the last token ended of an object that is wanted whole, and its keys so far.
#[derive(Clone, Copy)]
struct Followed {
    end: usize,
    seen: Seen,
}

impl<V: Copy> Walker<V> {
    /// The members of the innermost object, up to a container or its end. `WHOLE`: it is wanted whole, and followed whether it
    /// is canonical.
    #[inline(always)]
    pub(super) fn members<const WHOLE: bool, S: Slots<Value = V>>(
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
            let place = offset + u64::from(at);
            match (bytes[at as usize], self.state) {
                (b',', State::AfterValue) => {
                    *next += 1;
                    if WHOLE {
                        self.skip.trace.token(place, place + 1, true);
                    }
                }
                (b'"', State::FirstKey) => {}
                (b'}', State::AfterValue | State::FirstKey) => {
                    *next += 1;
                    return self.leave_object::<WHOLE, S>(place, slots);
                }
                _ => return Ok(Step::Careful),
            }
            self.state = State::Key;
        }
        let mut followed = Followed {
            end: self.skip.trace.end.wrapping_sub(offset) as usize,
            seen: Seen::NONE,
        };
        if let (true, Some(whole)) = (WHOLE, self.wholes.last()) {
            followed.seen = whole.seen;
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
            let (id, filled, number, key_end);
            match self.keys.guess(guesses, bytes, at) {
                Some((known, key)) if key.is_plain() => {
                    (id, filled, guesses) = (known, key.filled, key.next);
                    (number, key_end) = (key.number, at + key.len as usize);
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
                    match self.keys.key(id) {
                        Some(key) => (number, key_end) = (key.number, at + key.len as usize),
                        // Such keys are not followed.
                        None if WHOLE => break Step::Careful,
                        None => (number, key_end) = (Number::NONE, 0),
                    }
                }
            }
            let (value, after) = (window[3] as usize, window[4] as usize);
            let separator;
            let leaf;
            let mut is_followed = false;
            match bytes[value] {
                b'"' => {
                    if bytes[after] == b'"' {
                        separator = window[5];
                        leaf = Scalar {
                            end: after + 1,
                            canonical: true,
                        };
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
                        let inner = &bytes[value + 1..close];
                        leaf = Scalar {
                            end: close + 1,
                            canonical: WHOLE && string::has_canonical_escapes(inner),
                        };
                        if filled != UNWANTED {
                            let string = slots.escaped_string(inner).map_err(WalkError::Slots)?;
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
                    let kind = self.keys.child(id);
                    here += 3;
                    let mut passed = Passed::Elsewhere;
                    if WHOLE {
                        self.follow_key(&mut followed, (at, key_end, number), offset);
                        passed = self.pass_inside(text, &mut here, (kind, byte), (first, slot), projection, slots)?;
                    }
                    if let Passed::Whole = passed {
                        is_followed = true;
                        leaf = Scalar {
                            end: self.skip.trace.end.wrapping_sub(offset) as usize,
                            canonical: true,
                        };
                        let Some(&[behind]) = ahead(tokens, here) else {
                            seen = id;
                            followed.end = leaf.end;
                            self.state = State::AfterValue;
                            break Step::Careful;
                        };
                        separator = behind;
                        here += 1;
                    } else {
                        *next = here;
                        self.note(id, slot);
                        if let Passed::Part = passed {
                            return Ok(Step::Careful);
                        }
                        self.state = State::Value;
                        return Ok(Step::Container { kind, byte });
                    }
                }
                byte => {
                    if filled == UNWANTED && !WHOLE {
                        if !is_scalar(bytes, byte, value, after) {
                            break Step::Careful;
                        }
                        leaf = Scalar {
                            end: after,
                            canonical: true,
                        };
                    } else {
                        let found = if filled == UNWANTED {
                            told_scalar(bytes, byte, value, after)
                        } else {
                            let fill = |slots: &mut S, value| slots.fill(first, filled, value);
                            scalar_value::<WHOLE, S>(bytes, (byte, value, after), slots, fill)
                        };
                        let Some(found) = found else { break Step::Careful };
                        leaf = found;
                    }
                    separator = after as u32;
                    here += 5;
                }
            }
            seen = id;
            if WHOLE {
                let mut flawed = separator as usize != leaf.end;
                if !is_followed {
                    flawed |= !leaf.canonical | (at != followed.end) | (key_end != value) | followed.seen.add(number);
                }
                if flawed {
                    self.skip.trace.flaw = offset + leaf.end as u64;
                }
                followed.end = separator as usize + 1;
            }
            match bytes[separator as usize] {
                b',' => {}
                b'}' => {
                    *next = here;
                    let at = offset + u64::from(separator);
                    if WHOLE {
                        self.skip.trace.end = at;
                    }
                    return self.leave_object::<WHOLE, S>(at, slots);
                }
                _ => {
                    self.state = State::AfterValue;
                    here -= 1;
                    followed.end = leaf.end;
                    break Step::Careful;
                }
            }
        };
        *next = here;
        self.note(seen, UNWANTED);
        if WHOLE {
            self.follow(followed, offset);
        }
        Ok(step)
    }

    /// A container begins behind a key: from where to where that goes, and its number.
    #[inline(always)]
    fn follow_key(&mut self, followed: &mut Followed, (at, end, number): (usize, usize, Number), offset: u64) {
        if followed.seen.add(number) | (at != followed.end) {
            self.skip.trace.flaw = offset + end as u64;
        }
        followed.end = end;
        self.follow(*followed, offset);
    }

    /// Notes how far an object that is wanted whole has been followed.
    #[inline(always)]
    fn follow(&mut self, followed: Followed, offset: u64) {
        self.skip.trace.end = offset.wrapping_add(followed.end as u64);
        if let Some(whole) = self.wholes.last_mut() {
            whole.seen = followed.seen;
        }
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
