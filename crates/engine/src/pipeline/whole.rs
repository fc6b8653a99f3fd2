//! A run over a whole input at once.

use std::borrow::Cow;
use std::sync::atomic::AtomicBool;

use jsonmill_json::repair;

use super::params::Given;
use super::rejects::Report;
use super::session::Session;
use super::{Pipeline, report, strict};
use crate::error::{Code, Error};
use crate::exec::run::Writing;
use crate::value::Limit;

pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";
/// U+FFFD.
const REPLACED: &[u8] = b"\xEF\xBF\xBD";

/// Runs over a whole input in a session that has begun.
pub(super) fn run_in(
    pipeline: &Pipeline,
    session: &mut Session,
    input: &[u8],
    given: &Given,
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
    session.state.tally = pipeline.tally(measured);
    // Most transforms make the input smaller; growing further is cheap next to filling fresh memory in advance.
    session.state.out.reserve(body.len() / 2 + 64);
    let base = skipped as u64;
    let mut result = match invalid {
        None => {
            session.scanner.check_utf8();
            session.feed(pipeline, &valid, base, true, cancelled)
        }
        Some(at) => session.feed_invalid(pipeline, &valid, base, base + at as u64, cancelled),
    };
    if session.scanner.invalid_utf8() {
        // Rare: found out while it was read, it is read again as what Buffer.toString makes of it.
        session.state.abandon_rows();
        session.clean();
        valid = repair::to_valid_utf8(body);
        session.begin(pipeline, given);
        session.state.tally = pipeline.tally(measured);
        result = session.feed(pipeline, &valid, base, true, cancelled);
    }
    let record = session.record(pipeline);
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
pub(super) fn failed(pipeline: &Pipeline, mut out: Vec<u8>, error: Error) -> Result<Vec<u8>, Error> {
    if !tells(pipeline, &error) {
        return Err(error);
    }
    out.extend_from_slice(b"{\"error\":");
    out.extend_from_slice(error.to_json().as_bytes());
    out.extend_from_slice(b"}\n");
    Ok(out)
}

/// Whether an error is told behind the rows: stages in V8 may fail at a record before, and theirs is then the first error.
pub(super) fn tells(pipeline: &Pipeline, error: &Error) -> bool {
    let executable = &pipeline.executable;
    let ours = matches!(error.payload().code, Code::Bail | Code::Cancelled | Code::Internal);
    // errors over CSV get their places when they are handed out
    let csv = pipeline.options.csv_input.is_some();
    matches!(executable.writing, Writing::Rows { .. }) && !executable.defer_errors && !ours && !csv
}
