//! Sessions: a walk, a heap and the bytes at hand, over one or many slices of input.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use jsonmill_json::scan::Scanner;
use jsonmill_json::walk::{Framing, Progress, WalkError, Walker};
use jsonmill_json::{repair, wtf8};

use super::frames::Frames;
use super::parallel::Parallel;
use super::params::Given;
use super::raw::Open;
use super::rejects::Report;
use super::{IDLE_SESSIONS, Pipeline, csv_input, report, strict};
use crate::csv::Reader;
use crate::error::{Code, Error};
use crate::exec::rejects::Rejection;
use crate::exec::run::{Failure, Runner, Writing};
use crate::exec::state::State;
use crate::plan::{Input, OnError};
use crate::value::{Heap, Limit, Space, Store, Value};

const BOM: &[u8] = b"\xEF\xBB\xBF";
/// U+FFFD.
const REPLACED: &[u8] = b"\xEF\xBF\xBD";

/// A walk over an input and everything it has made so far.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) scanner: Scanner,
    pub(super) walker: Walker<Value>,
    pub(super) state: State,
    /// Params of the run
    pub(super) params: Arc<Store>,
    /// A record of a framed input has begun and not ended.
    pub(super) in_record: bool,
    /// Where it begins
    record_start: u64,
    /// A bad line is being passed over
    skipping: bool,
    /// More records follow the last bytes: others run them.
    pub(super) goes_on: bool,
}

