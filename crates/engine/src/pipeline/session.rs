//! Sessions: a walk, a heap and the bytes at hand, over one or many slices of input.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use jsonmill_json::scan::Scanner;
use jsonmill_json::walk::{Progress, WalkError, Walker};
use jsonmill_json::{repair, wtf8};

use super::{IDLE_SESSIONS, Pipeline, report};
use crate::error::{Code, Error};
use crate::exec::run::{Executable, Failure, Runner};
use crate::exec::state::State;
use crate::plan::Input;
use crate::value::{Heap, Limit, Space, Store, Value};

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A walk over an input and everything it has made so far.
#[derive(Debug)]
pub(super) struct Session {
    scanner: Scanner,
    walker: Walker<Value>,
    state: State,
    /// Params of the run
    params: Arc<Store>,
    /// A record of lines has begun and not ended.
    in_line: bool,
    line_start: u64,
}

impl Session {
    /// A session at the start of an input, with the memory of a finished one if there is one.
    fn new(pipeline: &Pipeline) -> Session {
        let idle = pipeline.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let options = &pipeline.options;
        let mut session = idle.unwrap_or_else(|| {
            let lines = options.input == Input::Lines;
            let records_only = !options.mill && !lines && options.at.is_empty();
            Session {
                scanner: Scanner::new(lines),
                walker: Walker::new(lines, records_only, options.limits.max_input_depth),
                state: State::default(),
                params: Arc::default(),
                in_line: false,
                line_start: 0,
            }
        });
        let state = &mut session.state;
        state.clear(pipeline.executable.pipelines.len());
        state.serializer.gap.clear();
        state.serializer.gap.extend_from_slice(&options.space);
        state.serializer.max_depth = options.limits.max_depth;
        state.serializer.max_output = options.limits.max_output_bytes;
        session
    }

    /// Keeps the memory for the next run.
    fn recycle(mut self, pipeline: &Pipeline) {
        self.state.shrink();
        self.scanner.reset(0);
        self.walker.restart();
        self.in_line = false;
        let mut idle = pipeline.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_SESSIONS {
            idle.push(self);
        }
    }

    /// Goes as far as the bytes go. `base` is the offset of the first of them, `last` that nothing follows.
    fn feed(
        &mut self,
        pipeline: &Pipeline,
        input: &[u8],
        base: u64,
        last: bool,
        cancelled: &AtomicBool,
    ) -> Result<(), Failure> {
        let executable = &pipeline.executable;
        let store = std::mem::take(&mut self.state.store);
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
        let Session {
            scanner,
            walker,
            state,
            in_line,
            line_start,
            ..
        } = self;
        let mut runner = Runner::new(executable, heap, state, cancelled);
        let result = if pipeline.options.input == Input::Lines {
            let max_record = pipeline.options.limits.max_record_bytes;
            let mut lines = Lines {
                executable,
                scanner,
                walker,
                in_line,
                line_start,
                max_record,
            };
            lines
                .feed(&mut runner, input, base, last)
                .and_then(|()| if last { runner.end_lines() } else { Ok(()) })
        } else {
            match walker.run(scanner, input, base, last, &executable.projection, &mut runner) {
                Ok(Progress::More) => Ok(()),
                Ok(Progress::Done(value)) => runner.document(value),
                Err(error) => Err(failure(error)),
            }
        };
        runner.suspend();
        if self.scanner.exceeded() {
            Err(Failure::Unsupported("a value of more than 4 GiB"))
        } else {
            result
        }
    }
}

/// The walk over records of lines.
struct Lines<'s, 'p> {
    executable: &'p Executable,
    scanner: &'s mut Scanner,
    walker: &'s mut Walker<Value>,
    in_line: &'s mut bool,
    line_start: &'s mut u64,
    max_record: u64,
}

