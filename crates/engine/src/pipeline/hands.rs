//! What threads run parts with, and how the trunk takes over what came of them.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::params::Given;
use super::part::{Part, Start};
use super::run::Run;
use super::session::Session;
use super::{Pipeline, threads};
use crate::exec::csv::Csv;

/// What every thread needs that runs parts of a run.
pub(super) struct Hands<'r> {
    pipeline: Arc<Pipeline>,
    pub cancelled: Arc<AtomicBool>,
    given: Given,
    measured: bool,
    csv: Csv,
    sessions: &'r Mutex<Vec<Session>>,
    /// The record pipeline that they are for
    pub number: usize,
    /// Lines are counted, for the places of errors.
    pub counted: bool,
}

impl<'r> Hands<'r> {
    /// For parts of a run over lines, with memory from there.
    pub(super) fn of(run: &Run, sessions: &'r Mutex<Vec<Session>>) -> Hands<'r> {
        Hands {
            pipeline: Arc::clone(&run.pipeline),
            cancelled: Arc::clone(&run.cancelled),
            given: run.given(),
            measured: run.session.state.tally.is_some(),
            csv: run.session.state.csv.part(),
            sessions,
            number: 0,
            counted: true,
        }
    }

    /// Runs a part; its text goes to the memory of another one.
    pub(super) fn run(&self, bytes: &[u8], start: Start, mut text: Vec<u8>) -> Option<Part> {
        let kept = lock(self.sessions).pop();
        let pipeline = &*self.pipeline;
        let mut session = kept.unwrap_or_else(|| pipeline.take_part_session(self.number, &self.given));
        let state = &mut session.state;
        state.tally = pipeline.tally(self.measured).map(|tally| Box::new(tally.sampled()));
        state.csv = self.csv.part();
        text.clear();
        state.lend_text(&pipeline.executable, text);
        let part = session.run_part(pipeline, bytes, start, self.counted, &self.cancelled);
        lock(self.sessions).push(session);
        part
    }
}

impl Pipeline {
    /// Memory for parts of a pipeline's records.
    fn take_part_session(&self, number: usize, given: &Given) -> Session {
        let mut idle = self.idle_parts.lock().unwrap_or_else(PoisonError::into_inner);
        let fitting = idle.iter().position(|(of, _)| *of == number);
        let kept = fitting.map(|at| idle.swap_remove(at).1);
        drop(idle);
        let mut session = kept.unwrap_or_else(|| Session::blank(self));
        session.begin(self, given);
        session
    }

    /// Keeps the memory of parts for the next run.
    pub(super) fn keep_part_sessions(&self, number: usize, sessions: Vec<Session>) {
        let mut idle = self.idle_parts.lock().unwrap_or_else(PoisonError::into_inner);
        for mut session in sessions {
            if idle.len() >= threads::limit() {
                return;
            }
            session.clean();
            idle.push((number, session));
        }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether it is known which columns CSV has that is to be written: the first record may have to say so.
pub(super) fn columns_known(pipeline: &Pipeline, session: &mut Session) -> bool {
    match &pipeline.executable.csv {
        Some(options) => session.state.begin_csv(options),
        None => true,
    }
}

/// The trunk takes over what came of the next part; false, and nothing changed, where it cannot.
pub(super) fn join(run: &mut Run, pipeline: usize, part: &Part) -> bool {
    let offset = run.base + part.bytes;
    let executable = &run.pipeline.executable;
    if !run
        .session
        .state
        .join_part(executable, pipeline, &part.records, part.bytes, offset)
    {
        return false;
    }
    run.base = offset;
    run.added += part.added;
    run.columns = if part.lines == 0 {
        run.columns + part.columns
    } else {
        part.columns
    };
    run.lines += part.lines;
    true
}
