//! Running a program: the walk fills the heap, stages run record by record, results go straight into the output.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use jsonmill_json::projection::Projection;
use jsonmill_json::scan::Scanner;
use jsonmill_json::string;
use jsonmill_json::walk::{Slots, SyntaxError};

use crate::ecma;
use crate::plan::OnError;
use crate::plan::condition::Decision;
use crate::value::{Abrupt, Class, Heap, Limit, Object, Ref, ShapeId, Value};

use super::csv::Csv;
use super::machine::{Fault, Machine};
use super::program::Program;
use super::rejects::Rejection;
use super::slots::early;
use super::stages::StageCode;
use super::state::{PipelineState, State};
use super::validate::{Invalid, Validation};

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// Elements of a JSON array
    Array,
    /// A line of JSON each
    JsonLines,
    /// A line of plain text each
    TextLines,
    /// A row of CSV each
    Csv,
    /// The one value that a Reduce makes
    Value,
    /// Rows that JavaScript rebuilds into values
    Rows {
        /// Captured objects among them may be copied
        copies: bool,
    },
}

impl Writing {
    pub(super) fn is_rows(self) -> bool {
        matches!(self, Writing::Rows { .. })
    }
}

/// Everything that a run needs and never changes.
#[derive(Debug)]
pub struct Executable {
    /// The code
    pub program: Program,
    /// What the walk hands over
    pub projection: Projection,
    /// The shape of each projection node that has fields
    pub node_shapes: Vec<ShapeId>,
    /// What filters at the front need of single scalars
    pub decisions: Vec<Decision>,
    /// Record pipelines by number
    pub pipelines: Vec<Vec<StageCode>>,
    /// The callback over the whole document, for a mill
    pub document: Option<StageCode>,
    /// What the document is checked against, for a mill, and the number of that stage
    pub document_check: Option<(Validation, u32)>,
    /// Keys from the document to the array of records
    pub at: Vec<String>,
    /// How records are written
    pub writing: Writing,
    /// How CSV is laid out, where that is written
    pub csv: Option<crate::csv::Options>,
    /// Whether an error waits until everything is read, as in V8 (documents), or ends the run at once (lines)
    pub defer_errors: bool,
    /// What a bad record does
    pub on_error: OnError,
    /// Bad records that a run bears
    pub max_errors: u64,
    /// Whether a stage's callback looks at the array of all records
    pub takes_array: bool,
    /// Steps a record may take
    pub max_steps: u64,
    /// Bytes a record of an array may have
    pub max_record_bytes: u64,
    /// Bytes of values that a run may hold
    pub max_memory: usize,
    /// Where sorted records may wait that are more than that
    pub spill: Option<PathBuf>,
    /// Output is taken while the run goes on, also at its end
    pub stream: bool,
}

impl Executable {
    /// Whether a stage checks records over their text.
    #[must_use]
    pub fn checks_text(&self) -> bool {
        let mut validations = self
            .pipelines
            .iter()
            .flatten()
            .filter_map(|stage| stage.validation.as_ref());
        validations.any(|validation| validation.of_input)
    }

    /// Whether the document is checked over its text, and only what its callback reads is handed over.
    #[must_use]
    pub fn checks_document_text(&self) -> bool {
        let check = self.document_check.as_ref();
        check.is_some_and(|(validation, _)| validation.of_input)
    }
}

