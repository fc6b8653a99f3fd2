//! Records that are dropped before they end.
//!
//! Where the receiver decides by a scalar that the record is not wanted ([`Slots::decide`]), the rest of it is only
//! checked. A repeated key could change what was decided by: then the record is read again from its start, without
//! decisions on the way.

use super::cursor::Cursor;
use super::{Frame, Slots, State, Walker};
use crate::projection::{NodeId, Projection, Rests};

/// Whether the record that is being read may be dropped before it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// If something decides so
    Open,
    /// It is dropped, by a scalar at this node
    Dropped(NodeId),
    /// No: it is handed over as a whole
    Settled,
}

impl Fate {
    /// What the decision rests on, if the record is dropped.
    #[inline(always)]
    pub fn rests(self, projection: &Projection) -> &[Rests] {
        match self {
            Fate::Dropped(node) => &projection.node(node).decides,
            Fate::Open | Fate::Settled => &[],
        }
    }

    /// Whether the record must be read again because there is a member with this name. Members that only must be no
    /// containers are looked at by [`Walker::meets_container`].
    #[inline(always)]
    pub fn is_undone(self, object: NodeId, name: &[u8], projection: &Projection) -> bool {
        let mut rests = self.rests(projection).iter();
        rests.any(|rests| !rests.any_scalar && rests.object == object && *rests.name == *name)
    }
}

impl<V: Copy> Walker<V> {
    /// Where a record begins that may have to be read again.
    pub(super) fn dropped_start(&self) -> Option<u64> {
        let is_open = !matches!(self.frames.last(), None | Some(Frame::Records { .. }));
        (is_open && matches!(self.fate, Fate::Dropped(_))).then_some(self.start)
    }

    /// A record that has begun before the bytes at hand could not be read again: nothing is decided any more.
    pub(super) fn settle(&mut self, base: u64) {
        if self.start < base && self.fate == Fate::Open && !self.frames.is_empty() {
            self.fate = Fate::Settled;
        }
    }

    /// A container stands where decisions rest on a scalar; whether the record must be read again.
    #[inline]
    pub(super) fn meets_container(&mut self) -> bool {
        if let Fate::Dropped(_) = self.fate {
            self.state = State::Again;
            return true;
        }
        self.fate = Fate::Settled;
        false
    }

    /// Goes back to where the record begins.
    #[cold]
    pub(super) fn begin_again<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        projection: &Projection,
        slots: &mut S,
    ) {
        let Some(at) = self.start.checked_sub(cursor.base) else {
            unreachable!("the bytes of a record are kept while it may be read again")
        };
        cursor.scanner.skip_to(at as usize);
        self.fate = Fate::Settled;
        self.state = State::Value;
        self.wanted = true;
        // Between the record and the repeated key there are only objects of which fields are wanted.
        let records = self
            .frames
            .iter()
            .rposition(|frame| matches!(frame, Frame::Records { .. }));
        for frame in self.frames.drain(records.map_or(0, |at| at + 1)..) {
            if let Frame::Fields { whole: true, .. } = frame {
                self.wholes.pop();
            }
        }
        match self.frames.last() {
            Some(&Frame::Records { node, pipeline, .. }) => {
                self.target = projection
                    .node(node)
                    .elements
                    .expect("walked arrays have wanted elements");
                slots.again(pipeline);
            }
            _ => {
                self.target = NodeId(0);
                slots.again(0);
            }
        }
    }
}
