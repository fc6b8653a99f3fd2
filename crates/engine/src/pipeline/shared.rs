//! A whole input at once, on this thread and on others beside it.

use std::sync::{Arc, PoisonError};

use super::params::{Given, Params};
use super::run::Run;
use super::{Pipeline, csv_input, threads};
use crate::error::{Code, Error};

/// Less than this is not worth a second thread.
pub(super) const SHORTEST_BATCH: usize = 512 << 10;
/// A whole input is taken in batches of this size, so that what parts have made does not wait for long to be joined.
const BATCH: usize = 16 << 20;

impl Pipeline {
    /// Runs over the whole input on this thread and on others beside it, where there are some and it is worth it.
    ///
    /// # Errors
    /// As [`Pipeline::run`].
    pub fn run_shared(self: &Arc<Self>, input: &[u8], params: Option<&Params>) -> Result<Vec<u8>, Error> {
        if !self.shares(input.len()) {
            return self.run(input, params);
        }
        self.run_on_all(input, &self.given(params)?)
    }

    /// The same where it is worth it.
    pub(super) fn run_on_all(self: &Arc<Self>, input: &[u8], given: &Given) -> Result<Vec<u8>, Error> {
        let mut run = Run::new(Arc::clone(self), given);
        let output = run.finish_over(input)?;
        run.retire();
        Ok(output)
    }

    /// Whether several threads are worth it for so many bytes.
    pub(super) fn shares(&self, bytes: usize) -> bool {
        let shortest = threads::test_sizes().map_or(SHORTEST_BATCH, |(shortest, _)| shortest);
        self.split.is_ok() && bytes >= shortest && threads::limit() > 1
    }
}

impl Run {
    /// Runs over a whole input before which nothing has come, and ends.
    ///
    /// # Errors
    /// As [`Pipeline::run`], and CANCELLED.
    pub fn finish_over(&mut self, input: &[u8]) -> Result<Vec<u8>, Error> {
        let pipeline = Arc::clone(&self.pipeline);
        let given = self.given();
        let measured = self.session.state.tally.is_some();
        if pipeline.shares(input.len()) {
            self.parallel.whole = true;
            let pushed = input.chunks(BATCH).try_for_each(|batch| self.push(batch));
            match pushed.and_then(|()| self.finish()) {
                // Whoever has the whole input at hand says more about what is wrong with it.
                Err(error) if !matches!(error.payload().code, Code::Bail | Code::Cancelled) => {}
                done => return done,
            }
        }
        let (output, report) = csv_input::run_whole(&pipeline, input, &given, measured, &self.cancelled)?;
        self.report = report;
        self.concluded = true;
        Ok(output)
    }

    /// What its stages are given.
    pub(super) fn given(&self) -> Given {
        Given {
            store: self.session.params.clone(),
            values: self.session.state.given.clone(),
        }
    }

    /// Keeps the memory of a run that has ended for the next one.
    pub fn retire(mut self) {
        let sessions = std::mem::take(&mut self.parallel.sessions);
        let sessions = sessions.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.pipeline.keep_part_sessions(self.parallel.pipeline, sessions);
        self.session.recycle(&self.pipeline);
    }
}