impl Session {
    /// A session at the start of an input, with the memory of a finished one if there is one.
    fn new(pipeline: &Pipeline, given: Given) -> Box<Session> {
        let idle = pipeline.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut session = idle.unwrap_or_else(|| Box::new(Session::blank(pipeline)));
        session.begin(pipeline, given);
        session
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
            params: Arc::clone(&pipeline.nothing),
            in_record: false,
            record_start: 0,
            skipping: false,
            goes_on: false,
        }
    }

    /// Makes it ready for a run.
    pub(super) fn begin(&mut self, pipeline: &Pipeline, given: Given) {
        let options = &pipeline.options;
        self.params = given.store;
        let state = &mut self.state;
        state.clear(pipeline.executable.pipelines.len());
        let rejects = options.stream && pipeline.executable.on_error == OnError::Reject;
        state.keep_text(rejects || pipeline.executable.checks_text());
        state.given = given.values;
        state.serializer.gap.clear();
        state.serializer.gap.extend_from_slice(&options.space);
        state.serializer.verbatim = options.verbatim;
        state.serializer.max_depth = options.limits.max_depth;
        state.serializer.max_output = options.limits.max_output_bytes;
    }

    /// Keeps the memory for the next run.
    fn recycle(mut self: Box<Session>, pipeline: &Pipeline) {
        self.state.shrink();
        self.params = Arc::clone(&pipeline.nothing);
        self.scanner.reset(0);
        self.walker.restart();
        self.in_record = false;
        self.skipping = false;
        self.goes_on = false;
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
        let (constants, shapes) = (
            Arc::clone(&executable.program.store),
            Arc::clone(&executable.program.shapes),
        );
        let params = Arc::clone(&self.params);
        let mut heap = Heap::new(
            input,
            base,
            constants,
            params,
            shapes,
            store,
            pipeline.options.limits.max_memory,
        );
        heap.set_zone(pipeline.options.zone.clone());
        heap.set_json_messages(pipeline.options.json_messages);
        heap.keep_numbers(pipeline.options.verbatim);
        let Session {
            scanner,
            walker,
            state,
            in_record,
            record_start,
            skipping,
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
            };
            frames
                .feed(&mut runner, input, base, last)
                .and_then(|()| if last && !*goes_on { runner.end_lines() } else { Ok(()) })
        } else {
            match walker.run(scanner, input, base, last, &executable.projection, &mut runner) {
                Ok(Progress::More) => Ok(()),
                Ok(Progress::Done(value)) => runner.document(value),
                Err(error) => Err(failure(error)),
            }
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
    fn feed_invalid(
        &mut self,
        pipeline: &Pipeline,
        input: &[u8],
        base: u64,
        at: u64,
        cancelled: &AtomicBool,
    ) -> Failure {
        // A document is checked for this before anything else.
        let read = match pipeline.options.input {
            Input::Json => Ok(()),
            _ => self.feed(pipeline, input, base, false, cancelled),
        };
        strict::first_failure(pipeline, self, read, input, base, at)
    }

    /// Records read, records left out, and those of the latter that have not been reported.
    pub(super) fn take_rejections(&mut self) -> (u64, u64, Vec<Rejection>) {
        let state = &mut self.state;
        (state.records(), state.rejected, std::mem::take(&mut state.rejections))
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

/// Runs over a whole input.
pub(super) fn run_whole(
    pipeline: &Pipeline,
    input: &[u8],
    given: Given,
    measured: bool,
    cancelled: &AtomicBool,
) -> Result<(Vec<u8>, Report), Error> {
    let skipped = if pipeline.options.strip_bom && input.starts_with(BOM) {
        BOM.len()
    } else {
        0
    };
    let body = &input[skipped..];
    if pipeline.options.mill && body.len() as u64 > pipeline.options.limits.max_record_bytes {
        return Err(report::limit_error(pipeline, Limit::Record, 0));
    }
    let invalid = strict::invalid(pipeline, body);
    let mut valid = match invalid {
        Some(at) => Cow::Owned([&body[..at], &strict::STOP].concat()),
        None => Cow::Borrowed(body),
    };
    let mut session = Session::new(pipeline, given.clone());
    session.state.tally = pipeline.tally(measured);
    // Most transforms make the input smaller; growing further is cheap next to filling fresh memory in advance.
    session.state.out = Vec::with_capacity(body.len() / 2 + 64);
    let base = skipped as u64;
    let mut result = match invalid {
        None => {
            session.scanner.check_utf8();
            session.feed(pipeline, &valid, base, true, cancelled)
        }
        Some(at) => Err(session.feed_invalid(pipeline, &valid, base, base + at as u64, cancelled)),
    };
    if session.scanner.invalid_utf8() {
        // Rare: found out while it was read, it is read again as what Buffer.toString makes of it.
        session.state.abandon_rows();
        session.recycle(pipeline);
        valid = repair::to_valid_utf8(body);
        session = Session::new(pipeline, given);
        session.state.tally = pipeline.tally(measured);
        result = session.feed(pipeline, &valid, base, true, cancelled);
    }
    let record = session.state.records().saturating_sub(1);
    session.state.abandon_rows();
    let out = std::mem::take(&mut session.state.out);
    let repaired = matches!(valid, Cow::Owned(_));
    let shift = |offset: u64| {
        let at = offset as usize - skipped;
        if repaired {
            (repair::original_offset(body, at) + skipped) as u64
        } else {
            offset
        }
    };
    let mut told = Report::default();
    {
        let byte = |offset: u64| {
            let walked = valid.get((offset - base) as usize..)?;
            let came = input.get(shift(offset) as usize..)?;
            let is_replaced = walked.starts_with(REPLACED) && !came.starts_with(REPLACED);
            came.first().copied().filter(|_| is_replaced)
        };
        let text = report::Text {
            bytes: &valid,
            whole: false,
            base,
            walked: &valid,
            walked_base: base,
            lines: 0,
            columns: 0,
            shift: &shift,
            byte: &byte,
        };
        told.take(pipeline, session.take_rejections(), &text);
        told.measure(pipeline, &session.state);
    }
    session.recycle(pipeline);
    match result {
        Ok(()) => Ok((out, told)),
        Err(failure) => {
            let byte = |_| None;
            let text = report::Text {
                bytes: input,
                whole: true,
                base: 0,
                walked: &valid,
                walked_base: base,
                lines: 0,
                columns: 0,
                shift: &shift,
                byte: &byte,
            };
            failed(pipeline, out, report::error(pipeline, failure, &text, record)).map(|out| (out, told))
        }
    }
}

/// The end of a run that failed: over lines, rows say so behind those of the records before.
fn failed(pipeline: &Pipeline, mut out: Vec<u8>, error: Error) -> Result<Vec<u8>, Error> {
    if !tells(pipeline, &error) {
        return Err(error);
    }
    out.extend_from_slice(b"{\"error\":");
    out.extend_from_slice(error.to_json().as_bytes());
    out.extend_from_slice(b"}\n");
    Ok(out)
}

/// Whether an error is told behind the rows: stages in V8 may fail at a record before, and theirs is then the first error.
fn tells(pipeline: &Pipeline, error: &Error) -> bool {
    let executable = &pipeline.executable;
    let ours = matches!(error.payload().code, Code::Bail | Code::Cancelled | Code::Internal);
    // errors over CSV get their places when they are handed out
    let csv = pipeline.options.csv_input.is_some();
    matches!(executable.writing, Writing::Rows { .. }) && !executable.defer_errors && !ours && !csv
}

/// A run that takes its input in slices, cut anywhere.
#[derive(Debug)]
pub struct Run {
    pub(super) pipeline: Arc<Pipeline>,
    pub(super) session: Box<Session>,
    pub(super) cancelled: Arc<AtomicBool>,
    /// Valid UTF-8 that the walk still needs, and what came last
    pub(super) buffer: Vec<u8>,
    /// Offset of the buffer's first byte from the very start
    pub(super) base: u64,
    /// Lines that ended before it
    pub(super) lines: u64,
    /// Bytes of a character whose rest has not come yet
    pub(super) partial: Vec<u8>,
    /// UTF-16 units of the line that was being read there
    pub(super) columns: u64,
    /// Bytes that replacing invalid UTF-8 had added before the buffer
    pub(super) added: i64,
    /// What was replaced in the buffer
    pub(super) repairs: Vec<Repair>,
    /// Where something was replaced before it, and how much had been added by then; only where errors may name records that are gone
    gone: Vec<(u64, i64)>,
    /// Reads rows, where the input is CSV
    csv: Option<Box<Reader>>,
    /// The start has been looked at for a byte order mark
    begun: bool,
    /// What will be told behind the rows
    failed: Option<Error>,
    /// Bad records that it left out
    pub(super) report: Report,
    /// Bad lines whose end has not come
    pub(super) open: Vec<Open>,
    /// Where a failure that waits lies: in the repaired text and in the bytes as they came
    waiting: Option<(u64, u64)>,
    /// Several threads at work
    parallel: Parallel,
}

/// Where a run over lines stands: from there on V8 can take over.
#[derive(Clone, Debug, Default)]
pub struct Position {
    /// Records before it
    pub records: u64,
    /// Lines before it
    pub lines: u64,
    /// How many records each stage has seen
    pub indexes: Vec<u64>,
}

/// Bytes of U+FFFD.
pub(super) const REPLACEMENT: u64 = 3;

/// A place where invalid UTF-8 was replaced.
#[derive(Clone, Copy, Debug)]
pub(super) struct Repair {
    /// Offset of the replacement in the repaired text
    pub(super) at: u64,
    /// Bytes it is longer than what it replaces
    added: i64,
    /// What it replaces, at the front
    bytes: [u8; REPLACEMENT as usize],
}

impl Repair {
    /// What it replaces.
    pub(super) fn bytes(&self) -> &[u8] {
        let length = REPLACEMENT.saturating_add_signed(-self.added) as usize;
        &self.bytes[..length.min(self.bytes.len())]
    }
}

/// Live bytes further back than this are copied out of the buffer, so that it stays short.
const KEEP: u64 = 1 << 20;

impl Run {
    pub(super) fn new(pipeline: Arc<Pipeline>, given: Given) -> Run {
        let csv = csv_input::reader(&pipeline.options);
        Run {
            session: Session::new(&pipeline, given),
            parallel: Parallel::new(&pipeline),
            waiting: None,
            pipeline,
            cancelled: Arc::default(),
            buffer: Vec::new(),
            base: 0,
            lines: 0,
            partial: Vec::new(),
            columns: 0,
            added: 0,
            repairs: Vec::new(),
            gone: Vec::new(),
            csv,
            begun: false,
            failed: None,
            report: Report::default(),
            open: Vec::new(),
        }
    }

    /// Set it from any thread to make the run end soon.
    #[must_use]
    pub fn cancel_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancelled)
    }

    /// From now on it is noted where records and time go.
    pub fn measure(&mut self) {
        self.session.state.tally = self.pipeline.tally(true);
    }

    /// The numbers of the run so far, and the bad records that it left out since the last time.
    pub fn report(&mut self) -> Report {
        self.report.measure(&self.pipeline, &self.session.state);
        let rejections = std::mem::take(&mut self.report.rejections);
        Report {
            rejections,
            ..self.report.clone()
        }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// As [`Pipeline::run`], and CANCELLED. After an error the run is over.
    pub fn push(&mut self, slice: &[u8]) -> Result<(), Error> {
        self.push_all(&[slice])
    }

    /// Takes slices that follow each other; several threads share what is large enough.
    ///
    /// # Errors
    /// As [`Run::push`].
    pub fn push_all(&mut self, slices: &[&[u8]]) -> Result<(), Error> {
        let Some(mut reader) = self.csv.take() else {
            return self.push_lines(slices);
        };
        let result = self.push_rows(&mut reader, slices);
        self.csv = Some(reader);
        result
    }

    /// The same where they hold JSON.
    pub(super) fn push_lines(&mut self, slices: &[&[u8]]) -> Result<(), Error> {
        if self.failed.is_some() {
            return Ok(());
        }
        let mut parallel = std::mem::take(&mut self.parallel);
        let result = parallel.push(self, slices);
        self.parallel = parallel;
        match result {
            Err(error) if tells(&self.pipeline, &error) => {
                self.failed = Some(error);
                Ok(())
            }
            result => result,
        }
    }

    /// What has been written so far and not been taken. Only for plans made for a stream: others may still take it back.
    ///
    /// # Errors
    /// What waits behind the rows of a run that failed, where these cannot tell it.
    pub fn take(&mut self) -> Result<Vec<u8>, Error> {
        if matches!(self.pipeline.executable.writing, Writing::Rows { .. }) {
            self.session.state.abandon_rows();
        }
        let out = std::mem::take(&mut self.session.state.out);
        let serializer = &mut self.session.state.serializer;
        serializer.max_output = serializer.max_output.saturating_sub(out.len());
        match self.failed.take() {
            None => Ok(out),
            Some(error) => failed(&self.pipeline, out, error),
        }
    }

    /// Where it stands, if that is between two lines.
    #[must_use]
    pub fn position(&self) -> Position {
        Position {
            records: self.session.state.records(),
            lines: self.lines,
            indexes: self.session.state.indexes(),
        }
    }

    /// Ends the input, at the first call, and gives the next so many bytes, or some more; whether they are the last ones. Only for
    /// plans made for a stream: others give everything at once.
    ///
    /// # Errors
    /// As [`Run::push`].
    pub fn finish_some(&mut self, bytes: usize) -> Result<(Vec<u8>, bool), Error> {
        let output = match self.drains() {
            true => self.drain(bytes)?,
            false => self.end()?,
        };
        Ok((output, !self.drains()))
    }

    /// Ends the input.
    ///
    /// # Errors
    /// As [`Run::push`].
    pub fn finish(&mut self) -> Result<Vec<u8>, Error> {
        let mut out = self.end()?;
        while self.drains() {
            out.append(&mut self.drain(usize::MAX)?);
        }
        Ok(out)
    }

    /// Whether sorted records are still to be written.
    fn drains(&self) -> bool {
        self.session.state.drains()
    }

    /// The next so many bytes, or some more, of sorted records.
    fn drain(&mut self, bytes: usize) -> Result<Vec<u8>, Error> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Error::new(Code::Cancelled, "the run was cancelled"));
        }
        let cancelled = Arc::clone(&self.cancelled);
        let drained = self.session.drain(&self.pipeline, bytes, &cancelled);
        let out = std::mem::take(&mut self.session.state.out);
        let serializer = &mut self.session.state.serializer;
        serializer.max_output = serializer.max_output.saturating_sub(out.len());
        match drained {
            Ok(()) => Ok(out),
            Err(failure) => {
                let text = report::Text {
                    bytes: &[],
                    whole: false,
                    base: 0,
                    walked: &[],
                    walked_base: 0,
                    lines: 0,
                    columns: 0,
                    shift: &|offset| self.original(offset),
                    byte: &|_| None,
                };
                Err(report::error(&self.pipeline, failure, &text, 0))
            }
        }
    }

    /// Ends the input, except for sorted records where output is taken bit by bit: those are then to be drained.
    fn end(&mut self) -> Result<Vec<u8>, Error> {
        match self.csv.take() {
            Some(mut reader) => self.end_rows(&mut reader),
            None => self.end_lines(),
        }
    }

    /// The same where it holds JSON.
    pub(super) fn end_lines(&mut self) -> Result<Vec<u8>, Error> {
        let end = match self.failed.take() {
            Some(error) => Err(error),
            None => {
                let tail = self.parallel.take_tail();
                self.advance(&tail, true)
            }
        };
        self.session.state.abandon_rows();
        let out = std::mem::take(&mut self.session.state.out);
        match end {
            Ok(()) => Ok(out),
            Err(error) => failed(&self.pipeline, out, error),
        }
    }

    pub(super) fn advance(&mut self, slice: &[u8], last: bool) -> Result<(), Error> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Error::new(Code::Cancelled, "the run was cancelled"));
        }
        let invalid = self.append(slice, last);
        let read = self.base + self.buffer.len() as u64;
        if self.pipeline.options.mill && read > self.pipeline.options.limits.max_record_bytes {
            return Err(report::limit_error(&self.pipeline, Limit::Record, 0));
        }
        let cancelled = Arc::clone(&self.cancelled);
        let (pipeline, buffer) = (&*self.pipeline, &*self.buffer);
        let result = match invalid {
            None => self.session.feed(pipeline, buffer, self.base, last, &cancelled),
            Some(at) => Err(self.session.feed_invalid(pipeline, buffer, self.base, at, &cancelled)),
        };
        self.note_rejections(last);
        self.note_failure();
        match result {
            Ok(()) => {
                if !last && !self.pipeline.keeps_records() {
                    self.forget();
                }
                Ok(())
            }
            Err(failure) => {
                let record = self.session.state.records().saturating_sub(1);
                let shift = |offset: u64| self.original(offset);
                let byte = |offset: u64| self.replaced(offset);
                let end = invalid.map_or(self.buffer.len(), |at| (at - self.base) as usize);
                let (bytes, lines, columns) = (&self.buffer[..end], self.lines, self.columns);
                let text = report::Text {
                    bytes,
                    whole: false,
                    base: self.base,
                    walked: bytes,
                    walked_base: self.base,
                    lines,
                    columns,
                    shift: &shift,
                    byte: &byte,
                };
                Err(report::error(&self.pipeline, failure, &text, record))
            }
        }
    }

    /// Describes the bad records of a slice while their text is there.
    fn note_rejections(&mut self, last: bool) {
        let mut report = std::mem::take(&mut self.report);
        let pipeline = Arc::clone(&self.pipeline);
        report.measure(&pipeline, &self.session.state);
        let found = self.session.take_rejections();
        let starts: Vec<u64> = found.2.iter().map(|rejection| rejection.offset).collect();
        let shift = |offset: u64| self.original(offset);
        let byte = |offset: u64| self.replaced(offset);
        let text = report::Text {
            bytes: &self.buffer,
            whole: false,
            base: self.base,
            walked: &self.buffer,
            walked_base: self.base,
            lines: self.lines,
            columns: self.columns,
            shift: &shift,
            byte: &byte,
        };
        let known = report.rejections.len();
        report.take(&pipeline, found, &text);
        if pipeline.options.stream && !(starts.is_empty() && self.open.is_empty()) {
            let found = report.rejections.split_off(known);
            report.rejections.extend(self.add_raw(found, &starts, last));
        }
        self.report = report;
    }

    /// The byte that came where the walk saw a replacement character.
    fn replaced(&self, offset: u64) -> Option<u8> {
        let repair = self.repairs.iter().find(|repair| repair.at == offset);
        repair.map(|repair| repair.bytes[0])
    }

    /// Appends a slice as valid UTF-8. A character that is cut off waits for its rest. Gives the offset of what may not be
    /// replaced, if there is any: the text ends with it.
    fn append(&mut self, slice: &[u8], last: bool) -> Option<u64> {
        let joined;
        let mut bytes = slice;
        if !self.partial.is_empty() {
            joined = [&self.partial, slice].concat();
            bytes = &joined;
        }
        let whole = if last {
            bytes.len()
        } else {
            bytes.len() - cut_off(bytes)
        };
        let (now, later) = bytes.split_at(whole);
        let later = later.to_vec();
        let mut now = now;
        if !self.begun && !now.is_empty() {
            self.begun = true;
            if self.pipeline.options.strip_bom && now.starts_with(BOM) {
                now = &now[BOM.len()..];
                self.base += BOM.len() as u64;
            }
        }
        if let Some(at) = strict::invalid(&self.pipeline, now) {
            self.buffer.extend_from_slice(&now[..at]);
            let offset = self.base + self.buffer.len() as u64;
            self.buffer.extend_from_slice(&strict::STOP);
            return Some(offset);
        }
        let valid = repair::to_valid_utf8(now);
        if let Cow::Owned(repaired) = &valid {
            debug_assert!(repaired.len() >= now.len());
            self.note_repairs(now);
        }
        self.buffer.extend_from_slice(&valid);
        self.partial = later;
        None
    }

    /// Notes where a slice that is about to be appended has invalid UTF-8.
    fn note_repairs(&mut self, slice: &[u8]) {
        let mut at = self.base + self.buffer.len() as u64;
        for chunk in slice.utf8_chunks() {
            at += chunk.valid().len() as u64;
            let invalid = chunk.invalid();
            if !invalid.is_empty() {
                let added = REPLACEMENT as i64 - invalid.len() as i64;
                let mut bytes = [0; REPLACEMENT as usize];
                bytes[..invalid.len()].copy_from_slice(invalid);
                self.repairs.push(Repair { at, added, bytes });
                at += REPLACEMENT;
            }
        }
    }

    /// Finds out where a failure that waits lies in the bytes as they came, while that is known.
    fn note_failure(&mut self) {
        let waiting = self.session.state.failure_offset();
        if let Some(offset) = waiting.filter(|&offset| offset >= self.base) {
            self.waiting = Some((offset, self.original(offset)));
        }
    }

    /// Where an offset of the repaired text lies in the bytes as they came.
    fn original(&self, offset: u64) -> u64 {
        if let Some((_, original)) = self.waiting.filter(|(waiting, _)| *waiting == offset) {
            return original;
        }
        if offset < self.base && self.pipeline.names_gone_records() {
            let before = self.gone.partition_point(|&(at, _)| at < offset);
            let added = before.checked_sub(1).map_or(0, |last| self.gone[last].1);
            return offset.saturating_add_signed(-added);
        }
        let before = self.repairs.iter().take_while(|repair| repair.at < offset);
        let added: i64 = before.map(|repair| repair.added).sum();
        offset.saturating_add_signed(-(self.added + added))
    }

    /// Drops the bytes that nothing points to any more.
    fn forget(&mut self) {
        let end = self.base + self.buffer.len() as u64;
        let mut keep = self.session.keep_from(self.base, end);
        if end - keep > KEEP {
            self.session.detach(&self.pipeline, &self.buffer, self.base);
            keep = self.session.keep_from(self.base, end);
        }
        self.drop_front((keep - self.base) as usize);
    }

    /// Drops bytes at the front of the buffer.
    pub(super) fn drop_front(&mut self, n: usize) {
        if n > 0 {
            let keep = self.base + n as u64;
            let dropped = &self.buffer[..n];
            self.lines += memchr::memchr_iter(b'\n', dropped).count() as u64;
            self.columns = match memchr::memrchr(b'\n', dropped) {
                Some(newline) => wtf8::utf16_len(&dropped[newline + 1..]) as u64,
                None => self.columns + wtf8::utf16_len(dropped) as u64,
            };
            let gone = self.repairs.iter().take_while(|repair| repair.at < keep).count();
            let keeps = self.pipeline.names_gone_records();
            for repair in self.repairs.drain(..gone) {
                self.added += repair.added;
                if keeps {
                    self.gone.push((repair.at, self.added));
                }
            }
            self.buffer.drain(..n);
            self.session.scanner.drop_front(n);
            self.base = keep;
        }
    }
}