impl Lines<'_, '_> {
    fn feed(&mut self, runner: &mut Runner<'_, '_>, input: &[u8], base: u64, last: bool) -> Result<(), Failure> {
        loop {
            if !*self.in_line {
                let Some(at) = self.next_token(input, last) else {
                    return Ok(());
                };
                if input[at] == b'\n' {
                    self.scanner.cursor += 1;
                    continue;
                }
                runner.ensure_begun()?;
                *self.in_line = true;
                *self.line_start = base + at as u64;
                runner.begin_line(base + at as u64);
            }
            match self
                .walker
                .run(self.scanner, input, base, last, &self.executable.projection, runner)
            {
                Ok(Progress::More) => {
                    self.check_length(base + self.scanner.scanned() as u64)?;
                    return Ok(());
                }
                Ok(Progress::Done(value)) => {
                    if self.max_record != u64::MAX {
                        let end = self.next_token(input, last).unwrap_or(input.len());
                        self.check_length(base + end as u64)?;
                    }
                    runner.line(value)?;
                    self.walker.restart();
                    *self.in_line = false;
                }
                Err(error) => return Err(failure(error)),
            }
        }
    }

    fn next_token(&mut self, input: &[u8], last: bool) -> Option<usize> {
        loop {
            if let Some(&token) = self.scanner.tokens.get(self.scanner.cursor) {
                return Some(self.scanner.base + token as usize);
            }
            if !self.scanner.refill(input, last) {
                return None;
            }
        }
    }

    fn check_length(&self, end: u64) -> Result<(), Failure> {
        if end - *self.line_start > self.max_record {
            Err(Failure::Limit(Limit::Record))
        } else {
            Ok(())
        }
    }
}

fn failure(error: WalkError<Failure>) -> Failure {
    match error {
        WalkError::Syntax(syntax) => Failure::Syntax(syntax),
        WalkError::Slots(failure) => failure,
    }
}

/// Runs over a whole input.
pub(super) fn run_whole(pipeline: &Pipeline, input: &[u8], cancelled: &AtomicBool) -> Result<Vec<u8>, Error> {
    let skipped = if pipeline.options.strip_bom && input.starts_with(BOM) {
        BOM.len()
    } else {
        0
    };
    let body = &input[skipped..];
    if pipeline.options.mill && body.len() as u64 > pipeline.options.limits.max_record_bytes {
        return Err(report::limit_error(pipeline, Limit::Record, 0));
    }
    let valid = to_valid(pipeline, body, skipped)?;
    let mut session = Session::new(pipeline);
    // Most transforms make the input smaller; growing further is cheap next to filling fresh memory in advance.
    session.state.out = Vec::with_capacity(body.len() / 2 + 64);
    let result = session.feed(pipeline, &valid, skipped as u64, true, cancelled);
    let record = session.state.records().saturating_sub(1);
    let out = std::mem::take(&mut session.state.out);
    session.recycle(pipeline);
    match result {
        Ok(()) => Ok(out),
        Err(failure) => {
            let repaired = matches!(valid, Cow::Owned(_));
            let shift = |offset: u64| {
                let at = offset as usize - skipped;
                if repaired {
                    (repair::original_offset(body, at) + skipped) as u64
                } else {
                    offset
                }
            };
            let byte = |_| None;
            let text = report::Text {
                bytes: input,
                whole: true,
                base: 0,
                lines: 0,
                columns: 0,
                shift: &shift,
                byte: &byte,
            };
            Err(report::error(pipeline, failure, &text, record))
        }
    }
}

/// The text as `Buffer.prototype.toString` reads it; under `utf8: 'strict'` what it would replace is an error.
fn to_valid<'a>(pipeline: &Pipeline, body: &'a [u8], skipped: usize) -> Result<Cow<'a, [u8]>, Error> {
    let valid = repair::to_valid_utf8(body);
    if pipeline.options.strict_utf8
        && let Cow::Owned(_) = valid
    {
        let at = repair::first_invalid(body).unwrap_or(0);
        return Err(invalid_utf8(
            pipeline,
            &body[at..],
            (at + skipped) as u64,
            &body[..at],
            0,
        ));
    }
    Ok(valid)
}

