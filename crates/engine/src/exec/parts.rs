//! Records that are run apart from those before them, and what comes of them joined to what came before.

use super::group::Groups;
use super::rejects::Rejection;
use super::run::{Executable, Writing};
use super::stages::{Operation, StageState};
use super::state::{PipelineState, State};
use super::tally::Tally;
use super::waiting::is_full;
use crate::value::Value;

/// What came of a part of the records.
#[derive(Debug, Default)]
pub struct Part {
    /// Its text; between the elements of an array each has a comma before it
    pub text: Vec<u8>,
    /// Records read
    pub records: u64,
    /// What a GroupBy made of them
    groups: Option<Box<Groups>>,
    /// Records written
    written: u64,
    /// Bad records that were left out
    rejected: u64,
    /// Those of them that are to be reported, as if nothing stood before the part
    rejections: Vec<Rejection>,
    /// Where records and time went, if somebody wants to know
    tally: Option<Box<Tally>>,
}

impl Part {
    /// The bad records that are to be reported, behind so many records and bytes.
    #[must_use]
    pub fn rejections_behind(&self, records: u64, bytes: u64) -> Vec<Rejection> {
        let mut rejections = self.rejections.clone();
        for rejection in &mut rejections {
            rejection.shift(records, bytes);
        }
        rejections
    }
}

/// Whether a stage lets each record pass as one: positions behind it are those of the input.
fn keeps_count(operation: &Operation) -> bool {
    matches!(operation, Operation::Map | Operation::Validate)
}

impl State {
    /// Lends memory for the text of the next part.
    pub fn lend_text(&mut self, executable: &Executable, memory: Vec<u8>) {
        match executable.document {
            Some(_) => self.side = memory,
            None => self.out = memory,
        }
    }

    /// Makes ready for a part of a pipeline's records: those from number `records` on.
    pub fn begin_part(&mut self, executable: &Executable, pipeline: usize, records: u64) {
        self.clear_store();
        self.pending.clear();
        self.starts.clear();
        self.side.clear();
        self.out.clear();
        self.reserved = 0;
        self.rejected = 0;
        self.rejections.clear();
        self.rows.clear();
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
        let state = &mut self.pipelines[pipeline];
        if state.failure.is_some() || state.reading {
            return None;
        }
        let groups = state.stages.iter_mut().find_map(|stage| stage.groups.take());
        if groups.as_ref().is_some_and(|groups| !groups.stand_alone()) {
            return None;
        }
        if executable.writing.is_rows() {
            self.rows.end_batch(&mut self.out);
        }
        let text = match executable.document {
            Some(_) => std::mem::take(&mut self.side),
            None => std::mem::take(&mut self.out),
        };
        Some(Part {
            text,
            groups,
            records: state.records,
            written: state.written - 1,
            rejected: self.rejected,
            rejections: std::mem::take(&mut self.rejections),
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

    /// Joins what came of the next records, those of so many bytes; the input goes on at `offset`. False, and nothing changed, where it is too long.
    pub fn join_part(
        &mut self,
        executable: &Executable,
        pipeline: usize,
        part: &Part,
        part_bytes: u64,
        offset: u64,
    ) -> bool {
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
        if out.len() + text.len() > self.serializer.max_output || self.rejected + part.rejected > executable.max_errors
        {
            return false;
        }
        if let Some(groups) = &part.groups {
            let stages = executable.pipelines[pipeline].iter().zip(&mut state.stages);
            let found = stages
                .filter_map(|(code, stage)| Some((code.grouping.as_deref()?, code.spills, stage)))
                .next();
            let Some((grouping, spills, stage)) = found else {
                return false;
            };
            let known = stage.groups.get_or_insert_with(|| Box::new(Groups::of(grouping)));
            let start = offset - part_bytes;
            // What there is no room for waits, record by record.
            let full = spills && is_full(known.bytes(), executable.max_memory);
            if full || !known.agree(groups) {
                return false;
            }
            known.join(groups, state.records, start);
        }
        out.extend_from_slice(text);
        if let Some((tally, other)) = self.tally.as_mut().zip(part.tally.as_ref()) {
            tally.join(other);
        }
        state.records += part.records;
        state.written += part.written;
        self.rejected += part.rejected;
        state.offset = offset;
        for (stage, code) in state.stages.iter_mut().zip(&executable.pipelines[pipeline]) {
            stage.pass(part.records);
            // What stands behind it has not seen anything yet.
            if code.operation == Operation::GroupBy {
                break;
            }
        }
        true
    }
}
