//! `utf8: 'strict'`: invalid UTF-8 is an error, at the record where it stands.

use jsonmill_json::repair;
use jsonmill_json::walk::{SyntaxError, SyntaxErrorKind};

use super::frames::end_of_frame;
use super::{Pipeline, session::Session};
use crate::exec::run::Failure;
use crate::plan::Input;
use crate::value::Limit;

/// Stands for the invalid bytes: it begins a record where none has begun, no record is complete with it, and a scan takes in
/// all that stands before it.
pub(super) const STOP: [u8; 64] = [b'x'; 64];

/// Where bytes stop being UTF-8, if that matters.
pub(super) fn invalid(pipeline: &Pipeline, bytes: &[u8]) -> Option<usize> {
    if pipeline.options.strict_utf8 {
        repair::first_invalid(bytes)
    } else {
        None
    }
}

/// The first failure of an input that is invalid at `at`: `read` is what came of the text up to there, with [`STOP`] behind it.
pub(super) fn first_failure(
    pipeline: &Pipeline,
    session: &Session,
    read: Result<(), Failure>,
    text: &[u8],
    base: u64,
    at: u64,
) -> Failure {
    let invalid = Failure::Syntax(SyntaxError {
        kind: SyntaxErrorKind::InvalidUtf8,
        offset: at,
    });
    let Err(failure) = read else { return invalid };
    // Each record is checked for this before anything else.
    let same_record = || {
        let start = session.record_start().and_then(|start| start.checked_sub(base));
        let record = start.and_then(|start| text.get(start as usize..(at - base) as usize));
        record.is_none_or(|record| end_of_frame(pipeline.options.input, record).is_none())
    };
    match failure {
        Failure::Syntax(syntax) if syntax.offset >= at => invalid,
        Failure::Syntax(_) | Failure::Limit(Limit::Record)
            if pipeline.options.input != Input::Json && same_record() =>
        {
            invalid
        }
        other => other,
    }
}