fn invalid_utf8(pipeline: &Pipeline, from: &[u8], offset: u64, before: &[u8], lines: u64) -> Error {
    let position = jsonmill_json::position::locate(before, before.len());
    let line = position.line + lines;
    let byte = from.first().copied().unwrap_or_default();
    let place = format!("byte {offset}, line {line}, column {}", position.column);
    Error::new(
        Code::Parse,
        format!("Invalid UTF-8: unexpected byte 0x{byte:02x} ({place})"),
    )
    .with(|payload| {
        payload.record = (pipeline.options.input == Input::Lines).then_some(line - 1);
        payload.offset = Some(offset);
        payload.line = Some(line);
        payload.column = Some(position.column);
        payload.help = Some("utf8: 'replace' reads such bytes as U+FFFD, as Buffer.toString does".to_owned());
    })
}

/// A run that takes its input in slices, cut anywhere.
#[derive(Debug)]
pub struct Run {
    pipeline: Arc<Pipeline>,
    session: Session,
    cancelled: Arc<AtomicBool>,
    /// Valid UTF-8 that the walk still needs, and what came last
    buffer: Vec<u8>,
    /// Offset of the buffer's first byte from the very start
    base: u64,
    /// Lines that ended before it
    lines: u64,
    /// Bytes of a character whose rest has not come yet
    partial: Vec<u8>,
    /// UTF-16 units of the line that was being read there
    columns: u64,
    /// Bytes that replacing invalid UTF-8 had added before the buffer
    added: i64,
    /// What was replaced in the buffer
    repairs: Vec<Repair>,
    /// The start has been looked at for a byte order mark
    begun: bool,
}

/// Bytes of U+FFFD.
const REPLACEMENT: u64 = 3;

/// A place where invalid UTF-8 was replaced.
#[derive(Clone, Copy, Debug)]
struct Repair {
    /// Offset of the replacement in the repaired text
    at: u64,
    /// Bytes it is longer than what it replaces
    added: i64,
    /// The first byte that it replaces
    byte: u8,
}

/// Live bytes further back than this are copied out of the buffer, so that it stays short.
const KEEP: u64 = 1 << 20;

impl Run {
    pub(super) fn new(pipeline: Arc<Pipeline>) -> Run {
        Run {
            session: Session::new(&pipeline),
            pipeline,
            cancelled: Arc::default(),
            buffer: Vec::new(),
            base: 0,
            lines: 0,
            partial: Vec::new(),
            columns: 0,
            added: 0,
            repairs: Vec::new(),
            begun: false,
        }
    }