impl Session {
    /// The offset from which on bytes are still needed.
    pub(super) fn keep_from(&mut self, base: u64, end: u64) -> u64 {
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
        let live = self.state.oldest_input().unwrap_or(end).min(held);
        let record = self.state.needed_text().unwrap_or(end);
        unread.min(raw).min(live).min(record).min(end)
    }

    /// Writes some more of the sorted records.
    fn drain(&mut self, pipeline: &Pipeline, bytes: usize, cancelled: &AtomicBool) -> Result<(), Failure> {
        let program = &pipeline.executable.program;
        let (constants, shapes) = (Arc::clone(&program.store), Arc::clone(&program.shapes));
        let (params, store) = (Arc::clone(&self.params), self.state.take_store());
        let heap = Heap::new(
            &[],
            0,
            constants,
            params,
            shapes,
            store,
            pipeline.options.limits.max_memory,
        );
        let mut runner = Runner::new(&pipeline.executable, heap, &mut self.state, cancelled);
        let drained = runner.drain_some(bytes);
        runner.suspend();
        drained.map(|_| ())
    }

    /// Copies strings out of the input.
    pub(super) fn detach(&mut self, pipeline: &Pipeline, input: &[u8], base: u64) {
        let store = self.state.take_store();
        let program = &pipeline.executable.program;
        let (constants, shapes) = (Arc::clone(&program.store), Arc::clone(&program.shapes));
        let params = Arc::new(Store::default());
        let mut heap = Heap::new(input, base, constants, params, shapes, store, usize::MAX);
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

/// How many bytes at the end are the beginning of a character that may go on.
fn cut_off(bytes: &[u8]) -> usize {
    for back in 1..=bytes.len().min(3) {
        let byte = bytes[bytes.len() - back];
        if byte & 0xC0 == 0x80 {
            continue;
        }
        let wanted = match byte {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => 1,
        };
        return if wanted > back { back } else { 0 };
    }
    0
}
