//! A part of an input that is run on its own: the bytes between two places between records.

use std::borrow::Cow;
use std::sync::atomic::AtomicBool;

use jsonmill_json::repair;
use jsonmill_json::walk::{Between, SyntaxErrorKind};
use jsonmill_json::wtf8;

use super::Pipeline;
use super::session::Session;
use crate::exec::parts;
use crate::exec::run::Failure;
use crate::plan::OnError;

/// What came of a part, and how far its bytes reach.
pub(super) struct Part {
    pub records: parts::Part,
    /// The number of the first, as it was given
    pub first: u64,
    /// Its bytes as the walk sees them: repaired
    pub bytes: u64,
    /// Bytes that repairing it added
    pub added: i64,
    /// Lines that end in it
    pub lines: u64,
    /// UTF-16 units on its last line
    pub columns: u64,
}

impl Part {
    /// The memory of its results, which have been joined.
    pub(super) fn into_text(self) -> Vec<u8> {
        self.records.text
    }
}

/// Where a part begins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start {
    /// At a line; the number of its record, where that is known
    Line(u64),
    /// Between two elements of an array; the number of the next, where that is known
    Between(Between, u64),
}

impl Start {
    /// The number of its first record, where that is known.
    fn first(self) -> u64 {
        match self {
            Start::Line(record) | Start::Between(_, record) => record,
        }
    }

    pub(super) fn pipeline(self) -> usize {
        match self {
            Start::Line(_) => 0,
            Start::Between(place, _) => place.pipeline as usize,
        }
    }
}

impl Session {
    /// Runs a part. `None` where something is wrong in it, or with its limits: then one thread finds out what. Its lines are
    /// `counted` where errors behind it have to be placed without its text.
    pub(super) fn run_part(
        &mut self,
        pipeline: &Pipeline,
        text: &[u8],
        start: Start,
        counted: bool,
        cancelled: &AtomicBool,
    ) -> Option<Part> {
        let mut valid = Cow::Borrowed(text);
        if !self.runs_through(pipeline, text, start, cancelled) {
            if !self.scanner.invalid_utf8() || pipeline.options.strict_utf8 {
                return None;
            }
            // Where its records lie in the bytes as they came must be known later on.
            if pipeline.names_gone_records() {
                return None;
            }
            valid = repair::to_valid_utf8(text);
            if !self.runs_through(pipeline, &valid, start, cancelled) {
                return None;
            }
        }
        let records = self.state.end_part(&pipeline.executable, start.pipeline())?;
        let mut part = Part {
            records,
            first: start.first(),
            bytes: valid.len() as u64,
            added: valid.len() as i64 - text.len() as i64,
            lines: 0,
            columns: 0,
        };
        let is_lines = matches!(start, Start::Line(_));
        if counted || is_lines {
            // Of lines all line feeds have been met, and mostly the last byte is one.
            let newline = memchr::memrchr(b'\n', &valid);
            let last_line = newline.map_or(0, |newline| newline + 1);
            part.columns = wtf8::utf16_len(&valid[last_line..]) as u64;
            part.lines = match is_lines && pipeline.executable.on_error == OnError::Throw {
                true => self.lines,
                false => newline.map_or(0, |end| memchr::memchr_iter(b'\n', &valid[..=end]).count() as u64),
            };
        }
        Some(part)
    }

    /// Whether the records are read and run without anything being wrong, and end where the part ends.
    fn runs_through(&mut self, pipeline: &Pipeline, text: &[u8], start: Start, cancelled: &AtomicBool) -> bool {
        self.state
            .begin_part(&pipeline.executable, start.pipeline(), start.first());
        self.scanner.reset(0);
        self.scanner.check_utf8();
        self.in_record = false;
        self.lines = 0;
        self.goes_on = true;
        match start {
            Start::Line(_) => self.walker.restart(),
            Start::Between(place, _) => self.walker.join(place, pipeline.options.limits.max_input_depth),
        }
        let result = self.feed(pipeline, text, 0, true, cancelled);
        if self.scanner.invalid_utf8() {
            return false;
        }
        match (start, result) {
            (Start::Line(_), result) => result.is_ok() && !self.in_record,
            // The text ends where the next part's comma stands.
            (Start::Between(..), Err(Failure::Syntax(error))) => {
                let end = text.len() as u64;
                error.kind == SyntaxErrorKind::UnexpectedEnd
                    && error.offset == end
                    && self.walker.between_records().is_some()
                    && self.state.last_length(start.pipeline(), end) <= pipeline.executable.max_record_bytes
            }
            (Start::Between(..), _) => false,
        }
    }
}