/// Why a run failed.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The input is not JSON
    Syntax(SyntaxError),
    /// A callback threw
    Callback(Box<CallbackFailure>),
    /// A record violates its schema
    Invalid(Box<Invalid>),
    /// One bad record more than the run bears
    TooMany(Box<Rejection>),
    /// V8 has to do it; the text says why
    Unsupported(&'static str),
    /// A budget ran out
    Limit(Limit),
    /// `output: 'lines'` met a record that is no string: its number, and what it is
    NotText(u64, String),
    /// There is no array where the records should be; what is there
    NoRecords(&'static str),
    /// The text of the document has been let go, and is needed
    Gone,
    /// The caller asked to stop
    Cancelled,
    /// Nothing failed: no more records are wanted
    Ended,
}

/// What a callback threw, and where.
#[derive(Clone, Debug)]
pub struct CallbackFailure {
    /// The error's class
    pub name: String,
    /// Its message
    pub message: String,
    /// Something else than an error was thrown: its JSON text
    pub thrown: Option<String>,
    /// The message is a text that JSON.parse refused, and V8 words why
    pub refused_json: bool,
    /// Number of the record and its offset from the very start of the input, if a single one is to blame
    pub place: Option<(u64, u64)>,
    /// Number of the stage
    pub stage: u32,
    /// The instruction that threw
    pub fault: Option<Fault>,
}

/// A run over the bytes at hand.
pub struct Runner<'i, 'p> {
    pub(super) machine: Machine<'i, 'p>,
    pub(super) executable: &'p Executable,
    pub(super) state: &'p mut State,
}

impl<'i, 'p> Runner<'i, 'p> {
    /// A run over `heap`'s input.
    #[inline]
    pub fn new(
        executable: &'p Executable,
        heap: Heap<'i>,
        state: &'p mut State,
        cancelled: &'p AtomicBool,
    ) -> Runner<'i, 'p> {
        let registers = std::mem::take(&mut state.registers);
        let machine = Machine::new(heap, &executable.program, registers, executable.max_steps, cancelled);
        Runner {
            machine,
            executable,
            state,
        }
    }

    /// Gives the memory back to the state, values included.
    #[inline]
    pub fn suspend(self) {
        let (heap, registers) = self.machine.into_parts();
        self.state.give_store(heap.into_store());
        self.state.registers = registers;
    }

    /// Runs the stages over a record of lines, which the scanner has scanned; its input begins at `base`.
    pub fn line(&mut self, value: Value, scanner: &mut Scanner, base: u64) -> Result<(), Failure> {
        self.with_tokens(scanner, base, |runner| runner.record(0, value))
    }

    /// Does something with the tokens of the input at hand, which begins at `base`.
    #[inline]
    pub fn with_tokens<T>(&mut self, scanner: &mut Scanner, base: u64, act: impl FnOnce(&mut Self) -> T) -> T {
        let origin = base + scanner.base as u64;
        self.swap_tokens(&mut scanner.tokens, origin);
        let result = act(self);
        self.swap_tokens(&mut scanner.tokens, origin);
        result
    }

    /// Makes ready for records of lines.
    pub fn ensure_begun(&mut self) -> Result<(), Failure> {
        self.ensure_started(0)
    }

    /// Makes ready for a record of lines that begins at `offset`.
    pub fn begin_line(&mut self, offset: u64) {
        self.begin_record(0, offset);
    }

    /// Ends the records of lines.
    pub fn end_lines(&mut self) -> Result<(), Failure> {
        self.ensure_started(0)?;
        self.finish(0)?;
        self.end_rows()?;
        if self.state.draining.is_none() {
            self.end_writing(0);
        }
        Ok(())
    }

    /// No more records are wanted: ends as at the end of the input, which nobody has looked at.
    pub fn end_early(&mut self) -> Result<(), Failure> {
        self.end_lines()
    }

    /// Whether a document that can only be written from its text has lost that.
    #[must_use]
    pub fn is_gone(&self, value: Value) -> bool {
        let Value::Object(r) = value else { return false };
        let heap = &self.machine.heap;
        let laid_out = self.state.serializer.rewritten.is_some();
        !laid_out && matches!(heap.peek(r), Object::Raw { offset, .. } if offset < heap.input_start())
    }

    /// Ends the array of a records run, or transforms the document and writes the result. Errors come in V8's order.
    pub fn document(&mut self, value: Value) -> Result<(), Failure> {
        let Some(stage) = &self.executable.document else {
            self.check_pointer(value)?;
            // The array was written record by record; an error of any of them is the run's.
            return match self.state.pipelines[0].failure.take() {
                Some((_, failure)) => Err(failure),
                None => Ok(()),
            };
        };
        self.check_document(value)?;
        self.machine.steps = self.executable.max_steps;
        let params = self.state.given.first().copied().unwrap_or_default();
        let arguments = [value, params];
        let arguments = &arguments[..usize::from(stage.arity).min(2)];
        let begun = self.clock();
        let result = self
            .machine
            .call_stage(stage.function.expect("a transform is a function"), arguments);
        self.tally_document(begun);
        let stage = stage.stage;
        let result = match result {
            Ok(result) => result,
            Err(abrupt) => return Err(self.failure(abrupt, stage, 0, 0)),
        };
        if self.executable.writing.is_rows() {
            return self.end_value(result);
        }
        let begun = self.clock();
        let State {
            out, side, serializer, ..
        } = &mut *self.state;
        let written = serializer.write(&mut self.machine.heap, result, side, 0, out);
        if let Some((tally, begun)) = self.state.tally.as_mut().zip(begun) {
            tally.wrote(begun.elapsed());
        }
        let out = &mut self.state.out;
        match written {
            Ok(true) => Ok(()),
            Ok(false) => {
                out.extend_from_slice(b"null");
                Ok(())
            }
            Err(abrupt) => Err(self.failure(abrupt, stage, 0, 0)),
        }
    }

    /// Turns what stopped evaluation into a failure of the run.
    #[cold]
    pub(super) fn failure(&mut self, abrupt: Abrupt, stage: u32, record: u64, offset: u64) -> Failure {
        let fault = self.machine.fault.take();
        let mut failure = CallbackFailure {
            name: String::new(),
            message: String::new(),
            thrown: None,
            refused_json: false,
            place: Some((record, offset)),
            stage,
            fault,
        };
        match abrupt {
            Abrupt::Unsupported(what) => return Failure::Unsupported(what),
            Abrupt::Limit(limit) => return Failure::Limit(limit),
            Abrupt::Cancelled => return Failure::Cancelled,
            Abrupt::Pipeline(pipeline) => {
                let (_, failure) = self.state.pipelines[pipeline as usize]
                    .failure
                    .take()
                    .expect("it failed");
                return failure;
            }
            Abrupt::Error(error) if error.message.contains(char::REPLACEMENT_CHARACTER) => {
                return Failure::Unsupported("an error message with a lone surrogate");
            }
            Abrupt::Error(error) => {
                failure.name = error.class.name().to_owned();
                failure.message = error.message;
            }
            Abrupt::Throw(Value::Object(Ref {
                class: Class::Error,
                index,
                space,
            })) => {
                let r = Ref {
                    class: Class::Error,
                    index,
                    space,
                };
                let Object::Error { class, message } = self.machine.heap.peek(r) else {
                    unreachable!("class Error")
                };
                failure.refused_json = message.is_err();
                let (Ok(message) | Err(message)) = message;
                let Ok(message) = ecma::message_text(&self.machine.heap, message) else {
                    return Failure::Unsupported("an error message with a lone surrogate");
                };
                failure.name = class.name().to_owned();
                failure.message = message;
            }
            Abrupt::Throw(Value::Object(_) | Value::Builtin(_)) => return Failure::Unsupported("a thrown object"),
            Abrupt::Throw(value) => {
                let value = value.plain();
                let mut text = Vec::new();
                let heap = &mut self.machine.heap;
                match self.state.serializer.write(heap, value, &[], 0, &mut text) {
                    Ok(true) if !matches!(value, Value::Number(n) if !n.is_finite() || n.to_bits() == (-0.0f64).to_bits()) =>
                        {}
                    _ => return Failure::Unsupported("a thrown value that JSON cannot say"),
                }
                let Ok(shown) = ecma::to_string(heap, value) else {
                    return Failure::Unsupported("a thrown value");
                };
                let Ok(message) = ecma::message_text(heap, shown) else {
                    return Failure::Unsupported("an error message with a lone surrogate");
                };
                failure.name = "Error".to_owned();
                failure.message = message;
                failure.thrown = Some(String::from_utf8_lossy(&text).into_owned());
            }
        }
        Failure::Callback(Box::new(failure))
    }

    /// The records' array must have been where the pointer points, by the last of repeated keys.
    fn check_pointer(&mut self, mut value: Value) -> Result<(), Failure> {
        for name in &self.executable.at {
            value = match value {
                Value::Object(r) if r.class == Class::Plain => {
                    self.machine.heap.get_own(r, name.as_bytes()).map_err(early)?
                }
                Value::Object(_) if name.bytes().all(|byte| byte.is_ascii_digit()) => {
                    return Err(Failure::Unsupported("a pointer through an array"));
                }
                _ => Value::Absent,
            };
        }
        match value {
            Value::Undefined => Ok(()),
            other => Err(Failure::NoRecords(if matches!(other, Value::Absent) {
                "nothing"
            } else {
                article(other)
            })),
        }
    }

    pub(super) fn write(&mut self, pipeline: usize, value: Value) -> Result<(), WriteFailure> {
        let executable = self.executable;
        if let Some(options) = &executable.csv {
            return self.write_row(pipeline, options, value);
        }
        let heap = &mut self.machine.heap;
        let State {
            pipelines,
            side,
            out,
            serializer,
            rows,
            ..
        } = &mut *self.state;
        let state = &mut pipelines[pipeline];
        let out = if executable.document.is_some() { side } else { out };
        match executable.writing {
            Writing::Rows { .. } => rows.push(value, state.place().0),
            Writing::Array => {
                if state.written > 0 {
                    out.push(b',');
                }
                serializer.indent(1, out);
                if !serializer.write(heap, value, &[], 1, out)? {
                    out.extend_from_slice(b"null");
                }
            }
            Writing::Value => {
                if !serializer.write(heap, value, &[], 0, out)? {
                    out.extend_from_slice(b"null");
                }
            }
            Writing::JsonLines => {
                if !serializer.write(heap, value, &[], 0, out)? {
                    out.extend_from_slice(b"null");
                }
                out.push(b'\n');
            }
            Writing::Csv => unreachable!("rows are written above"),
            Writing::TextLines => {
                let Value::String(text) = value else {
                    return Err(WriteFailure::NotText(article(value).to_owned()));
                };
                string::write_utf8(out, heap.text(text));
                out.push(b'\n');
            }
        }
        if out.len() > serializer.max_output {
            return Err(WriteFailure::Abrupt(Abrupt::Limit(Limit::Output)));
        }
        state.written += 1;
        Ok(())
    }
}

impl Runner<'_, '_> {
    /// Writes a record whose text is there already, in the output of arrays and lines.
    pub(super) fn write_text(&mut self, pipeline: usize, text: &[u8]) -> Result<(), WriteFailure> {
        let State {
            pipelines,
            out,
            serializer,
            ..
        } = &mut *self.state;
        let state = &mut pipelines[pipeline];
        if self.executable.writing == Writing::Array && state.written > 0 {
            out.push(b',');
        }
        out.extend_from_slice(text);
        if self.executable.writing == Writing::JsonLines {
            out.push(b'\n');
        }
        if out.len() > serializer.max_output {
            return Err(WriteFailure::Abrupt(Abrupt::Limit(Limit::Output)));
        }
        state.written += 1;
        Ok(())
    }

    /// Writes what sorted records still wait to be written, and the end of the output, until it has so many bytes; whether
    /// that was all.
    pub fn drain_some(&mut self, bytes: usize) -> Result<bool, Failure> {
        let is_done = self.drain(bytes)?;
        if is_done {
            self.end_writing(0);
        }
        match self.state.pipelines[0].failure.take() {
            Some((_, failure)) => Err(failure),
            None => Ok(is_done),
        }
    }
}

/// Stands for the array of records where it was read: no JSON text gives `undefined`.
pub(super) const RECORDS: Value = Value::Undefined;

/// Why a record was not written.
pub(super) enum WriteFailure {
    Abrupt(Abrupt),
    NotText(String),
}

impl From<Abrupt> for WriteFailure {
    fn from(abrupt: Abrupt) -> WriteFailure {
        WriteFailure::Abrupt(abrupt)
    }
}

/// What a value is, for a message.
pub(super) fn article(value: Value) -> &'static str {
    match value {
        Value::Undefined | Value::Absent | Value::Unread => "undefined",
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) | Value::Verbatim(..) => "a number",
        Value::String(_) => "a string",
        Value::Object(r) if r.class == Class::Array => "an array",
        Value::Object(_) => "an object",
        Value::Builtin(_) => "a function",
    }
}

