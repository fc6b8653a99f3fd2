//! What became of bad records that did not end a run, as lib/ reports it.

use serde::Serialize;

use jsonmill_json::wtf8;

use super::report::{self, Text};
use super::{Pipeline, threads};
use crate::error::Payload;
use crate::exec::rejects::Rejection;
use crate::exec::state::State;
use crate::exec::tally::Tally;

/// The numbers of a run, and the bad records that it left out.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Records read
    pub records: u64,
    /// Records that were left out because they are bad
    pub rejected: u64,
    /// Those of them that are to be reported
    pub rejections: Vec<Rejected>,
    /// Results written
    pub written: u64,
    /// No more input is wanted
    pub ended: bool,
    /// Bytes that were held at most, if somebody wanted to know
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<u64>,
    /// Where records and time went, if somebody wanted to know
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tally: Option<Box<Tally>>,
}

/// A bad record.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rejected {
    /// Its number
    pub record: u64,
    /// Where it begins, in the bytes as they came
    pub offset: u64,
    /// The line where it begins, from 1
    pub line: u64,
    /// What is wrong with it
    pub error: Payload,
    /// Its bytes, where the input goes by and nobody else has them
    #[serde(skip)]
    pub raw: Vec<u8>,
    /// Its place is that of a row of CSV, not of the line made of it
    #[serde(skip)]
    pub placed: bool,
}

/// What a session found: records read, records left out, and those of the latter that are to be reported.
pub(super) type Found = (u64, u64, Vec<Rejection>);

impl Report {
    /// Takes what a session has found since the last time. `text` has the input as the walk saw it.
    pub(super) fn take(&mut self, pipeline: &Pipeline, found: Found, text: &Text<'_>) {
        let (records, rejected, rejections) = found;
        self.records = records;
        self.rejected = rejected;
        let mut place = Place {
            text: text.bytes,
            at: 0,
            lines: text.lines,
            columns: text.columns,
        };
        for rejection in rejections {
            let found = describe(pipeline, rejection, text, &mut place);
            self.rejections.push(found);
        }
    }

    /// Takes the numbers of a session as they are now.
    pub(super) fn measure(&mut self, pipeline: &Pipeline, state: &State) {
        self.written = if pipeline.plan.mill { 1 } else { state.written() };
        self.ended = state.ended;
        self.tally.clone_from(&state.tally);
        self.memory = state.tally.as_ref().map(|tally| tally.memory(threads::limit()));
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn describe(pipeline: &Pipeline, rejection: Rejection, text: &Text<'_>, place: &mut Place<'_>) -> Rejected {
    let at = (rejection.offset.saturating_sub(text.base) as usize).min(text.bytes.len());
    place.move_to(at);
    let rest = &text.bytes[at..];
    let base = text.base + at as u64;
    let here = Text {
        bytes: rest,
        whole: false,
        base,
        walked: rest,
        walked_base: base,
        lines: place.lines,
        columns: place.columns,
        shift: text.shift,
        byte: text.byte,
    };
    let error = report::error(pipeline, rejection.failure, &here, rejection.record);
    Rejected {
        record: rejection.record,
        offset: (text.shift)(rejection.offset),
        line: place.lines + 1,
        error: error.payload().clone(),
        raw: Vec::new(),
        placed: false,
    }
}

/// A place in a text that mostly moves forward: lines are counted once.
struct Place<'a> {
    text: &'a [u8],
    at: usize,
    lines: u64,
    /// UTF-16 units before it on its line
    columns: u64,
}

impl Place<'_> {
    fn move_to(&mut self, at: usize) {
        // Records that waited may come back in another order; then only what lies behind is counted.
        let Some(passed) = self.text.get(self.at..at) else {
            return;
        };
        self.lines += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.columns = match memchr::memrchr(b'\n', passed) {
            Some(newline) => wtf8::utf16_len(&passed[newline + 1..]) as u64,
            None => self.columns + wtf8::utf16_len(passed) as u64,
        };
        self.at = at;
    }
}
