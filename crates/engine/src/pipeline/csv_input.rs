//! Runs over CSV: its rows are read as JSON lines, and what goes wrong is told by its rows.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::options::Snippets;
use super::params::Given;
use super::rejects::Report;
use super::run::Run;
use super::session::Session;
use super::{Pipeline, PlanOptions, whole};
use crate::csv::{BadRow, Reader, RowStart};
use crate::error::{Code, Error, Payload};
use crate::plan::OnError;

/// A reader for a run's input, if that is CSV.
pub(super) fn reader(options: &PlanOptions) -> Option<Box<Reader>> {
    let csv = options.csv_input.as_ref()?;
    Some(Box::new(Reader::new(csv, options.on_error != OnError::Throw)))
}

/// Runs over a whole input.
pub(super) fn run_whole(
    pipeline: &Pipeline,
    input: &[u8],
    given: &Given,
    measured: bool,
    cancelled: &AtomicBool,
) -> Result<(Vec<u8>, Report), Error> {
    let mut session = Session::new(pipeline, given);
    let result = run_in(pipeline, &mut session, input, given, measured, cancelled);
    session.recycle(pipeline);
    result
}

/// The same in a session that has begun.
pub(super) fn run_in(
    pipeline: &Pipeline,
    session: &mut Session,
    input: &[u8],
    given: &Given,
    measured: bool,
    cancelled: &AtomicBool,
) -> Result<(Vec<u8>, Report), Error> {
    let Some(mut reader) = reader(&pipeline.options) else {
        return whole::run_in(pipeline, session, input, given, measured, cancelled);
    };
    let snippets = pipeline.options.snippets;
    let mut lines = Vec::with_capacity(input.len() + input.len() / 2);
    reader.push(input, true, &mut lines);
    let result = whole::run_in(pipeline, session, &lines, given, measured, cancelled);
    let (output, mut report) = result.map_err(|error| placed(&reader, snippets, error))?;
    place_all(&reader, snippets, &mut report);
    match reader.wrong_header() {
        Some(bad) => Err(bad_row(bad, snippets)),
        None => Ok((output, report)),
    }
}

impl Run {
    /// Takes slices of CSV that follow each other.
    pub(super) fn push_rows(&mut self, reader: &mut Reader, slices: &[&[u8]]) -> Result<(), Error> {
        let mut lines = Vec::with_capacity(slices.iter().map(|slice| 2 * slice.len()).sum());
        for slice in slices {
            reader.push(slice, false, &mut lines);
        }
        let result = self.push_lines(&[&lines]);
        self.place(reader, result)
    }

    /// The end of the input.
    pub(super) fn end_rows(&mut self, reader: &mut Reader) -> Result<Vec<u8>, Error> {
        let mut lines = Vec::new();
        reader.push(b"", true, &mut lines);
        let result = self.push_lines(&[&lines]);
        self.place(reader, result)?;
        let snippets = self.pipeline.options.snippets;
        let output = self.end_lines().map_err(|error| placed(reader, snippets, error))?;
        place_all(reader, snippets, &mut self.report);
        match reader.wrong_header() {
            Some(bad) => Err(bad_row(bad, snippets)),
            None => Ok(output),
        }
    }

    /// Puts the places of rows where those of their lines are told.
    fn place(&mut self, reader: &mut Reader, result: Result<(), Error>) -> Result<(), Error> {
        let pipeline = Arc::clone(&self.pipeline);
        let snippets = pipeline.options.snippets;
        place_all(reader, snippets, &mut self.report);
        let result = result.map_err(|error| placed(reader, snippets, error));
        if !pipeline.keeps_records() && !pipeline.names_gone_records() {
            reader.forget(self.session.state.records().saturating_sub(1));
        }
        result
    }
}

fn place_all(reader: &Reader, snippets: Snippets, report: &mut Report) {
    // those behind were placed when they came
    for rejected in report.rejections.iter_mut().filter(|rejected| !rejected.placed) {
        rejected.placed = true;
        if let Some(row) = reader.start_of(rejected.record) {
            (rejected.offset, rejected.line) = (row.offset, row.line);
            if !rejected.raw.is_empty() {
                rejected.raw.clone_from(&row.raw);
            }
        }
        let error = Error::from(rejected.error.clone());
        rejected.error = placed(reader, snippets, error).payload().clone();
    }
}

/// An error of a run over lines as one over rows.
fn placed(reader: &Reader, snippets: Snippets, error: Error) -> Error {
    let Some(record) = error.payload().record else {
        return error;
    };
    if let Some(bad) = reader.wrong_row(record) {
        return match error.payload().code {
            Code::Parse => bad_row(bad, snippets),
            _ => error.with(|payload| {
                let kept = payload
                    .message
                    .split_once("; the last: ")
                    .map(|(kept, _)| kept.to_owned());
                if let Some(kept) = kept {
                    payload.message = format!("{kept}; the last: {}", message(bad));
                }
                (payload.offset, payload.line, payload.column) = (Some(bad.offset), Some(bad.line), Some(bad.column));
            }),
        };
    }
    match reader.start_of(record) {
        Some(start) => error.with(|payload| put(payload, start)),
        None => error,
    }
}

/// The place of a row where there was one of its line.
fn put(payload: &mut Payload, &RowStart { offset, line, .. }: &RowStart) {
    if let Payload {
        offset: Some(was_offset),
        line: Some(was_line),
        column: Some(was_column),
        ..
    } = *payload
    {
        let was = format!("byte {was_offset}, line {was_line}, column {was_column}");
        let is = format!("byte {offset}, line {line}, column 1");
        payload.message = payload.message.replace(&was, &is);
        (payload.line, payload.column) = (Some(line), Some(1));
    }
    if payload.offset.is_some() {
        payload.offset = Some(offset);
    }
    for violation in &mut payload.violations {
        if let Some(place) = violation.get_mut("offset") {
            *place = offset.into();
        }
    }
}

fn message(bad: &BadRow) -> String {
    let BadRow {
        reason,
        record,
        offset,
        line,
        column,
        ..
    } = bad;
    format!("{reason} (record {record}, byte {offset}, line {line}, column {column})")
}

fn bad_row(bad: &BadRow, snippets: Snippets) -> Error {
    Error::new(Code::Parse, message(bad)).with(|payload| {
        payload.record = Some(bad.record);
        payload.offset = Some(bad.offset);
        payload.line = Some(bad.line);
        payload.column = Some(bad.column);
        payload.snippet = snippets.shown(bad.snippet.clone());
    })
}
