//! Bad records that do not end the run: left out, counted, and reported where that is asked for.

use crate::plan::OnError;
use crate::schema::Violation;

use super::run::{Failure, Runner, Writing};
use super::validate::Invalid;

/// A record that was left out, and why.
#[derive(Clone, Debug)]
pub struct Rejection {
    /// Number of the record
    pub record: u64,
    /// Offset of the record from the very start of the input
    pub offset: u64,
    /// What is wrong
    pub failure: Failure,
}

impl Rejection {
    /// Says the same of a record that stands behind so many more records and bytes.
    pub(super) fn shift(&mut self, records: u64, bytes: u64) {
        self.record += records;
        self.offset += bytes;
        match &mut self.failure {
            Failure::Syntax(syntax) => syntax.offset += bytes,
            Failure::Callback(callback) => {
                if let Some((record, offset)) = &mut callback.place {
                    *record += records;
                    *offset += bytes;
                }
            }
            Failure::Invalid(invalid) => {
                invalid.record += records;
                invalid.offset += bytes;
            }
            Failure::NotText(record, _) => *record += records,
            // These end a run.
            _ => {}
        }
    }
}

/// How far the output has got: bytes and records.
pub(super) type Written = (usize, u64);

impl Runner<'_, '_> {
    /// A record violates the schema of a stage.
    #[cold]
    pub(super) fn invalid(
        &mut self,
        pipeline: usize,
        position: usize,
        violations: Vec<Violation>,
    ) -> Result<(), Failure> {
        let (record, offset) = self.state.pipelines[pipeline].place();
        let stage = &self.executable.pipelines[pipeline][position];
        let invalid = Invalid {
            record,
            offset,
            stage: stage.stage,
            violations,
            of_input: stage.validation.as_ref().is_some_and(|validation| validation.of_input),
        };
        self.bad_record(pipeline, position, Failure::Invalid(Box::new(invalid)))
    }

    /// A record is bad: it ends the run or is left out.
    #[cold]
    pub(super) fn bad_record(&mut self, pipeline: usize, position: usize, failure: Failure) -> Result<(), Failure> {
        let is_records = matches!(
            failure,
            Failure::Callback(_) | Failure::NotText(..) | Failure::Invalid(_)
        );
        if !is_records || self.executable.on_error == OnError::Throw {
            return self.fail(pipeline, position, failure);
        }
        let (record, offset) = self.state.pipelines[pipeline].place();
        let rejected = self.reject(Rejection {
            record,
            offset,
            failure,
        });
        match rejected {
            // The stages of a document follow each other, and which bad record is one too many depends on how many each has.
            Err(Failure::TooMany(_)) if self.executable.defer_errors && self.may_fail_in_turn(pipeline) => Err(
                Failure::Unsupported("more bad records than maxErrors, perhaps of several stages"),
            ),
            // It ends the run for all stages; the document is still read to its end.
            Err(failure) => self.fail(pipeline, 0, failure),
            Ok(()) => Ok(()),
        }
    }

    /// Whether more than one stage, or also writing, may find a record bad.
    fn may_fail_in_turn(&self, pipeline: usize) -> bool {
        let stages = &self.executable.pipelines[pipeline];
        let judges = stages
            .iter()
            .filter(|stage| stage.function.is_some() || stage.validation.is_some());
        judges.count() + usize::from(self.executable.writing == Writing::TextLines) > 1
    }

    /// Leaves a record out.
    ///
    /// # Errors
    /// It is one too many.
    #[cold]
    pub fn reject(&mut self, rejection: Rejection) -> Result<(), Failure> {
        self.state.rejected += 1;
        if self.state.rejected > self.executable.max_errors {
            return Err(Failure::TooMany(Box::new(rejection)));
        }
        if self.executable.on_error == OnError::Reject {
            self.state.rejections.push(rejection);
        }
        Ok(())
    }

    /// Forgets what was made of a line that turned out to be no JSON.
    pub fn abandon_line(&mut self) {
        self.state.pending.clear();
        self.state.starts.clear();
        let pipeline = &mut self.state.pipelines[0];
        pipeline.reading = false;
        self.machine.heap.reset(pipeline.mark);
    }

    /// Number of the record that is being read.
    #[must_use]
    pub fn record_number(&self) -> u64 {
        self.state.records().saturating_sub(1)
    }

    /// How far the output of a record pipeline has got.
    pub(super) fn written(&self, pipeline: usize) -> Written {
        (self.state.out.len(), self.state.pipelines[pipeline].written)
    }

    /// Forgets what was written since.
    pub(super) fn take_back(&mut self, pipeline: usize, (bytes, records): Written) {
        if self.executable.document.is_none() {
            self.state.out.truncate(bytes);
            self.state.pipelines[pipeline].written = records;
        }
    }
}
