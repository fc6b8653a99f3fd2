//! Behind the last stage: records are written, or fail.

use super::Held;
use crate::exec::run::{Failure, Runner, WriteFailure, Writing};
use crate::value::{Abrupt, Value};

impl Runner<'_, '_> {
    pub(super) fn emit(&mut self, pipeline: usize, value: Value) -> Result<(), Failure> {
        if self.state.pipelines[pipeline].failure.is_some() {
            return Ok(());
        }
        if self.collects_output() {
            let state = &mut self.state.pipelines[pipeline];
            let (record, offset) = state.place();
            state.output.push(Held { value, record, offset });
            return Ok(());
        }
        self.emit_now(pipeline, value)
    }

    /// Whether results are written when all are there: callbacks that see the array may still change them.
    fn collects_output(&self) -> bool {
        let executable = self.executable;
        let at_once = matches!(
            executable.writing,
            Writing::JsonLines | Writing::TextLines | Writing::Csv
        ) && !executable.defer_errors;
        executable.takes_array && !at_once
    }

    pub(super) fn emit_now(&mut self, pipeline: usize, value: Value) -> Result<(), Failure> {
        let last = self.executable.pipelines[pipeline].len();
        let (start, rejected) = (self.written(pipeline), self.state.rejected);
        let failed = match self.write_tallied(pipeline, value) {
            Ok(()) => return Ok(()),
            Err(WriteFailure::Abrupt(abrupt)) => self.failed(pipeline, last, abrupt),
            Err(WriteFailure::NotText(what)) => {
                let (record, _) = self.state.pipelines[pipeline].place();
                self.bad_record(pipeline, last, Failure::NotText(record, what))
            }
        };
        if self.state.rejected > rejected {
            self.take_back(pipeline, start);
        }
        failed
    }

    /// Emits values, of which those of a record that cannot be written are taken back.
    pub(super) fn emit_all(&mut self, pipeline: usize, values: &[Held]) -> Result<(), Failure> {
        let mut rejected = None;
        let mut start = (u64::MAX, self.written(pipeline));
        for held in values {
            if rejected == Some(held.record) {
                continue;
            }
            if start.0 != held.record {
                start = (held.record, self.written(pipeline));
            }
            self.state.pipelines[pipeline].waited = Some((held.record, held.offset));
            let count = self.state.rejected;
            self.emit(pipeline, held.value)?;
            if self.state.rejected > count {
                rejected = Some(held.record);
                self.take_back(pipeline, start.1);
            }
        }
        Ok(())
    }

    #[cold]
    pub(in crate::exec) fn failed(&mut self, pipeline: usize, position: usize, abrupt: Abrupt) -> Result<(), Failure> {
        let state = &self.state.pipelines[pipeline];
        let (record, offset) = state.place();
        let stages = &self.executable.pipelines[pipeline];
        let stage = stages.get(position).or(stages.last()).map_or(0, |stage| stage.stage);
        // To a mill the whole document is the record.
        let record = if self.executable.document.is_some() { 0 } else { record };
        let failure = self.failure(abrupt, stage, record, offset);
        self.bad_record(pipeline, position, failure)
    }

    /// A failure that no single record is to blame for.
    #[cold]
    pub(in crate::exec) fn failed_as_a_whole(
        &mut self,
        pipeline: usize,
        position: usize,
        abrupt: Abrupt,
    ) -> Result<(), Failure> {
        let stage = self.executable.pipelines[pipeline][position].stage;
        let mut failure = self.failure(abrupt, stage, 0, 0);
        if let Failure::Callback(callback) = &mut failure {
            callback.place = None;
        }
        self.fail(pipeline, position, failure)
    }

    /// In documents an error of a callback waits: an earlier stage may still fail, and malformed text comes first of all.
    pub(in crate::exec) fn fail(&mut self, pipeline: usize, position: usize, failure: Failure) -> Result<(), Failure> {
        match failure {
            Failure::Callback(_) | Failure::NotText(..) | Failure::Invalid(_) | Failure::TooMany(_)
                if self.executable.defer_errors =>
            {
                self.state.pipelines[pipeline].failure = Some((position, failure));
                Ok(())
            }
            other => Err(other),
        }
    }
}
