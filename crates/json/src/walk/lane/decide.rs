//! Members whose scalars may decide that the record is not wanted, and what is left of such a record.

use super::members::escaped_member;
use super::scalar::scalar_value;
use super::{Step, Text};
use crate::projection::{Projection, Rests};
use crate::walk::decide::Fate;
use crate::walk::ordinary::{ahead, is_scalar};
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
        let (Some(&Frame::Fields { first, .. }), Some(key)) = (self.frames.last(), self.keys.key(id)) else {
            return Ok(Step::Careful);
        };
        let (slot, node) = (key.slot, key.node);
        let Some(&[_, _, _, value, after, _]) = ahead(tokens, *next) else {
            return Ok(Step::Careful);
        };
        if let Fate::Dropped(_) = self.fate {
            // Whether it is one of those that were decided by is told where everything is.
            return Ok(Step::Careful);
        }
        let (value, after) = (value as usize, after as usize);
        let mut scalar = None;
        let consumed = match bytes[value] {
            byte @ (b'{' | b'[') => {
                if projection.node(node).scalar {
                    self.meets_container();
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
                5
            }
            b'"' => {
                let Some((close, count)) = escaped_member(text, *next + 3) else {
                    return Ok(Step::Careful);
                };
                let string = slots.escaped_string(&bytes[value + 1..close]);
                scalar = Some(string.map_err(WalkError::Slots)?);
                3 + count
            }
            byte => {
                if scalar_value::<false, S>(bytes, (byte, value, after), slots, |_, value| scalar = Some(value))
                    .is_none()
                {
                    return Ok(Step::Careful);
                }
                4
            }
        };
        *next += consumed;
        self.note(id, UNWANTED);
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
            let Some(&Frame::Fields { node, whole: false, .. }) = self.frames.last() else {
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
            match self.leave_object::<false, S>(0, slots)? {
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
