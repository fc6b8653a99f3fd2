//! Inputs of many records: lines, and values one behind the other.

use jsonmill_json::scan::Scanner;
use jsonmill_json::walk::{Progress, SyntaxErrorKind, Walker, is_delimiter};

use super::session::failure;
use crate::exec::rejects::Rejection;
use crate::exec::run::{Executable, Failure, Runner};
use crate::plan::{Input, OnError};
use crate::value::{Limit, Value};

/// The walk over one record after the other.
pub(super) struct Frames<'s, 'p> {
    pub executable: &'p Executable,
    pub scanner: &'s mut Scanner,
    pub walker: &'s mut Walker<Value>,
    pub framing: Input,
    /// A record has begun and not ended
    pub in_record: &'s mut bool,
    /// Where it begins
    pub start: &'s mut u64,
    pub max_record: u64,
    /// A bad line is being passed over
    pub skipping: &'s mut bool,
    /// Line feeds behind records and blank lines
    pub lines: &'s mut u64,
}

impl Frames<'_, '_> {
    /// Goes as far as the bytes go.
    pub(super) fn feed(
        &mut self,
        runner: &mut Runner<'_, '_>,
        input: &[u8],
        base: u64,
        last: bool,
    ) -> Result<(), Failure> {
        if *self.skipping && !self.skip_line(input, self.scanner.scanned()) {
            return Ok(());
        }
        loop {
            if !*self.in_record {
                let Some(at) = self.next_token(input, last) else {
                    return Ok(());
                };
                // Among values the scanner passes over newlines as white space.
                if input[at] == b'\n' {
                    self.scanner.cursor += 1;
                    *self.lines += 1;
                    continue;
                }
                runner.ensure_begun()?;
                *self.in_record = true;
                *self.start = base + at as u64;
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
                        let end = self.end(input, last);
                        self.check_length(base + end as u64)?;
                    }
                    runner.line(value, self.scanner, base)?;
                    self.walker.restart();
                    *self.in_record = false;
                }
                Err(error) => {
                    let failure = failure(error);
                    if matches!(failure, Failure::Syntax(_)) && self.max_record != u64::MAX {
                        self.check_frame(input, base)?;
                    }
                    self.leave_out(runner, failure)?;
                    let start = self.start.saturating_sub(base) as usize;
                    if !self.skip_line(input, start) {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// A record that is no JSON: a line can be left out, since the next one begins behind its end whatever stands in it.
    #[cold]
    fn leave_out(&mut self, runner: &mut Runner<'_, '_>, failure: Failure) -> Result<(), Failure> {
        let is_line = self.framing == Input::Lines && self.executable.on_error != OnError::Throw;
        let is_text = matches!(&failure, Failure::Syntax(error) if error.kind != SyntaxErrorKind::TooDeep);
        if !is_line || !is_text {
            return Err(failure);
        }
        runner.abandon_line();
        runner.reject(Rejection {
            record: runner.record_number(),
            offset: *self.start,
            failure,
        })?;
        self.walker.restart();
        *self.in_record = false;
        Ok(())
    }

    /// Goes behind the end of a line; whether it is there.
    #[cold]
    fn skip_line(&mut self, input: &[u8], from: usize) -> bool {
        let newline = input.get(from..).and_then(|rest| memchr::memchr(b'\n', rest));
        *self.skipping = newline.is_none();
        self.scanner
            .skip_to(newline.map_or(input.len(), |length| from + length + 1));
        newline.is_some()
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

    /// Where the record ends that is complete: a line with its newline, a value with its last byte.
    fn end(&mut self, input: &[u8], last: bool) -> usize {
        if self.framing == Input::Lines {
            return self.next_token(input, last).unwrap_or(input.len());
        }
        let token = self.scanner.tokens[self.scanner.cursor - 1];
        let at = self.scanner.base + token as usize;
        match input[at] {
            b'"' | b']' | b'}' => at + 1,
            _ => end_of_word(input, at),
        }
    }

    /// The length of a record that is no JSON: as far as it can be seen.
    #[cold]
    fn check_frame(&self, input: &[u8], base: u64) -> Result<(), Failure> {
        let start = self.start.checked_sub(base);
        let Some(record) = start.and_then(|start| input.get(start as usize..)) else {
            return Ok(());
        };
        let length = end_of_frame(self.framing, record).unwrap_or(record.len());
        self.check_length(*self.start + length as u64)
    }

    fn check_length(&self, end: u64) -> Result<(), Failure> {
        if end - *self.start > self.max_record {
            Err(Failure::Limit(Limit::Record))
        } else {
            Ok(())
        }
    }
}

/// The length of the record that a text begins with, if its end is there. What stands in it need not be JSON: among values,
/// brackets and quotes are counted.
pub(super) fn end_of_frame(framing: Input, text: &[u8]) -> Option<usize> {
    if framing == Input::Lines {
        return memchr::memchr(b'\n', text);
    }
    let (mut at, mut depth) = (0, 0i64);
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'"' => at = end_of_string(text, at)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ if depth == 0 && !is_delimiter(byte) => {
                at = end_of_word(text, at);
                if at == text.len() {
                    return None;
                }
            }
            _ => {}
        }
        if depth <= 0 {
            return Some(at);
        }
    }
    None
}

/// Behind the quote that ends a string.
fn end_of_string(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The end of a number or a word.
fn end_of_word(input: &[u8], start: usize) -> usize {
    let rest = input[start..].iter();
    rest.copied()
        .position(is_delimiter)
        .map_or(input.len(), |length| start + length)
}
