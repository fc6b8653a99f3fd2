//! Members whose scalars may decide that the record is not wanted, and what is left of such a record.

use super::members::escaped_member;
use super::scalar::scalar_value;
use super::{Step, Text};
use crate::projection::{Projection, Rests};
use crate::string;
use crate::walk::decide::Fate;
use crate::walk::ordinary::{Scalar, ahead, is_scalar};
use crate::walk::pass::{Expect, Nest, pass_over};
use crate::walk::{Frame, Slots, State, UNWANTED, WalkError, Walker};

impl<V: Copy> Walker<V> {
    /// The member whose key, of this number, begins with the next token; what follows it as well, if the record is
    /// dropped.
    #[inline(never)]
    pub(super) fn deciding<S: Slots<Value = V>>(
        &mut self,
        id: u32,
        text: Text<'_>,
        next: &mut usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Step, WalkError<S::Error>> {
        let Text { bytes, tokens, offset } = text;
        let (Some(&Frame::Fields { first, whole, .. }), Some(key)) = (self.frames.last(), self.keys.key(id)) else {
            return Ok(Step::Careful);
        };
        let (slot, node) = (key.slot, key.node);
        let Some(&[at, close, colon, value, after, _]) = ahead(tokens, *next) else {
            return Ok(Step::Careful);
        };
        if let Fate::Dropped(_) = self.fate {
            // Whether it is one of those that were decided by is told where everything is.
            return Ok(Step::Careful);
        }
        let (value, after) = (value as usize, after as usize);
        let mut scalar = None;
        let leaf;
        let consumed = match bytes[value] {
            byte @ (b'{' | b'[') => {
                if projection.node(node).scalar {
                    self.meets_container();
                }
                if whole {
                    self.trace_key(id, (at, close, colon), offset);
                }
                self.target = node;
                self.wanted = true;
                self.note(id, slot);
                self.state = State::Value;
                *next += 3;
                let kind = self.keys.child(id);
                return Ok(Step::Container { kind, byte });
            }
            b'"' if bytes[after] == b'"' => {
                scalar = Some(slots.string(offset + value as u64 + 1, &bytes[value + 1..after]));
                leaf = Scalar {
                    end: after + 1,
                    canonical: true,
                };
                5
            }
            b'"' => {
                let Some((close, count)) = escaped_member(text, *next + 3) else {
                    return Ok(Step::Careful);
                };
                let inner = &bytes[value + 1..close];
                scalar = Some(slots.escaped_string(inner).map_err(WalkError::Slots)?);
                leaf = Scalar {
                    end: close + 1,
                    canonical: whole && string::has_canonical_escapes(inner),
                };
                3 + count
            }
            byte => {
                let fill = |_: &mut S, value| scalar = Some(value);
                let Some(found) = scalar_value::<true, S>(bytes, (byte, value, after), slots, fill) else {
                    return Ok(Step::Careful);
                };
                leaf = found;
                4
            }
        };
        *next += consumed;
        self.note(id, UNWANTED);
        if whole {
            self.trace_key(id, (at, close, colon), offset);
            let (at, end) = (offset + value as u64, offset + leaf.end as u64);
            self.skip.trace.token(at, end, leaf.canonical);
        }
        self.state = State::AfterValue;
        if let Some(value) = scalar {
            slots.fill(first, slot, value);
            let decides = self.fate == Fate::Open && !projection.node(node).decides.is_empty();
            if decides && slots.decide(node, value) {
                self.fate = Fate::Dropped(node);
                return self.drop_rest(text, next, projection, slots);
            }
        }
        Ok(Step::Left)
    }

    /// Notes a key of an object that is wanted whole, by its quotes and its colon.
    fn trace_key(&mut self, id: u32, (at, close, colon): (u32, u32, u32), offset: u64) {
        let (at, end) = (offset + u64::from(at), offset + u64::from(colon) + 1);
        self.skip.trace.token(at, end, colon == close + 1);
        self.track_key(id);
    }

    /// Passes over what is left of a record that is dropped, while it is ordinary.
    #[inline(never)]
    pub(super) fn drop_rest<S: Slots<Value = V>>(
        &mut self,
        text: Text<'_>,
        next: &mut usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Step, WalkError<S::Error>> {
        let rests = self.fate.rests(projection);
        loop {
            let Some(&Frame::Fields { node, whole, .. }) = self.frames.last() else {
                return Ok(Step::Careful);
            };
            // What is inside other objects is nobody's, but their end has to be noticed.
            let Some(first) = rests.iter().position(|rests| rests.object == node) else {
                return Ok(Step::Left);
            };
            let count = rests[first..].iter().take_while(|rests| rests.object == node).count();
            if !self.drop_members(&rests[first..first + count], text, next) {
                return Ok(Step::Careful);
            }
            // What is dropped is not asked for, nor whether it is canonical.
            let at = offset_of(text, *next - 1);
            let left = if whole {
                self.leave_object::<true, S>(at, slots)?
            } else {
                self.leave_object::<false, S>(at, slots)?
            };
            match left {
                Step::Left => {}
                step => return Ok(step),
            }
        }
    }

    /// Passes over members of the innermost object, of which the decision rests on some; whether up to its end.
    #[inline(always)]
    fn drop_members(&mut self, rests: &[Rests], text: Text<'_>, next: &mut usize) -> bool {
        let Text { bytes, tokens, offset } = text;
        let mut at = *next;
        if self.state == State::AfterValue {
            let Some(&[separator]) = ahead(tokens, at) else {
                return false;
            };
            match bytes[separator as usize] {
                b',' => *next += 1,
                b'}' => {
                    *next += 1;
                    return true;
                }
                _ => return false,
            }
            at += 1;
            self.state = State::Key;
        }
        let ends = loop {
            let Some(&[key, close, colon, value, after, behind]) = ahead(tokens, at) else {
                break false;
            };
            let (key, close, value) = (key as usize, close as usize, value as usize);
            if bytes[key] != b'"' || bytes[close] != b'"' || bytes[colon as usize] != b':' {
                break false;
            }
            let byte = bytes[value];
            let name = &bytes[key + 1..close];
            if let Some(rests) = rests.iter().find(|rests| *rests.name == *name)
                && (!rests.any_scalar || matches!(byte, b'{' | b'['))
            {
                self.state = State::Again;
                break false;
            }
            let separator = match byte {
                b'"' if bytes[after as usize] == b'"' => {
                    at += 6;
                    behind
                }
                b'"' => {
                    let Some((_, count)) = escaped_member(text, at + 3) else {
                        break false;
                    };
                    at += 4 + count;
                    tokens[at - 1]
                }
                b'{' | b'[' => {
                    if self.frames.len() >= self.max_depth {
                        break false;
                    }
                    let deepest = self.max_depth - self.frames.len();
                    let is_array = byte == b'[';
                    let mut nest = Nest::default();
                    nest.push(is_array);
                    at += 4;
                    let first = if is_array {
                        Expect::FirstElement
                    } else {
                        Expect::FirstKey
                    };
                    let expect = pass_over(bytes, tokens, &mut at, &mut nest, deepest, first);
                    if nest.depth() > 0 {
                        self.skip.go_on(offset + value as u64, nest, expect, deepest);
                        self.state = State::Skip;
                        break false;
                    }
                    let Some(&[separator]) = ahead(tokens, at) else {
                        self.state = State::AfterValue;
                        break false;
                    };
                    at += 1;
                    separator
                }
                _ => {
                    if !is_scalar(bytes, byte, value, after as usize) {
                        break false;
                    }
                    at += 5;
                    after
                }
            };
            match bytes[separator as usize] {
                b',' => {}
                b'}' => break true,
                _ => {
                    at -= 1;
                    self.state = State::AfterValue;
                    break false;
                }
            }
        };
        *next = at;
        ends
    }
}

/// Where a token lies, from the very start of the input.
fn offset_of(text: Text<'_>, token: usize) -> u64 {
    text.offset + u64::from(text.tokens[token])
}
