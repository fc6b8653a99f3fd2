//! Sessions: a walk, a heap and the bytes at hand, over one or many slices of input.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use jsonmill_json::scan::Scanner;
use jsonmill_json::walk::{Framing, Progress, WalkError, Walker};

use super::frames::Frames;
use super::params::Given;
use super::{IDLE_SESSIONS, Pipeline, strict};
use crate::exec::rejects::Rejection;
use crate::exec::run::{Failure, Runner};
use crate::exec::state::State;
use crate::plan::{Input, OnError};
use crate::value::{Fixed, Heap, Space, Store, Value};

/// A walk over an input and everything it has made so far.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) scanner: Scanner,
    pub(super) walker: Walker<Value>,
    pub(super) state: State,
    /// Params of the run
    pub(super) params: Option<Arc<Store>>,
    /// A record of a framed input has begun and not ended.
    pub(super) in_record: bool,
    /// Where it begins
    record_start: u64,
    /// A bad line is being passed over
    skipping: bool,
    /// Lines that have ended without anything being wrong
    pub(super) lines: u64,
    /// More records follow the last bytes: others run them.
    pub(super) goes_on: bool,
}

impl Session {
    /// A session at the start of an input.
    pub(super) fn new(pipeline: &Pipeline, given: &Given) -> Box<Session> {
        let mut session = Session::idle(pipeline);
        session.begin(pipeline, given);
        session
    }

    /// One that is to begin, with the memory of a finished one if there is one.
    pub(super) fn idle(pipeline: &Pipeline) -> Box<Session> {
        let idle = pipeline.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| Box::new(Session::blank(pipeline)))
    }

    /// A session without anything of another one.
    pub(super) fn blank(pipeline: &Pipeline) -> Session {
        let options = &pipeline.options;
        let framing = match options.input {
            Input::Json => Framing::Whole,
            Input::Lines => Framing::Line,
            Input::Values => Framing::Value,
        };
        let records_only = !options.mill && framing == Framing::Whole && options.at.is_empty();
        Session {
            scanner: Scanner::new(framing == Framing::Line),
            walker: Walker::new(framing, records_only, options.limits.max_input_depth),
            state: State::default(),
            params: None,
            in_record: false,
            record_start: 0,
            skipping: false,
            lines: 0,
            goes_on: false,
        }
    }

    /// Makes it ready for a run.
    pub(super) fn begin(&mut self, pipeline: &Pipeline, given: &Given) {
        let options = &pipeline.options;
        self.params.clone_from(&given.store);
        let state = &mut self.state;
        state.clear(pipeline.executable.pipelines.len());
        let rejects = options.stream && pipeline.executable.on_error == OnError::Reject;
        state.keep_text(rejects || pipeline.executable.checks_text());
        state.keep_document(pipeline.executable.checks_document_text());
        state.given.clone_from(&given.values);
        state.serializer.gap.clear();
        state.serializer.gap.extend_from_slice(&options.space);
        state.serializer.verbatim = options.verbatim;
        state.serializer.max_depth = options.limits.max_depth;
        state.serializer.max_output = options.limits.max_output_bytes;
    }

    /// Lets go of what belongs to a run that has ended.
    pub(super) fn clean(&mut self) {
        self.state.shrink();
        self.params = None;
        self.scanner.reset(0);
        self.walker.restart();
        self.in_record = false;
        self.skipping = false;
        self.goes_on = false;
    }

    /// Keeps the memory for the next run.
    pub(super) fn recycle(mut self: Box<Session>, pipeline: &Pipeline) {
        self.clean();
        let mut idle = pipeline.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_SESSIONS {
            idle.push(self);
        }
    }

    /// Goes as far as the bytes go. `base` is the offset of the first of them, `last` that nothing follows.
    pub(super) fn feed(
        &mut self,
        pipeline: &Pipeline,
        input: &[u8],
        base: u64,
        last: bool,
        cancelled: &AtomicBool,
    ) -> Result<(), Failure> {
        let begun = self.state.tally.is_some().then(Instant::now);
        let executable = &pipeline.executable;
        let store = self.state.take_store();
        let fixed = pipeline.fixed(self.params.as_deref());
        let mut heap = Heap::new(input, base, fixed, store, pipeline.options.limits.max_memory);
        heap.set_zone(pipeline.options.zone.as_deref());
        heap.set_json_messages(pipeline.options.json_messages);
        heap.keep_numbers(pipeline.options.verbatim);
        let Session {
            scanner,
            walker,
            state,
            in_record,
            record_start,
            skipping,
            lines,
            goes_on,
            ..
        } = self;
        let mut runner = Runner::new(executable, heap, state, cancelled);
        let result = if pipeline.options.input != Input::Json {
            let mut frames = Frames {
                executable,
                scanner,
                walker,
                framing: pipeline.options.input,
                in_record,
                start: record_start,
                max_record: pipeline.options.limits.max_record_bytes,
                skipping,
                lines,
            };
            frames
                .feed(&mut runner, input, base, last)
                .and_then(|()| if last && !*goes_on { runner.end_lines() } else { Ok(()) })
        } else {
            match walker.run(scanner, input, base, last, &executable.projection, &mut runner) {
                Ok(Progress::More) => Ok(()),
                Ok(Progress::Done(value)) if runner.is_gone(value) => Err(Failure::Gone),
                Ok(Progress::Done(value)) => runner.with_tokens(scanner, base, |runner| runner.document(value)),
                Err(error) => Err(failure(error)),
            }
        };
        let result = match result {
            Err(Failure::Ended) => runner.end_early(),
            result => result,
        };
        runner.suspend();
        if let Some(begun) = begun {
            self.state.spent(begun.elapsed(), 0);
        }
        if self.scanner.exceeded() {
            Err(Failure::Unsupported("a value of more than 4 GiB"))
        } else {
            result
        }
    }
}

