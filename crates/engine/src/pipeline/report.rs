//! Failures of a run as errors: positions, frames, and what to do.

use jsonmill_json::piece;
use jsonmill_json::position::{self, Position};
use jsonmill_json::walk::{SyntaxError, SyntaxErrorKind};
use regex_syntax::hir::{Class, HirKind};

use super::Pipeline;
use crate::diagnostic::code_frame;
use crate::error::{Code, Error};
use crate::exec::rejects::Rejection;
use crate::exec::run::{CallbackFailure, Failure};
use crate::exec::validate::Invalid;
use crate::plan::{Input, Output};
use crate::schema::SchemaError;
use crate::value::Limit;

/// The input as far as it is still there.
pub(super) struct Text<'a> {
    /// Its bytes
    pub bytes: &'a [u8],
    /// They are all there is, as they came; else they are the repaired text of the slices that are still needed
    pub whole: bool,
    /// Offset of the first of them from the very start, as the walk counts
    pub base: u64,
    /// The same as the walk saw them: repaired where they had to be
    pub walked: &'a [u8],
    /// Offset of the first of those, as the walk counts
    pub walked_base: u64,
    /// Lines that ended before them
    pub lines: u64,
    /// UTF-16 units before them on their line
    pub columns: u64,
    /// Where an offset of the walk lies in the bytes as they came
    pub shift: &'a dyn Fn(u64) -> u64,
    /// The byte that came where the walk saw a replacement character
    pub byte: &'a dyn Fn(u64) -> Option<u8>,
}

impl Text<'_> {
    /// Offset in the bytes as they came, its line and column, and its place in `bytes`.
    fn locate(&self, seen: u64) -> (u64, Position, usize) {
        let offset = (self.shift)(seen);
        // A whole input is at hand as it came; a run over slices has only the repaired text.
        let at = if self.whole {
            offset
        } else {
            seen.saturating_sub(self.base)
        };
        let at = (at as usize).min(self.bytes.len());
        let mut position = position::locate(self.bytes, at);
        if position.line == 1 {
            position.column += self.columns;
        }
        position.line += self.lines;
        (offset, position, at)
    }
}

/// The error for a failure. `record` is the number of the record that was being read.
pub(super) fn error(pipeline: &Pipeline, failure: Failure, text: &Text<'_>, record: u64) -> Error {
    // A stage that holds lines for their array lets them pass before a failure of later ones is reported.
    if pipeline.plan.takes_array()
        && pipeline.plan.input != Input::Json
        && matches!(
            failure,
            Failure::Syntax(_) | Failure::Callback(_) | Failure::NotText(..) | Failure::Invalid(_)
        )
    {
        return Error::new(Code::Bail, "a failure among lines that a stage sees as an array");
    }
    match failure {
        Failure::Syntax(syntax) => syntax_error(pipeline, syntax, text, record),
        Failure::Callback(callback) => callback_error(pipeline, *callback, text),
        Failure::Invalid(invalid) => invalid_error(pipeline, *invalid, text),
        Failure::TooMany(rejection) => too_many(pipeline, *rejection, text),
        Failure::Unsupported(what) => Error::new(Code::Bail, what),
        Failure::Cancelled => Error::new(Code::Cancelled, "the run was cancelled"),
        Failure::Gone => Error::new(Code::Again, "members of a document that was let go change places"),
        Failure::Ended => Error::internal("a run that had ended went on"),
        Failure::NotText(record, what) => Error::new(
            Code::Option,
            match pipeline.options.output {
                Output::Csv => format!("output: 'csv' writes objects, and record {record} gave {what}"),
                _ => format!("output: 'lines' writes strings, and record {record} gave {what}"),
            },
        )
        .with(|payload| {
            payload.record = Some(record);
            payload.stage = pipeline.plan.stages.last().map(|stage| stage.number);
            let help = match pipeline.options.output {
                Output::Csv => "return an object of the columns' values, or name all columns in csv.columns",
                _ => "return a string, such as String(value), or use output: 'ndjson'",
            };
            payload.help = Some(help.to_owned());
        }),
        Failure::NoRecords(what) => {
            let pointer: String = pipeline
                .options
                .at
                .iter()
                .map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1")))
                .collect();
            let reason = format!("records() reads the array at '{pointer}', and there is {what}");
            let begins = beginning(text).map(|at| text.locate(at));
            let message = match begins {
                Some((offset, Position { line, column }, _)) => {
                    format!("{reason} (byte {offset}, line {line}, column {column})")
                }
                None => reason,
            };
            Error::new(Code::Parse, message).with(|payload| {
                payload.record = Some(0);
                if let Some((offset, Position { line, column }, at)) = begins {
                    payload.offset = Some(offset);
                    payload.line = Some(line);
                    payload.column = Some(column);
                    payload.snippet = pipeline.options.snippets.shown(position::snippet(text.bytes, at));
                }
                payload.help = Some("check the option `at`: a JSON Pointer to an array inside the document".to_owned());
            })
        }
        Failure::Limit(Limit::Depth) => {
            let limit = pipeline.options.limits.max_depth;
            Error::new(
                Code::Depth,
                format!("a value nests deeper than limits.maxDepth ({limit}), or calls nest too deeply"),
            )
            .with(|payload| {
                payload.record = Some(record);
                payload.help = Some("raise limits.maxDepth if such input is expected".to_owned());
            })
        }
        Failure::Limit(limit) => limit_error(pipeline, limit, record),
    }
}

