//! Where the records and the time of a run go, for runs of which somebody wants to know.
//!
//! Without a [`Tally`] in the state nothing is counted and no clock is read. With one the first records are timed one by one and
//! of the others a sample, each standing for its neighbours: a look at the clock costs as much as a small callback.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::run::{Runner, WriteFailure};
use super::stages::{StageCode, Step};
use crate::value::{Abrupt, Value};

/// So many records are timed one by one.
const EXACT: u64 = 256;
/// Behind them every so manieth is.
const STRIDE: u64 = 32;

/// What is known of a run.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// What each stage of the first pipeline did
    pub stages: Vec<StageTally>,
    /// Nanoseconds in the engine, those of all threads together
    pub total: u64,
    /// Of these in callbacks and stages
    pub evaluate: u64,
    /// Of these in writing
    pub write: u64,
    /// Bytes that were held at most
    #[serde(skip)]
    pub memory: u64,
    /// Bytes that another thread held at most
    #[serde(skip)]
    parts: u64,
    /// Records that went through the stages
    #[serde(skip)]
    passed: u64,
    /// For how many records the present one stands; 0 where it is not timed
    #[serde(skip)]
    weight: u64,
}

/// What one stage did.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct StageTally {
    /// Records that reached it
    pub rows: u64,
    /// Nanoseconds in it
    pub nanoseconds: u64,
}

impl Tally {
    /// A tally of so many stages.
    #[must_use]
    pub fn new(stages: usize) -> Tally {
        Tally {
            stages: vec![StageTally::default(); stages],
            ..Tally::default()
        }
    }

    /// The same for a part of a long run, of which a sample is timed from the start.
    #[must_use]
    pub fn sampled(self) -> Tally {
        Tally { passed: EXACT, ..self }
    }

    /// Another record goes through the stages.
    pub(super) fn next_record(&mut self) {
        self.weight = match self.passed {
            passed if passed < EXACT => 1,
            passed if passed % STRIDE == 0 => STRIDE,
            _ => 0,
        };
        self.passed += 1;
    }

    /// A time on the clock, where the present record is timed.
    fn begin(&self) -> Option<Instant> {
        (self.weight > 0).then(Instant::now)
    }

    fn since(&self, begun: Option<Instant>) -> u64 {
        begun.map_or(0, |begun| nanoseconds(begun.elapsed()) * self.weight)
    }

    /// Bytes that so many threads held at most.
    #[must_use]
    pub fn memory(&self, threads: usize) -> u64 {
        self.memory + self.parts * threads as u64
    }

    /// What another thread has counted.
    pub(super) fn join(&mut self, other: &Tally) {
        for (stage, other) in self.stages.iter_mut().zip(&other.stages) {
            stage.rows += other.rows;
            stage.nanoseconds += other.nanoseconds;
        }
        self.total += other.total;
        self.evaluate += other.evaluate;
        self.write += other.write;
        self.parts = self.parts.max(other.memory);
    }

    /// Time in the engine.
    pub fn spent(&mut self, time: Duration) {
        self.total += nanoseconds(time);
    }

    /// Time in the callback over a document.
    pub(super) fn evaluated(&mut self, time: Duration) {
        let time = nanoseconds(time);
        self.evaluate += time;
        if let Some(stage) = self.stages.first_mut() {
            stage.rows += 1;
            stage.nanoseconds += time;
        }
    }

    /// Time in writing a document.
    pub(super) fn wrote(&mut self, time: Duration) {
        self.write += nanoseconds(time);
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

impl Runner<'_, '_> {
    /// One stage, one record, and how long it took if somebody wants to know.
    #[inline]
    pub(super) fn tallied(
        &mut self,
        pipeline: usize,
        position: usize,
        stage: &StageCode,
        value: Value,
        env: Value,
    ) -> Result<Step, Abrupt> {
        if self.state.tally.is_none() {
            return self.apply(pipeline, position, stage, value, env);
        }
        let begun = self.state.tally.as_ref().and_then(|tally| tally.begin());
        let step = self.apply(pipeline, position, stage, value, env);
        if let Some(tally) = self.state.tally.as_mut() {
            let time = tally.since(begun);
            tally.evaluate += time;
            // a document's callback is its one stage, whatever was found inside it
            let position = if self.executable.document.is_some() {
                0
            } else {
                position
            };
            if let Some(stage) = tally.stages.get_mut(position) {
                stage.rows += u64::from(self.executable.document.is_none());
                stage.nanoseconds += time;
            }
        }
        step
    }

    /// Writes a result, and how long it took if somebody wants to know.
    #[inline]
    pub(super) fn write_tallied(&mut self, pipeline: usize, value: Value) -> Result<(), WriteFailure> {
        if self.state.tally.is_none() {
            return self.write(pipeline, value);
        }
        let begun = self.state.tally.as_ref().and_then(|tally| tally.begin());
        let written = self.write(pipeline, value);
        if let Some(tally) = self.state.tally.as_mut() {
            tally.write += tally.since(begun);
        }
        written
    }

    /// The first stage has seen a record of which it was known before that it would not keep it.
    pub(super) fn tally_dropped(&mut self, pipeline: usize) {
        let in_document = self.executable.document.is_some();
        let stages = self.state.tally.as_mut().map(|tally| &mut tally.stages);
        if let Some(stage) = stages
            .filter(|_| pipeline == 0 && !in_document)
            .and_then(|stages| stages.first_mut())
        {
            stage.rows += 1;
        }
    }

    /// A stage holds a record until all are there.
    pub(super) fn tally_held(&mut self, pipeline: usize, position: usize) {
        let stages = self.state.tally.as_mut().map(|tally| &mut tally.stages);
        if let Some(stage) = stages
            .filter(|_| pipeline == 0)
            .and_then(|stages| stages.get_mut(position))
        {
            stage.rows += 1;
        }
    }

    /// A stage has had all records that it held.
    pub(super) fn finish_tallied(&mut self, pipeline: usize, position: usize, begun: Option<Instant>) {
        let Some((tally, begun)) = self.state.tally.as_mut().zip(begun) else {
            return;
        };
        let time = nanoseconds(begun.elapsed());
        tally.evaluate += time;
        if let Some(stage) = tally.stages.get_mut(position).filter(|_| pipeline == 0) {
            stage.nanoseconds += time;
        }
    }

    /// A record begins its way through the stages.
    #[inline]
    pub(super) fn tally_record(&mut self) {
        if let Some(tally) = self.state.tally.as_mut() {
            tally.next_record();
        }
    }

    /// The callback over a document has run since `begun`.
    pub(super) fn tally_document(&mut self, begun: Option<Instant>) {
        if let Some((tally, begun)) = self.state.tally.as_mut().zip(begun) {
            tally.evaluated(begun.elapsed());
        }
    }

    /// The time now, if somebody wants to know.
    pub(super) fn clock(&self) -> Option<Instant> {
        self.state.tally.as_ref().map(|_| Instant::now())
    }
}