    /// Set it from any thread to make the run end soon.
    #[must_use]
    pub fn cancel_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancelled)
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// As [`Pipeline::run`], and CANCELLED. After an error the run is over.
    pub fn push(&mut self, slice: &[u8]) -> Result<(), Error> {
        self.advance(slice, false)
    }

    /// Ends the input.
    ///
    /// # Errors
    /// As [`Run::push`].
    pub fn finish(&mut self) -> Result<Vec<u8>, Error> {
        self.advance(&[], true)?;
        Ok(std::mem::take(&mut self.session.state.out))
    }

    fn advance(&mut self, slice: &[u8], last: bool) -> Result<(), Error> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Error::new(Code::Cancelled, "the run was cancelled"));
        }
        self.append(slice, last)?;
        let read = self.base + self.buffer.len() as u64;
        if self.pipeline.options.mill && read > self.pipeline.options.limits.max_record_bytes {
            return Err(report::limit_error(&self.pipeline, Limit::Record, 0));
        }
        let cancelled = Arc::clone(&self.cancelled);
        match self
            .session
            .feed(&self.pipeline, &self.buffer, self.base, last, &cancelled)
        {
            Ok(()) => {
                if !last && !self.pipeline.keeps_records() {
                    self.forget();
                }
                Ok(())
            }
            Err(failure) => {
                let record = self.session.state.records().saturating_sub(1);
                let shift = |offset: u64| self.original(offset);
                let byte = |offset: u64| {
                    self.repairs
                        .iter()
                        .find(|repair| repair.at == offset)
                        .map(|repair| repair.byte)
                };
                let (bytes, lines, columns) = (&*self.buffer, self.lines, self.columns);
                let text = report::Text {
                    bytes,
                    whole: false,
                    base: self.base,
                    lines,
                    columns,
                    shift: &shift,
                    byte: &byte,
                };
                Err(report::error(&self.pipeline, failure, &text, record))
            }
        }
    }

    /// Appends a slice as valid UTF-8. A character that is cut off waits for its rest.
    fn append(&mut self, slice: &[u8], last: bool) -> Result<(), Error> {
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
        if !self.begun && (last || now.len() + later.len() >= BOM.len()) {
            self.begun = true;
            if self.pipeline.options.strip_bom && now.starts_with(BOM) {
                now = &now[BOM.len()..];
                self.base += BOM.len() as u64;
            }
        }
        let valid = repair::to_valid_utf8(now);
        if let Cow::Owned(repaired) = &valid {
            if self.pipeline.options.strict_utf8 {
                let at = repair::first_invalid(now).unwrap_or(0);
                let offset = self.base + (self.buffer.len() + at) as u64;
                let before = [&self.buffer, &now[..at]].concat();
                return Err(invalid_utf8(&self.pipeline, &now[at..], offset, &before, self.lines));
            }
            debug_assert!(repaired.len() >= now.len());
            self.note_repairs(now);
        }
        self.buffer.extend_from_slice(&valid);
        self.partial = later;
        Ok(())
    }

    /// Notes where a slice that is about to be appended has invalid UTF-8.
    fn note_repairs(&mut self, slice: &[u8]) {
        let mut at = self.base + self.buffer.len() as u64;
        for chunk in slice.utf8_chunks() {
            at += chunk.valid().len() as u64;
            if let Some(&byte) = chunk.invalid().first() {
                let added = REPLACEMENT as i64 - chunk.invalid().len() as i64;
                self.repairs.push(Repair { at, added, byte });
                at += REPLACEMENT;
            }
        }
    }

    /// Where an offset of the repaired text lies in the bytes as they came.
    fn original(&self, offset: u64) -> u64 {
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
        let n = (keep - self.base) as usize;
        if n > 0 {
            let dropped = &self.buffer[..n];
            self.lines += memchr::memchr_iter(b'\n', dropped).count() as u64;
            self.columns = match memchr::memrchr(b'\n', dropped) {
                Some(newline) => wtf8::utf16_len(&dropped[newline + 1..]) as u64,
                None => self.columns + wtf8::utf16_len(dropped) as u64,
            };
            let gone = self.repairs.iter().take_while(|repair| repair.at < keep).count();
            self.added += self.repairs.drain(..gone).map(|repair| repair.added).sum::<i64>();
            self.buffer.drain(..n);
            self.session.scanner.drop_front(n);
            self.base = keep;
        }
    }
}

impl Session {
    /// The offset from which on bytes are still needed.
    fn keep_from(&mut self, base: u64, end: u64) -> u64 {
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
        unread.min(raw).min(live).min(end)
    }

    /// Copies strings out of the input.
    fn detach(&mut self, pipeline: &Pipeline, input: &[u8], base: u64) {
        let store = std::mem::take(&mut self.state.store);
        let program = &pipeline.executable.program;
        let (constants, shapes) = (Arc::clone(&program.store), Arc::clone(&program.shapes));
        let params = Arc::new(Store::default());
        let mut heap = Heap::new(input, base, constants, params, shapes, store, usize::MAX);
        self.state.detach(&mut heap, self.walker.held());
        self.state.store = heap.into_store();
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