impl Runner<'_, '_> {
    pub(super) fn ensure_started(&mut self, pipeline: usize) -> Result<(), Failure> {
        if self.state.pipelines[pipeline].started {
            Ok(())
        } else {
            self.start(pipeline)
        }
    }

    /// Begins a pipeline, again where the key of its array is repeated: what it wrote is forgotten.
    pub(super) fn start(&mut self, pipeline: usize) -> Result<(), Failure> {
        let base = self.machine.heap.mark();
        let stages = self.start_stages(pipeline)?;
        let in_document = self.executable.document.is_some();
        let State {
            pipelines,
            side,
            out,
            rows,
            csv,
            ..
        } = &mut *self.state;
        let state = &mut pipelines[pipeline];
        let out = if in_document { side } else { out };
        if state.started && !in_document {
            if !self.executable.defer_errors {
                // in a stream what was written may have been handed out
                return Err(Failure::Unsupported("a repeated key on the way to `at`"));
            }
            out.truncate(state.start);
            rows.clear();
            *csv = Csv::default();
        }
        *state = PipelineState {
            stages,
            base,
            start: out.len(),
            started: true,
            ..PipelineState::default()
        };
        if self.executable.writing == Writing::Array {
            out.push(b'[');
        }
        Ok(())
    }

    /// Ends the pipeline's text.
    pub(super) fn end_writing(&mut self, pipeline: usize) {
        if let Some(options) = &self.executable.csv {
            self.state.begin_csv(options);
        }
        let in_document = self.executable.document.is_some();
        let State {
            pipelines,
            side,
            out,
            serializer,
            rows,
            ..
        } = &mut *self.state;
        let out = if in_document { side } else { out };
        if self.executable.writing.is_rows() {
            rows.end_batch(out);
        }
        if self.executable.writing == Writing::Array {
            if pipelines[pipeline].written > 0 {
                serializer.indent(0, out);
            }
            out.push(b']');
        }
    }
}
