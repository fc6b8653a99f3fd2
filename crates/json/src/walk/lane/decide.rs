//! Members whose scalars may decide that the record is not wanted, and what is left of such a record.

use super::members::escaped_member;
use super::scalar::scalar_value;
use super::{Step, Text};
use crate::projection::{NodeId, Projection, Rests};
use crate::string;
use crate::walk::decide::Fate;
use crate::walk::keys::Key;
use crate::walk::ordinary::{Scalar, ahead};
use crate::walk::pass::{Expect, Leaf, Nest, Watch, pass};
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
        let on_way =
            |frame: &&Frame| matches!(frame, Frame::Fields { node, .. } if !at_object(rests, *node).is_empty());
        let levels = self.frames.iter().rev().take_while(on_way).count();
        let expect = match self.state {
            State::Key => Expect::Key,
            State::AfterValue => Expect::AfterValue,
            _ => return Ok(Step::Careful),
        };
        if levels == 0 {
            // What is inside other objects is nobody's, but their end has to be noticed.
            return Ok(Step::Left);
        }
        let outside = self.frames.len() - levels;
        let mut nest = Nest::default();
        (0..levels).for_each(|_| nest.push(false));
        let mut watch = Repeats::over(&self.frames[outside..], rests);
        let deepest = self.max_depth - outside;
        let expect = pass(
            text.bytes,
            text.tokens,
            next,
            (&mut nest, deepest, expect),
            &mut (),
            &mut watch,
        );
        if watch.found {
            self.state = State::Again;
            return Ok(Step::Careful);
        }
        // What is dropped is not asked for, nor whether it is canonical.
        let last = next.checked_sub(1).and_then(|last| text.tokens.get(last));
        let at = text.offset + u64::from(last.copied().unwrap_or_default());
        let (depth, open) = (nest.depth() as usize, watch.on_way);
        for _ in open..levels {
            if self.in_whole() {
                self.leave_object::<true, S>(at, slots)?;
            } else {
                self.leave_object::<false, S>(at, slots)?;
            }
        }
        if depth > open {
            let inside = nest.innermost((depth - open) as u32);
            self.skip.go_on(at, inside, expect, self.max_depth - self.frames.len());
            self.state = State::Skip;
        } else if depth > 0 {
            self.state = if expect == Expect::Key {
                State::Key
            } else {
                State::AfterValue
            };
        }
        Ok(Step::Careful)
    }
}

/// What a decision rests on among the members of an object.
fn at_object(rests: &[Rests], node: NodeId) -> &[Rests] {
    let of_object = |rests: &&Rests| rests.object == node;
    let first = rests.iter().take_while(|rests| !of_object(rests)).count();
    let rests = &rests[first..];
    &rests[..rests.iter().take_while(of_object).count()]
}

/// Watches for members that a decision rests on, while the rest of their record is passed over.
struct Repeats<'r> {
    /// The objects from the record to where the decision fell
    frames: &'r [Frame],
    rests: &'r [Rests],
    /// What is watched for in the innermost of them
    level: &'r [Rests],
    /// The same in the innermost container
    here: &'r [Rests],
    /// How many of them have not ended
    on_way: usize,
    /// Containers that are open, others in the innermost of them included
    depth: usize,
    /// There was one
    found: bool,
}

impl<'r> Repeats<'r> {
    fn over(frames: &'r [Frame], rests: &'r [Rests]) -> Repeats<'r> {
        let mut repeats = Repeats {
            frames,
            rests,
            level: &[],
            here: &[],
            on_way: frames.len(),
            depth: frames.len(),
            found: false,
        };
        repeats.look();
        repeats.here = repeats.level;
        repeats
    }

    /// Finds out what is watched for in the innermost of the objects.
    fn look(&mut self) {
        self.level = match self.on_way.checked_sub(1).and_then(|at| self.frames.get(at)) {
            Some(Frame::Fields { node, .. }) => at_object(self.rests, *node),
            _ => &[],
        };
    }

    /// The one of that name.
    #[inline(always)]
    fn named(&self, text: &[u8], &[key, close, ..]: &[u32; 6]) -> Option<&Rests> {
        let name = &text[key as usize + 1..close as usize];
        self.here.iter().find(|rests| *rests.name == *name)
    }
}

impl Watch for Repeats<'_> {
    type Keys = ();
    /// Whether it must be no container.
    type Known<'k> = bool;
    const NUMBERS: bool = false;

    #[inline(always)]
    fn all(&(): &()) -> &[Key] {
        &[]
    }
    #[inline(always)]
    fn key(&self, _: &[Key], text: &[u8], tokens: &[u32; 6]) -> Option<bool> {
        let &[key, close, colon, ..] = tokens;
        if text[key as usize] != b'"' || text[close as usize] != b'"' || text[colon as usize] != b':' {
            return None;
        }
        if self.here.is_empty() {
            return Some(false);
        }
        match self.named(text, tokens) {
            None => Some(false),
            Some(rests) => rests.any_scalar.then_some(true),
        }
    }
    #[cold]
    fn learn(&mut self, (): &mut (), text: &[u8], tokens: &[u32; 6]) -> bool {
        let &[key, close, ..] = tokens;
        let is_key = text[key as usize] == b'"' && text[close as usize] == b'"';
        self.found |= is_key && self.named(text, tokens).is_some();
        false
    }
    #[inline(always)]
    fn leaf(&mut self, _: &[u8], _: Option<bool>, _: Leaf) {}
    #[inline(always)]
    fn container(&mut self, _: &[u8], no_container: Option<bool>, _: usize) {
        self.found |= no_container == Some(true);
    }
    #[inline(always)]
    fn open(&mut self, (): &mut (), _: usize, _: u8) {
        self.depth += 1;
        self.here = &[];
    }
    #[inline(always)]
    fn comma(&mut self, _: usize) {}
    #[inline(always)]
    fn close(&mut self, (): &(), _: usize, _: u8, _: bool) {
        self.depth -= 1;
        if self.depth < self.on_way {
            self.on_way = self.depth;
            self.look();
        }
        if self.depth == self.on_way {
            self.here = self.level;
        }
    }
}
