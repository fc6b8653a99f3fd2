//! Sorted records on their way out, a part at a time: texts are written, values go through the stages behind.

use std::io;

use super::handles::Handles;
use super::merge::Merge;
use super::{FAILED, HELD, PLACE, Sorted, failed_spill};
use crate::exec::run::{Failure, Runner, WriteFailure};
use crate::exec::slots::early;
use crate::exec::stages::{Keeps, Operation};
use crate::value::packed::unpack;
use crate::value::{Abrupt, Value};

/// Where the next record comes from.
#[derive(Debug)]
pub(super) enum Source {
    /// Entries in memory, from this one on
    Entries(usize),
    /// Sorted runs
    Merge(Merge),
    /// Records by their handles, in order, from this one on
    Handles(Box<Handles>, Vec<u32>, usize),
}

/// Sorted records on their way out.
#[derive(Debug)]
pub(in crate::exec) struct Draining {
    pub(super) records: Sorted,
    pub(super) source: Source,
    pub(super) keeps: Keeps,
    /// How many have gone by
    pub(super) passed: u64,
    /// The first stage behind them
    pub(super) from: usize,
    /// The record at hand
    pub(super) bytes: Vec<u8>,
}

impl Draining {
    /// Whether some of the records lie in the heap.
    pub(in crate::exec) fn holds(&self) -> bool {
        !self.records.held.is_empty()
    }

    /// Makes the next record the one at hand. Whether its bytes are the number of a failure; nothing at the end.
    fn next(&mut self) -> io::Result<Option<bool>> {
        self.bytes.clear();
        match &mut self.source {
            Source::Entries(next) => {
                let Some(entry) = self.records.entries.get(*next) else {
                    return Ok(None);
                };
                *next += 1;
                let failed = entry.text == FAILED;
                let len = if failed { 4 } else { entry.text as usize };
                let at = entry.start as usize + entry.key as usize;
                self.bytes.extend_from_slice(&self.records.bytes[at..at + len]);
                Ok(Some(failed))
            }
            Source::Merge(merge) => {
                let Some((record, bytes)) = merge.top() else {
                    return Ok(None);
                };
                self.bytes.extend_from_slice(&bytes[record.text]);
                merge.advance()?;
                Ok(Some(record.failed))
            }
            Source::Handles(handles, order, next) => {
                let Some(&handle) = order.get(*next) else {
                    return Ok(None);
                };
                *next += 1;
                handles.read(handle, &mut self.bytes)?;
                Ok(Some(false))
            }
        }
    }
}

impl Runner<'_, '_> {
    /// Writes sorted records until the output has so many bytes; whether that was all.
    pub(in crate::exec) fn drain(&mut self, bytes: usize) -> Result<bool, Failure> {
        let Some(mut draining) = self.state.draining.take() else {
            return Ok(true);
        };
        let is_done = self.drain_from(&mut draining, bytes);
        self.state.pipelines[0].waited = None;
        if matches!(is_done, Ok(false)) {
            self.state.draining = Some(draining);
        } else {
            self.state.reserved -= draining.records.charged;
        }
        is_done
    }

    fn drain_from(&mut self, draining: &mut Draining, bytes: usize) -> Result<bool, Failure> {
        while self.state.out.len() < bytes {
            if self.machine.is_cancelled() {
                return Err(Failure::Cancelled);
            }
            let next = draining.next().map_err(|error| early(failed_spill(&error)))?;
            let Some(failed) = next else { return Ok(true) };
            match draining.keeps {
                Keeps::Values => self.drain_value(draining)?,
                _ => self.drain_text(draining, failed)?,
            }
            draining.passed += 1;
            if self.state.pipelines[0].failure.is_some() || self.has_enough(draining.from) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a slice behind the sorted records lets no more of them through.
    fn has_enough(&self, from: usize) -> bool {
        let stages = self.executable.pipelines[0].iter().zip(&self.state.pipelines[0].stages);
        stages.skip(from).any(|(stage, state)| match stage.operation {
            Operation::Slice { start, end } => start >= 0.0 && end >= 0.0 && state.index as f64 >= end,
            _ => false,
        })
    }

    /// A record goes through the stages behind.
    fn drain_value(&mut self, draining: &Draining) -> Result<(), Failure> {
        let (place, packed) = draining.bytes.split_at(PLACE);
        let number = |at: usize| {
            place[at..at + 8]
                .iter()
                .rev()
                .fold(0, |sum, &byte| sum << 8 | u64::from(byte))
        };
        let mark = self.machine.heap.mark();
        let (value, held) = if place[PLACE - 1] == HELD {
            let number = packed.iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte));
            (Ok(draining.records.held[number].value), true)
        } else {
            (unpack(&mut self.machine.heap, packed), false)
        };
        let state = &mut self.state.pipelines[0];
        state.waited = Some((number(0), number(8)));
        state.held = held;
        match value {
            Ok(value) => self.advance(0, draining.from, value)?,
            Err(abrupt) => return self.failed_as_a_whole(0, draining.from - 1, abrupt),
        }
        if self.state.pipelines[0].held {
            self.state.rows.end_burst();
            if !draining.records.held.is_empty() {
                return self.afford_held();
            }
            // None of them lies in the input.
            self.renew_behind(draining.from)?;
            return self.machine.heap.afford(self.state.reserved).map_err(early);
        }
        self.end_rows()?;
        self.machine.heap.reset(mark);
        self.state.pipelines[0].resets += 1;
        Ok(())
    }

    /// A record is written, if the slices behind let it through: nothing else stands there.
    fn drain_text(&mut self, draining: &Draining, failed: bool) -> Result<(), Failure> {
        let executable = self.executable;
        let last = executable.pipelines[0].len();
        let behind = executable.pipelines[0][draining.from..].iter();
        let kept = behind
            .clone()
            .try_fold(draining.passed, |at, stage| match stage.operation {
                Operation::Slice { start, end } if (at as f64) < start || at as f64 >= end => None,
                Operation::Slice { start, .. } => Some(at - start as u64),
                _ => Some(at),
            });
        if kept.is_none() {
            return Ok(());
        }
        let text = &draining.bytes;
        if failed {
            let number = u32::from_le_bytes([text[0], text[1], text[2], text[3]]);
            let failure = draining.records.failures[number as usize].clone();
            return self.fail(0, last, failure);
        }
        match self.write_text(0, text) {
            Ok(()) => Ok(()),
            Err(WriteFailure::Abrupt(abrupt)) => {
                let stage = executable.pipelines[0].last().map_or(0, |stage| stage.stage);
                let failure = self.failure(abrupt, stage, 0, 0);
                self.fail(0, last, failure)
            }
            Err(WriteFailure::NotText(_)) => unreachable!("JSON is written"),
        }
    }
}

/// A record with its place, before what is packed of it.
pub(super) fn put_place(record: u64, offset: u64, kind: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(&record.to_le_bytes());
    out.extend_from_slice(&offset.to_le_bytes());
    out.push(kind);
}

/// What is packed behind a record's place, as a value of the heap.
pub(super) fn value_of(heap: &mut crate::value::Heap<'_>, bytes: &[u8]) -> Result<Value, Abrupt> {
    unpack(heap, bytes.get(PLACE..).unwrap_or_default())
}
