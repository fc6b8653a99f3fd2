//! Records that are run apart from those before them, and what comes of them joined to what came before.

use super::run::{Executable, Writing};
use super::stages::{Operation, StageState};
use super::state::{PipelineState, State};
use super::tally::Tally;
use crate::value::Value;

/// What came of a part of the records.
#[derive(Debug, Default)]
pub struct Part {
    /// Its text; between the elements of an array each has a comma before it
    pub text: Vec<u8>,
    /// Records read
    pub records: u64,
    /// Records written
    written: u64,
    /// Where records and time went, if somebody wants to know
    tally: Option<Box<Tally>>,
}

/// Whether a stage lets each record pass as one: positions behind it are those of the input.
fn keeps_count(operation: &Operation) -> bool {
    matches!(operation, Operation::Map | Operation::Validate)
}

impl State {
    /// Makes ready for a part of a pipeline's records: those from number `records` on.
    pub fn begin_part(&mut self, executable: &Executable, pipeline: usize, records: u64) {
        self.clear_store();
        self.pending.clear();
        self.starts.clear();
        self.side.clear();
        self.out.clear();
        let given: &[Value] = match executable.document {
            Some(_) => &[],
            None => &self.given,
        };
        let mut index = records;
        let stages = executable.pipelines[pipeline]
            .iter()
            .enumerate()
            .map(|(position, stage)| {
                let env = given.get(position).copied().unwrap_or(stage.env);
                let state = StageState::at(env, index);
                if !keeps_count(&stage.operation) {
                    index = 0;
                }
                state
            });
        self.pipelines[pipeline] = PipelineState {
            stages: stages.collect(),
            started: true,
            // Whether something stands before it is found out when it is joined.
            written: 1,
            ..PipelineState::default()
        };
    }

    /// What came of the part, unless something went wrong in it.
    pub fn end_part(&mut self, executable: &Executable, pipeline: usize) -> Option<Part> {
        let state = &self.pipelines[pipeline];
        if state.failure.is_some() || state.reading || self.rejected > 0 {
            return None;
        }
        let text = match executable.document {
            Some(_) => std::mem::take(&mut self.side),
            None => std::mem::take(&mut self.out),
        };
        Some(Part {
            text,
            records: state.records,
            written: state.written - 1,
            tally: self.tally.take(),
        })
    }

    /// Whether a pipeline's records have begun.
    #[must_use]
    pub fn has_begun(&self, pipeline: usize) -> bool {
        self.pipelines[pipeline].started
    }

    /// The bytes of the record that a pipeline has read last and not yet measured, if it ended at `end`.
    #[must_use]
    pub fn last_length(&self, pipeline: usize, end: u64) -> u64 {
        end - self.pipelines[pipeline].offset
    }

    /// Records read so far by a pipeline.
    #[must_use]
    pub fn records_of(&self, pipeline: usize) -> u64 {
        self.pipelines[pipeline].records
    }

    /// Joins what came of the next records; the input goes on at `offset`. False, and nothing changed, where it is too long.
    pub fn join_part(&mut self, executable: &Executable, pipeline: usize, part: &Part, offset: u64) -> bool {
        let state = &mut self.pipelines[pipeline];
        let out = match executable.document {
            Some(_) => &mut self.side,
            None => &mut self.out,
        };
        let mut text = part.text.as_slice();
        if executable.writing == Writing::Array && state.written == 0 {
            // Nothing stands before its first comma.
            text = text.get(1..).unwrap_or_default();
        }
        if out.len() + text.len() > self.serializer.max_output {
            return false;
        }
        out.extend_from_slice(text);
        if let Some((tally, other)) = self.tally.as_mut().zip(part.tally.as_ref()) {
            tally.join(other);
        }
        state.records += part.records;
        state.written += part.written;
        state.offset = offset;
        for stage in &mut state.stages {
            stage.pass(part.records);
        }
        true
    }
}
