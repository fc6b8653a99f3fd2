//! A run that takes its input in slices, and what it has written so far.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::buffer::Repair;
use super::parallel::Parallel;
use super::params::Given;
use super::raw::Open;
use super::rejects::Report;
use super::session::Session;
use super::whole::{failed, tells};
use super::{Pipeline, csv_input, report};
use crate::csv::Reader;
use crate::error::{Code, Error};
use crate::exec::rejects::Rejection;
use crate::exec::run::Writing;
use crate::value::Limit;

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
    pub(super) gone: Vec<(u64, i64)>,
    /// Reads rows, where the input is CSV
    csv: Option<Box<Reader>>,
    /// The start has been looked at for a byte order mark
    pub(super) begun: bool,
    /// What will be told behind the rows
    failed: Option<Error>,
    /// Bad records that it left out
    pub(super) report: Report,
    /// These are its last numbers
    pub(super) concluded: bool,
    /// Bad lines whose end has not come
    pub(super) open: Vec<Open>,
    /// Where a failure that waits lies: in the repaired text and in the bytes as they came
    pub(super) waiting: Option<(u64, u64)>,
    /// Several threads at work
    pub(super) parallel: Parallel,
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

impl Run {
    pub(super) fn new(pipeline: Arc<Pipeline>, given: &Given) -> Run {
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
            concluded: false,
            open: Vec::new(),
        }
    }

    /// Set it from any thread to make the run end soon.
    #[must_use]
    pub fn cancel_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancelled)
    }

    /// From now on the text of a document that leaves as it comes is let go while it is laid out. Where it then turns out to be
    /// needed, the run ends in AGAIN.
    pub fn let_go(&mut self) {
        if self.pipeline.is_identity() {
            self.session.walker.let_go();
        }
    }

    /// From now on it is noted where records and time go.
    pub fn measure(&mut self) {
        self.session.state.tally = self.pipeline.tally(true);
    }

    /// The numbers of the run so far, and the bad records that it left out since the last time.
    pub fn report(&mut self) -> Report {
        if !self.concluded {
            self.report.measure(&self.pipeline, &self.session.state);
        }
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

    /// Whether input is taken as it comes, and nothing has gone wrong.
    pub(super) fn takes_lines(&self) -> bool {
        self.csv.is_none() && self.failed.is_none()
    }

    /// The same where they hold JSON.
    pub(super) fn push_lines(&mut self, slices: &[&[u8]]) -> Result<(), Error> {
        if self.failed.is_some() || self.has_ended() {
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

    /// Whether no more input is wanted, as a slice has all of its records: what is pushed then is not looked at.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.session.state.ended
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
        if matches!(self.pipeline.executable.writing, Writing::Rows { .. }) {
            self.session.state.abandon_rows();
        }
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
        if self.has_ended() {
            return Ok(());
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
            Some(at) => self.session.feed_invalid(pipeline, buffer, self.base, at, &cancelled),
        };
        self.note_rejections(last);
        self.note_failure();
        match result {
            Ok(()) => {
                if self.session.walker.raw_start().is_some_and(|start| start < self.base) {
                    return Err(Error::new(
                        Code::Again,
                        "members of a document that was let go change places",
                    ));
                }
                if !last && !self.has_ended() && !self.pipeline.keeps_records() {
                    self.forget();
                }
                Ok(())
            }
            Err(failure) => {
                let record = self.session.record(&self.pipeline);
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

    /// Describes the bad records of a part of the input, which begins at `base` behind so many lines, and units of its first one.
    pub(super) fn describe(&mut self, found: Vec<Rejection>, bytes: &[u8], base: u64, lines: u64, columns: u64) {
        let mut report = std::mem::take(&mut self.report);
        let state = &self.session.state;
        let found = (state.records(), state.rejected, found);
        let text = report::Text {
            bytes,
            whole: false,
            base,
            walked: bytes,
            walked_base: base,
            lines,
            columns,
            shift: &|offset| self.original(offset),
            byte: &|_| None,
        };
        report.take(&self.pipeline, found, &text);
        self.report = report;
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
}
