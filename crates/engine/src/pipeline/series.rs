//! Runs over short inputs, one after the other: what one run needs the next one has at hand.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::params::{Given, Params};
use super::session::Session;
use super::{Pipeline, csv_input};
use crate::error::Error;

/// Output up to this size leaves its memory for the next run.
const KEPT: usize = 64 << 10;

/// Never set: such a run lasts as long as the call.
pub(super) static NEVER: AtomicBool = AtomicBool::new(false);

/// Runs of one pipeline under the same params, by one owner: nothing is locked or counted from one to the next.
#[derive(Debug)]
pub struct Series {
    pipeline: Arc<Pipeline>,
    given: Given,
    /// Memory of the last run; none while one is under way, so that a panic leaves nothing half-changed
    session: Option<Box<Session>>,
    /// Memory for the next output
    room: Vec<u8>,
}

impl Series {
    /// A series whose callbacks are given these params.
    ///
    /// # Errors
    /// BAIL where V8 has to run instead.
    pub fn new(pipeline: &Arc<Pipeline>, params: Option<&Params>) -> Result<Series, Error> {
        Ok(Series::under(pipeline, pipeline.given(params)?))
    }

    pub(super) fn under(pipeline: &Arc<Pipeline>, given: Given) -> Series {
        Series {
            pipeline: Arc::clone(pipeline),
            given,
            session: None,
            room: Vec::new(),
        }
    }

    /// Runs over a whole input, on several threads where it is long.
    ///
    /// # Errors
    /// As [`Pipeline::run`].
    pub fn run(&mut self, input: &[u8]) -> Result<Vec<u8>, Error> {
        if self.pipeline.shares(input.len()) {
            return self.pipeline.run_on_all(input, &self.given);
        }
        self.run_here(input, &NEVER)
    }

    /// The same on this thread.
    pub(super) fn run_here(&mut self, input: &[u8], cancelled: &AtomicBool) -> Result<Vec<u8>, Error> {
        let pipeline = &*self.pipeline;
        let mut session = self.session.take().unwrap_or_else(|| Session::idle(pipeline));
        session.begin(pipeline, &self.given);
        session.state.out = std::mem::take(&mut self.room);
        let result = csv_input::run_in(pipeline, &mut session, input, &self.given, false, cancelled);
        session.clean();
        self.session = Some(session);
        result.map(|(output, _)| output)
    }

    /// Takes the memory of an output back that nobody needs any more.
    pub fn give_back(&mut self, mut output: Vec<u8>) {
        if output.capacity() <= KEPT {
            output.clear();
            self.room = output;
        }
    }
}

impl Drop for Series {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            session.recycle(&self.pipeline);
        }
    }
}