impl Session {
    /// The first failure of an input that is invalid UTF-8 at `at`; [`strict::STOP`] stands there.
    #[cold]
    pub(super) fn feed_invalid(
        &mut self,
        pipeline: &Pipeline,
        input: &[u8],
        base: u64,
        at: u64,
        cancelled: &AtomicBool,
    ) -> Result<(), Failure> {
        // A document is checked for this before anything else.
        let read = match pipeline.options.input {
            Input::Json => Ok(()),
            _ => self.feed(pipeline, input, base, false, cancelled),
        };
        if self.state.ended {
            return read;
        }
        Err(strict::first_failure(pipeline, self, read, input, base, at))
    }

    /// Records read, records left out, and those of the latter that have not been reported.
    pub(super) fn take_rejections(&mut self) -> (u64, u64, Vec<Rejection>) {
        let state = &mut self.state;
        (state.records(), state.rejected, std::mem::take(&mut state.rejections))
    }

    /// The number of the record that is being read; to a mill the whole document is one.
    pub(super) fn record(&self, pipeline: &Pipeline) -> u64 {
        match pipeline.plan.mill {
            true => 0,
            false => self.state.records().saturating_sub(1),
        }
    }

    /// Where the record begins that is being read.
    pub(super) fn record_start(&self) -> Option<u64> {
        self.in_record.then_some(self.record_start)
    }
}

pub(super) fn failure(error: WalkError<Failure>) -> Failure {
    match error {
        WalkError::Syntax(syntax) => Failure::Syntax(syntax),
        WalkError::Slots(failure) => failure,
    }
}

impl Pipeline {
    /// What values of a run may point to besides the input and its own.
    fn fixed<'p>(&'p self, params: Option<&'p Store>) -> Fixed<'p> {
        Fixed {
            constants: &self.executable.program.store,
            params: params.unwrap_or(Fixed::nothing().params),
            shapes: &self.executable.program.shapes,
        }
    }
}

impl Session {
    /// The offset from which on bytes are still needed.
    pub(super) fn keep_from(&mut self, base: u64, end: u64) -> u64 {
        if self.state.keeps_document() {
            return base;
        }
        let scanner = &self.scanner;
        let token = scanner
            .tokens
            .get(scanner.cursor)
            .map(|&token| scanner.base + token as usize);
        let unread = base + token.unwrap_or(scanner.scanned()).min(scanner.scanned()) as u64;
        let raw = self.walker.raw_start().unwrap_or(end);
        let held = self
            .walker
            .held()
            .filter_map(|value| input_offset(value))
            .min()
            .unwrap_or(end);
        // A document that was let go is not asked for any more.
        let live = self
            .state
            .oldest_input()
            .filter(|&at| at >= base)
            .unwrap_or(end)
            .min(held);
        let record = self.state.needed_text().unwrap_or(end);
        unread.min(raw).min(live).min(record).min(end)
    }

    /// Writes some more of the sorted records.
    pub(super) fn drain(&mut self, pipeline: &Pipeline, bytes: usize, cancelled: &AtomicBool) -> Result<(), Failure> {
        let (fixed, store) = (pipeline.fixed(self.params.as_deref()), self.state.take_store());
        let mut heap = Heap::new(&[], 0, fixed, store, pipeline.options.limits.max_memory);
        heap.set_zone(pipeline.options.zone.as_deref());
        heap.set_json_messages(pipeline.options.json_messages);
        let mut runner = Runner::new(&pipeline.executable, heap, &mut self.state, cancelled);
        let drained = runner.drain_some(bytes);
        runner.suspend();
        drained.map(|_| ())
    }

    /// Copies strings out of the input.
    pub(super) fn detach(&mut self, pipeline: &Pipeline, input: &[u8], base: u64) {
        let store = self.state.take_store();
        let mut heap = Heap::new(input, base, pipeline.fixed(self.params.as_deref()), store, usize::MAX);
        self.state.detach(&mut heap, self.walker.held());
        self.state.give_store(heap.into_store());
    }
}

fn input_offset(value: &Value) -> Option<u64> {
    match value {
        Value::String(s) if s.space == Space::Input => Some(s.offset),
        _ => None,
    }
}
