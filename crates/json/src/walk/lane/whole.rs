//! What is handed over as it stands, in the lane.

use super::members::Members;
use super::{Entered, Step, Text};
use crate::projection::{Node, Projection};
use crate::walk::keys::NONE;
use crate::walk::skip::Skipping;
use crate::walk::{Frame, SKIPPED, Slots, State, UNWANTED, WalkError, Walker};

/// How far a container was passed over.
pub(super) enum Passed {
    /// To its end
    Whole,
    /// Only a part of it is there
    Part,
    /// Not at all
    Elsewhere,
}

impl<V: Copy> Walker<V> {
    /// The members of the innermost object, which is wanted whole.
    #[inline(never)]
    pub(super) fn whole_members<S: Slots<Value = V>>(
        &mut self,
        object: Members,
        text: Text<'_>,
        next: &mut usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Step, WalkError<S::Error>> {
        self.members::<true, S>(object, text, next, projection, slots)
    }

    /// Passes over the container that begins in an object which is wanted whole, if it is not read itself; its slot gets it
    /// as it is.
    #[inline(never)]
    pub(super) fn pass_inside<S: Slots<Value = V>>(
        &mut self,
        text: Text<'_>,
        next: &mut usize,
        container: (u32, u8),
        (first, slot): (u32, u32),
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Passed, WalkError<S::Error>> {
        let node = if self.wanted {
            projection.node(self.target)
        } else {
            &SKIPPED
        };
        if is_elsewhere(node) || is_read(node, container.1) || self.frames.len() >= self.max_depth {
            return Ok(Passed::Elsewhere);
        }
        if !self.pass_whole(text, next, container, Skipping::of(node, true)) {
            return Ok(Passed::Part);
        }
        if let Some(value) = self.skipped(slots)? {
            slots.fill(first, slot, value);
        }
        self.state = State::Key;
        Ok(Passed::Whole)
    }

    /// Passes over a container that is handed over, or stands in one; whether to its end.
    #[inline(always)]
    fn pass_whole(&mut self, text: Text<'_>, next: &mut usize, (kind, byte): (u32, u8), mode: Skipping) -> bool {
        let start = text.offset + u64::from(text.tokens[*next]);
        *next += 1;
        self.skip.trace.follows(start);
        self.begin_skip(mode, start, byte == b'[', kind);
        self.skip
            .run_first(text.bytes, text.tokens, next, text.offset, &mut self.keys);
        self.skip.is_done()
    }

    /// The container whose bracket is the next token begins; it stands in an object that is wanted whole, or is wanted whole.
    #[inline(never)]
    pub(super) fn enter_whole<S: Slots<Value = V>>(
        &mut self,
        text: Text<'_>,
        next: &mut usize,
        (kind, byte): (u32, u8),
        in_whole: bool,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Entered, WalkError<S::Error>> {
        if self.frames.len() >= self.max_depth {
            return Ok(Entered::Part);
        }
        let target = self.target;
        let node = if self.wanted { projection.node(target) } else { &SKIPPED };
        if is_elsewhere(node) || (is_read(node, byte) && !node.value) {
            return Ok(Entered::Elsewhere);
        }
        if byte == b'{' && is_read(node, byte) {
            let start = text.offset + u64::from(text.tokens[*next]);
            *next += 1;
            if in_whole {
                self.skip.trace.follows(start);
            }
            let (object, first) = slots.begin_fields(target, node.fields.len());
            self.frames.push(Frame::Fields {
                object,
                node: target,
                first,
                slot: UNWANTED,
                kind,
                last: NONE,
                whole: true,
            });
            self.begin_whole(start, node.output);
            self.state = State::FirstKey;
            return Ok(Entered::Inside);
        }
        if !self.pass_whole(text, next, (kind, byte), Skipping::of(node, in_whole)) {
            return Ok(Entered::Part);
        }
        self.end_skip(slots)?;
        Ok(Entered::Inside)
    }
}

/// Whether such containers are none of the lane's.
fn is_elsewhere(node: &Node) -> bool {
    node.open || node.records.is_some() || node.scalar
}

/// Whether something in the container is wanted besides.
fn is_read(node: &Node, bracket: u8) -> bool {
    if bracket == b'{' {
        !node.fields.is_empty()
    } else {
        node.elements.is_some() && !node.value
    }
}