/// The error for a schema that cannot be compiled.
pub(super) fn schema_error(error: &SchemaError) -> Error {
    Error::new(Code::Option, format!("{} {}", error.path, error.message))
}

fn invalid_error(pipeline: &Pipeline, invalid: Invalid, text: &Text<'_>) -> Error {
    let Invalid {
        record,
        offset,
        stage,
        violations,
        of_input,
    } = invalid;
    let start = invalid_at(offset, text, "");
    let mut located = Vec::with_capacity(violations.len());
    for violation in &violations {
        let seen = match of_input {
            true => invalid_at(offset, text, &violation.instance_path),
            false => start,
        };
        let mut json = serde_json::to_value(violation).unwrap_or_default();
        if let Some(fields) = json.as_object_mut() {
            fields.insert("record".to_owned(), record.into());
            fields.insert("offset".to_owned(), (text.shift)(seen).into());
        }
        located.push((json, seen));
    }
    let seen = located.first().map_or(start, |(_, seen)| *seen);
    let (offset, Position { line, column }, _) = text.locate(seen);
    let first = violations.first().map_or_else(String::new, |violation| {
        let path = Some(&violation.instance_path).filter(|path| !path.is_empty());
        let path = path.map_or_else(String::new, |path| format!("{path} "));
        format!("{path}{}", violation.message)
    });
    let more = match violations.len() {
        0 | 1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let place = if pipeline.plan.mill {
        String::new()
    } else {
        format!("record {record}, ")
    };
    Error::new(
        Code::Validation,
        format!("{first}{more} ({place}byte {offset}, line {line}, column {column})"),
    )
    .with(|payload| {
        payload.record = Some(record);
        payload.stage = Some(stage);
        payload.offset = Some(offset);
        payload.line = Some(line);
        payload.column = Some(column);
        payload.violations = located.into_iter().map(|(json, _)| json).collect();
    })
}

/// Where the value at a path lies, as the walk counts: that of the record where it cannot be found any more.
fn invalid_at(record: u64, text: &Text<'_>, path: &str) -> u64 {
    let bytes = if text.whole { text.walked } else { text.bytes };
    let at = record.checked_sub(text.walked_base).map(|at| at as usize);
    let Some(json) = at.and_then(|at| bytes.get(at..)).filter(|json| !json.is_empty()) else {
        return record;
    };
    let skipped = json
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
        .count();
    let inside = json.get(skipped..).and_then(|json| piece::find(json, path));
    record + (skipped + inside.unwrap_or(0)) as u64
}

fn too_many(pipeline: &Pipeline, rejection: Rejection, text: &Text<'_>) -> Error {
    let record = rejection.record;
    let last = error(pipeline, rejection.failure, text, record);
    let max = pipeline.options.max_errors;
    let message = format!("more than {max} bad records, which is options.maxErrors; the last: {last}");
    Error::new(Code::Limit, message).with(|payload| {
        let last = last.payload();
        payload.record = Some(record);
        payload.stage = last.stage;
        payload.offset = last.offset;
        payload.line = last.line;
        payload.column = last.column;
        payload.help = Some("raise options.maxErrors if this is expected".to_owned());
    })
}

pub(super) fn limit_error(pipeline: &Pipeline, limit: Limit, record: u64) -> Error {
    if let Limit::Spill(kind) = limit {
        let message = format!("a temporary file in options.spill cannot be used: {kind}");
        return Error::new(Code::Limit, message).with(|payload| {
            payload.help =
                Some("options.spill must name a folder that can be written to, with room for the records".to_owned());
        });
    }
    let limits = &pipeline.options.limits;
    let (what, name, value) = match limit {
        Limit::Steps => ("a record takes more steps than", "maxSteps", limits.max_steps),
        Limit::Unspilled => (
            "records with functions, regular expressions and the like take more bytes than",
            "maxMemory",
            limits.max_memory as u64,
        ),
        Limit::Memory => (
            "the values that are held take more bytes than",
            "maxMemory",
            limits.max_memory as u64,
        ),
        Limit::Output => (
            "the output is longer than",
            "maxOutputBytes",
            limits.max_output_bytes as u64,
        ),
        Limit::Record | Limit::Depth | Limit::Spill(_) => {
            ("a record is longer than", "maxRecordBytes", limits.max_record_bytes)
        }
    };
    // What a stage can put into files does not come here.
    let unspilled = matches!(limit, Limit::Memory | Limit::Unspilled) && pipeline.options.spill.is_some();
    let kept = if unspilled {
        "; options.spill cannot take it"
    } else {
        ""
    };
    Error::new(Code::Limit, format!("{what} limits.{name} ({value}){kept}")).with(|payload| {
        payload.record = Some(record);
        payload.help = Some(format!("raise limits.{name} if this is expected"));
    })
}

fn callback_error(pipeline: &Pipeline, failure: CallbackFailure, text: &Text<'_>) -> Error {
    let frame = failure.fault.map(|fault| {
        let function = &pipeline.executable.program.functions[fault.function as usize];
        let stage = pipeline.plan.stages.iter().find(|stage| stage.number == function.stage);
        let own = stage
            .and_then(|stage| stage.callback.as_ref())
            .map(|callback| &callback.source);
        let source = function.source.as_deref().or(own);
        source.map(|source| code_frame(source, function.spans[fault.at as usize]))
    });
    let place = failure.place.map(|(record, offset)| (record, text.locate(offset).0));
    let (message, refused_json) = match failure.message {
        text if failure.refused_json => ("the text is not valid JSON".to_owned(), Some(text)),
        message => (message, None),
    };
    Error::new(Code::Callback, message).with(|payload| {
        payload.refused_json = refused_json;
        payload.name = Some(failure.name);
        payload.thrown = failure.thrown.and_then(|text| serde_json::from_str(&text).ok());
        payload.record = place.map(|(record, _)| record);
        payload.stage = Some(failure.stage);
        payload.offset = place.map(|(_, offset)| offset);
        payload.code_frame = frame.flatten();
    })
}

/// Where the document begins, if its first bytes are still there.
fn beginning(text: &Text<'_>) -> Option<u64> {
    let first = text.bytes.iter().position(|&byte| byte > b' ')?;
    // Behind a byte order mark the walk counts from another place.
    (text.base == 0 && text.bytes[first].is_ascii()).then_some(first as u64)
}

fn syntax_error(pipeline: &Pipeline, error: SyntaxError, text: &Text<'_>, record: u64) -> Error {
    let (offset, Position { line, column }, at) = text.locate(error.offset);
    let replaced = (text.byte)(error.offset);
    let byte = replaced.or(text.bytes.get(at).copied());
    let bom = text.bytes[at.min(text.bytes.len())..].starts_with(b"\xEF\xBB\xBF");
    let reason = match error.kind {
        SyntaxErrorKind::UnexpectedToken if bom => "Unexpected byte order mark in JSON".to_owned(),
        SyntaxErrorKind::UnexpectedToken => match byte {
            Some(byte) => match visible(&text.bytes[at.min(text.bytes.len())..]).filter(|_| replaced.is_none()) {
                Some(character) => format!("Unexpected token '{character}' in JSON"),
                None => format!("Unexpected byte 0x{byte:02x} in JSON"),
            },
            None => "Unexpected end of JSON input".to_owned(),
        },
        SyntaxErrorKind::UnexpectedEnd => "Unexpected end of JSON input".to_owned(),
        SyntaxErrorKind::ControlCharacter => "Bad control character in string literal in JSON".to_owned(),
        SyntaxErrorKind::BadEscape => "Bad escaped character in JSON".to_owned(),
        SyntaxErrorKind::UnterminatedString => "Unterminated string in JSON".to_owned(),
        SyntaxErrorKind::TrailingToken => "Unexpected non-whitespace character after JSON".to_owned(),
        SyntaxErrorKind::NotAnArray => {
            let what = match byte {
                Some(b'{') => "an object",
                Some(b'"') => "a string",
                Some(b't' | b'f') => "a boolean",
                Some(b'n') => "null",
                _ => "a number",
            };
            format!("records() reads one JSON array, and this document is {what}")
        }
        SyntaxErrorKind::InvalidUtf8 => "The input is not valid UTF-8".to_owned(),
        SyntaxErrorKind::TooDeep => {
            format!(
                "the input nests deeper than limits.maxDepth ({})",
                pipeline.options.limits.max_depth
            )
        }
    };
    let framed = pipeline.plan.input != Input::Json;
    let place = if framed {
        format!("record {record}, ")
    } else {
        String::new()
    };
    let code = if error.kind == SyntaxErrorKind::TooDeep {
        Code::Depth
    } else {
        Code::Parse
    };
    let help = help(pipeline, error.kind, bom);
    Error::new(
        code,
        format!("{reason} ({place}byte {offset}, line {line}, column {column})"),
    )
    .with(|payload| {
        payload.record = Some(record);
        payload.offset = Some(offset);
        payload.line = Some(line);
        payload.column = Some(column);
        payload.snippet = pipeline.options.snippets.shown(position::snippet(text.bytes, at));
        payload.help = help.map(str::to_owned);
    })
}

/// The character that a text begins with, if there is anything to see.
fn visible(text: &[u8]) -> Option<char> {
    let start = &text[..text.len().min(4)];
    let character = start.utf8_chunks().next()?.valid().chars().next()?;
    if character.is_ascii() {
        return character.is_ascii_graphic().then_some(character);
    }
    let unseen = regex_syntax::parse(r"[\p{C}\p{Z}\x{FFFD}]").expect("a class");
    let HirKind::Class(Class::Unicode(unseen)) = unseen.kind() else {
        return None;
    };
    let is_unseen = unseen
        .iter()
        .any(|range| (range.start()..=range.end()).contains(&character));
    (!is_unseen).then_some(character)
}

fn help(pipeline: &Pipeline, kind: SyntaxErrorKind, bom: bool) -> Option<&'static str> {
    match kind {
        SyntaxErrorKind::InvalidUtf8 => Some("utf8: 'replace' reads such bytes as U+FFFD, as Buffer.toString does"),
        _ if bom => Some("bom: 'strip' skips a byte order mark at the start of the input"),
        SyntaxErrorKind::NotAnArray => {
            Some("use mill() to transform a whole document, or records({ input: 'ndjson' }) for one value a line")
        }
        SyntaxErrorKind::TrailingToken if !pipeline.plan.mill && pipeline.plan.input == Input::Json => {
            Some("one value a line is read by records({ input: 'ndjson' })")
        }
        SyntaxErrorKind::TrailingToken if pipeline.plan.input == Input::Values => {
            Some("between two numbers or words there must be white space")
        }
        SyntaxErrorKind::TooDeep => Some("raise limits.maxDepth if such input is expected"),
        _ => None,
    }
}
