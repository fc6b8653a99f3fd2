//! An array of records in parts: a walk stops between two records, and others go on from such a place.

use super::{Frame, State, Walker};
use crate::projection::NodeId;

/// A place between two records of an array: behind the one, before the comma.
#[derive(Clone, Copy, Debug)]
pub struct Between {
    node: NodeId,
    /// The number of their pipeline
    pub pipeline: u32,
    /// Containers around them
    depth: usize,
}

impl<V: Copy> Walker<V> {
    /// From now on the walk stops with [`Progress::More`](super::Progress::More) before each comma between two records, or
    /// goes on as usual.
    pub fn stop_between_records(&mut self, stops: bool) {
        self.stops = stops;
    }

    /// Where the walk stands, if that is behind a record.
    #[must_use]
    pub fn between_records(&self) -> Option<Between> {
        match self.frames.last() {
            Some(&Frame::Records { node, pipeline, .. })
                if self.state == State::AfterValue && self.wholes.is_empty() =>
            {
                Some(Between {
                    node,
                    pipeline,
                    depth: self.frames.len(),
                })
            }
            _ => None,
        }
    }

    /// Begins where another walk stands; `max_depth` is as it was for that one. What this walk knows of keys must come from
    /// records of the same array.
    pub fn join(&mut self, place: Between, max_depth: usize) {
        self.restart();
        self.max_depth = max_depth - (place.depth - 1);
        let kind = self.keys.root();
        self.frames.push(Frame::Records {
            node: place.node,
            pipeline: place.pipeline,
            kind,
        });
        self.state = State::AfterValue;
    }
}
