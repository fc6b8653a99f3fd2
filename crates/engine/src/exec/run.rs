//! Running a program: the walk fills the heap, stages run record by record, results go straight into the output.

use std::sync::atomic::AtomicBool;

use jsonmill_json::projection::{NodeId, Projection};
use jsonmill_json::walk::{Slots, SyntaxError};
use jsonmill_json::{number, string};

use crate::ecma;
use crate::value::{Abrupt, Class, Heap, Limit, Mark, Object, Property, Ref, ShapeId, Space, Store, Str, Value};

use super::machine::{Fault, Machine};
use super::program::Program;
use super::stages::{StageCode, StageState};
use crate::ecma::serialize_json::Serializer;

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// Elements of a JSON array
    Array,
    /// A line of JSON each
    JsonLines,
    /// A line of plain text each
    TextLines,
    /// The one value that a Reduce makes
    Value,
}

/// Slots of an object that begins.
const ABSENT: [Value; 16] = [Value::Absent; 16];

/// Everything that a run needs and never changes.
#[derive(Debug)]
pub struct Executable {
    /// The code
    pub program: Program,
    /// What the walk hands over
    pub projection: Projection,
    /// The shape of each projection node that has fields
    pub node_shapes: Vec<ShapeId>,
    /// Record pipelines by number
    pub pipelines: Vec<Vec<StageCode>>,
    /// The callback over the whole document, for a mill
    pub document: Option<StageCode>,
    /// Keys from the document to the array of records
    pub at: Vec<String>,
    /// How records are written
    pub writing: Writing,
    /// Whether an error waits until everything is read, as in V8 (documents), or ends the run at once (lines)
    pub defer_errors: bool,
    /// Steps a record may take
    pub max_steps: u64,
    /// Bytes a record of an array may have
    pub max_record_bytes: u64,
}

/// Why a run failed.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The input is not JSON
    Syntax(SyntaxError),
    /// A callback threw
    Callback(Box<CallbackFailure>),
    /// V8 has to do it; the text says why
    Unsupported(&'static str),
    /// A budget ran out
    Limit(Limit),
    /// `output: 'lines'` met a record that is no string: its number, and what it is
    NotText(u64, &'static str),
    /// There is no array where the records should be; what is there
    NoRecords(&'static str),
    /// The caller asked to stop
    Cancelled,
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
    /// Number of the record
    pub record: u64,
    /// Offset of the record from the very start of the input
    pub offset: u64,
    /// Number of the stage
    pub stage: u32,
    /// The instruction that threw
    pub fault: Option<Fault>,
}

/// What a run keeps between slices of input. Reused by later runs.
#[derive(Debug, Default)]
pub struct State {
    /// The heap's memory
    pub store: Store,
    /// The machine's memory
    pub registers: Vec<Value>,
    /// Elements of arrays that are being read, innermost last
    pending: Vec<Value>,
    /// Where each of those arrays begins
    starts: Vec<usize>,
    pub(super) pipelines: Vec<PipelineState>,
    /// Texts of streamed results inside a document
    side: Vec<u8>,
    /// What has been written so far
    pub out: Vec<u8>,
    /// Writes values
    pub serializer: Serializer,
}

/// How much memory of each kind an idle state keeps.
const IDLE_BYTES: usize = 1 << 20;

/// Where a record pipeline stands.
#[derive(Debug, Default)]
pub(super) struct PipelineState {
    /// The heap before the record that is being read
    mark: Mark,
    /// Records read
    pub(super) records: u64,
    /// Where the current one begins
    pub(super) offset: u64,
    /// It is not complete
    reading: bool,
    /// Where each stage stands
    pub(super) stages: Vec<StageState>,
    /// The first error in V8's order so far, by position in the pipeline; writing comes behind the last stage
    pub(super) failure: Option<(usize, Failure)>,
    /// The record that is being read left values behind that are still needed
    pub(super) held: bool,
    /// Number and offset of a record that waited until the end and is under way now
    pub(super) waited: Option<(u64, u64)>,
    /// Where its text begins in the output
    pub(super) start: usize,
    /// Records written
    written: u64,
    pub(super) started: bool,
}

impl PipelineState {
    /// Number and offset of the record that the stages are at.
    pub(super) fn place(&self) -> (u64, u64) {
        self.waited.unwrap_or((self.records.saturating_sub(1), self.offset))
    }
}

impl State {
    /// Makes ready for another run.
    pub fn clear(&mut self, pipelines: usize) {
        self.pending.clear();
        self.starts.clear();
        self.side.clear();
        self.out = Vec::new();
        self.pipelines.clear();
        self.pipelines.resize_with(pipelines, PipelineState::default);
    }

    /// Gives back memory that an unusually large run took.
    pub fn shrink(&mut self) {
        self.store.clear();
        self.store.shrink(IDLE_BYTES);
        self.side.clear();
        self.side.shrink_to(IDLE_BYTES);
        self.pending.clear();
        self.pending.shrink_to(IDLE_BYTES / size_of::<Value>());
        self.out = Vec::new();
    }

    /// The first byte of the input that a value points to.
    #[must_use]
    pub fn oldest_input(&self) -> Option<u64> {
        let strings = self
            .store
            .slots
            .iter()
            .chain(&self.pending)
            .filter_map(|value| match value {
                Value::String(s) if s.space == Space::Input => Some(s.offset),
                _ => None,
            });
        let properties = self
            .store
            .props
            .iter()
            .flat_map(|property| [Value::String(property.key), property.value]);
        let members = properties.filter_map(|value| match value {
            Value::String(s) if s.space == Space::Input => Some(s.offset),
            _ => None,
        });
        let raw = self.store.objects.iter().filter_map(|object| match object {
            Object::Raw { offset, .. } | Object::Span { offset, .. } => Some(*offset),
            _ => None,
        });
        strings.chain(members).chain(raw).min()
    }

    /// Copies strings of the document out of the input, so that its bytes may go; those of the record that is being read
    /// will go with it. `more` are values held elsewhere.
    pub fn detach<'v>(&mut self, heap: &mut Heap<'_>, more: impl Iterator<Item = &'v mut Value>) {
        let reading = self.pipelines.iter_mut().find(|pipeline| pipeline.reading);
        let (mark, record) = match reading {
            Some(pipeline) => (Some(&mut pipeline.mark), pipeline.offset),
            None => (None, u64::MAX),
        };
        let mut slots = std::mem::take(&mut heap.local.slots);
        let mut props = std::mem::take(&mut heap.local.props);
        let mut more: Vec<&mut Value> = more.collect();
        let mut strings: Vec<&mut Str> = Vec::new();
        for Property { key, value } in &mut props {
            strings.push(key);
            strings.extend(text_of(value));
        }
        for value in slots.iter_mut().chain(&mut self.pending) {
            strings.extend(text_of(value));
        }
        for value in &mut more {
            strings.extend(text_of(value));
        }
        let leaves = |s: &Str| s.space == Space::Input && s.offset < record;
        let mut text = Vec::new();
        for s in strings.iter().filter(|s| leaves(s)) {
            text.extend_from_slice(heap.text(**s));
        }
        // The document's strings come before those of the record, which goes back to its mark.
        let start = heap.insert_text(mark, &text);
        let mut next = start;
        for s in &mut strings {
            if leaves(s) {
                **s = Str {
                    offset: next,
                    space: Space::Heap,
                    ..**s
                };
                next += u64::from(s.len);
            } else if s.space == Space::Heap && s.offset >= start {
                s.offset += text.len() as u64;
            }
        }
        heap.local.slots = slots;
        heap.local.props = props;
    }

    /// Records read so far by the first pipeline.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.pipelines.first().map_or(0, |pipeline| pipeline.records)
    }
}

/// A run over the bytes at hand.
pub struct Runner<'i, 'p> {
    pub(super) machine: Machine<'i, 'p>,
    pub(super) executable: &'p Executable,
    pub(super) state: &'p mut State,
}

impl<'i, 'p> Runner<'i, 'p> {
    /// A run over `heap`'s input.
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
    pub fn suspend(self) {
        let (heap, registers) = self.machine.into_parts();
        self.state.store = heap.into_store();
        self.state.registers = registers;
    }

    /// Runs the stages over a record of lines.
    pub fn line(&mut self, value: Value) -> Result<(), Failure> {
        self.record(0, value)
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
        self.end_writing(0);
        Ok(())
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
        self.machine.steps = self.executable.max_steps;
        let arguments = [value, Value::Undefined];
        let arguments = &arguments[..usize::from(stage.arity).min(2)];
        let result = self
            .machine
            .call_stage(stage.function.expect("a transform is a function"), arguments);
        let stage = stage.stage;
        let result = match result {
            Ok(result) => result,
            Err(abrupt) => return Err(self.failure(abrupt, stage, 0, 0)),
        };
        let State {
            out, side, serializer, ..
        } = &mut *self.state;
        let written = serializer.write(&mut self.machine.heap, result, side, 0, out);
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
            record,
            offset,
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
        let heap = &mut self.machine.heap;
        let State {
            pipelines,
            side,
            out,
            serializer,
            ..
        } = &mut *self.state;
        let state = &mut pipelines[pipeline];
        let out = if executable.document.is_some() { side } else { out };
        match executable.writing {
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
            Writing::TextLines => {
                let Value::String(text) = value else {
                    return Err(WriteFailure::NotText(article(value)));
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

/// Stands for the array of records where it was read: no JSON text gives `undefined`.
const RECORDS: Value = Value::Undefined;

/// Why a record was not written.
pub(super) enum WriteFailure {
    Abrupt(Abrupt),
    NotText(&'static str),
}

impl From<Abrupt> for WriteFailure {
    fn from(abrupt: Abrupt) -> WriteFailure {
        WriteFailure::Abrupt(abrupt)
    }
}

/// What a value is, for a message.
fn article(value: Value) -> &'static str {
    match value {
        Value::Undefined | Value::Absent | Value::Unread => "undefined",
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
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
    fn start(&mut self, pipeline: usize) -> Result<(), Failure> {
        let stages = self.start_stages(pipeline)?;
        let in_document = self.executable.document.is_some();
        let State {
            pipelines, side, out, ..
        } = &mut *self.state;
        let state = &mut pipelines[pipeline];
        let out = if in_document { side } else { out };
        if state.started && !in_document {
            out.truncate(state.start);
        }
        *state = PipelineState {
            stages,
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
    fn end_writing(&mut self, pipeline: usize) {
        let in_document = self.executable.document.is_some();
        let State {
            pipelines,
            side,
            out,
            serializer,
            ..
        } = &mut *self.state;
        let out = if in_document { side } else { out };
        if self.executable.writing == Writing::Array {
            if pipelines[pipeline].written > 0 {
                serializer.indent(0, out);
            }
            out.push(b']');
        }
    }
}

impl Slots for Runner<'_, '_> {
    type Value = Value;
    type Error = Failure;

    #[inline]
    fn null(&mut self) -> Value {
        Value::Null
    }

    #[inline]
    fn boolean(&mut self, value: bool) -> Value {
        Value::Bool(value)
    }

    #[inline]
    fn number(&mut self, text: &[u8]) -> Value {
        Value::Number(number::parse(text))
    }

    #[inline]
    fn string(&mut self, offset: u64, inner: &[u8], escaped: bool) -> Result<Value, Failure> {
        if u32::try_from(inner.len()).is_err() {
            return Err(Failure::Unsupported("a string of more than 4 GiB"));
        }
        self.machine
            .heap
            .input_string(offset, inner, escaped)
            .map(Value::String)
            .map_err(early)
    }

    #[inline]
    fn raw(&mut self, offset: u64, len: usize, array: bool, canonical: bool) -> Result<Value, Failure> {
        let len = u32::try_from(len).map_err(|_| Failure::Unsupported("a value of more than 4 GiB"))?;
        Ok(Value::Object(self.machine.heap.new_raw(offset, len, array, canonical)))
    }

    #[inline]
    fn begin_fields(&mut self, node: NodeId, fields: usize) -> Result<(Value, u32), Failure> {
        let shape = self.executable.node_shapes[node.0 as usize];
        let slots = &mut self.machine.heap.local.slots;
        let first = slots.len();
        let mut missing = fields;
        while missing > 0 {
            let some = missing.min(ABSENT.len());
            slots.extend_from_slice(&ABSENT[..some]);
            missing -= some;
        }
        let first = first as u32;
        let object = self.machine.heap.add(Class::Plain, Object::Shaped { shape, first });
        Ok((Value::Object(object), first))
    }

    #[inline]
    fn fill(&mut self, first: u32, slot: u32, value: Value) {
        self.machine.heap.local.slots[(first + slot) as usize] = value;
    }

    fn end_whole(&mut self, object: Value, offset: u64, len: usize, canonical: bool) -> Result<(), Failure> {
        let len = u32::try_from(len).map_err(|_| Failure::Unsupported("a value of more than 4 GiB"))?;
        let Value::Object(r) = object else {
            unreachable!("fields were begun for it")
        };
        let Object::Shaped { shape, first } = self.machine.heap.peek(r) else {
            unreachable!("nobody has seen it yet")
        };
        self.machine.heap.local.objects[r.index as usize] = Object::Span {
            shape,
            first,
            offset,
            len,
            canonical,
        };
        Ok(())
    }

    fn begin_members(&mut self) -> Result<Value, Failure> {
        Ok(Value::Object(self.machine.heap.new_dictionary()))
    }

    fn member(&mut self, object: Value, key: Value, value: Value) -> Result<(), Failure> {
        let (Value::Object(object), Value::String(key)) = (object, key) else {
            unreachable!("an object and its key")
        };
        self.machine.heap.set_own(object, key, value).map_err(early)
    }

    #[inline]
    fn begin_elements(&mut self) {
        self.state.starts.push(self.state.pending.len());
    }

    #[inline]
    fn element(&mut self, value: Value) {
        self.state.pending.push(value);
    }

    #[inline]
    fn end_elements(&mut self) -> Result<Value, Failure> {
        let start = self.state.starts.pop().expect("an array ends that has begun");
        let array = self
            .machine
            .heap
            .new_array(&self.state.pending[start..])
            .map_err(early)?;
        self.state.pending.truncate(start);
        Ok(Value::Object(array))
    }

    #[inline]
    fn unread(&mut self) -> Value {
        Value::Unread
    }

    fn begin_records(&mut self, pipeline: u32) -> Result<(), Failure> {
        self.start(pipeline as usize)
    }

    #[inline]
    fn begin_record(&mut self, pipeline: u32, offset: u64) {
        let state = &mut self.state.pipelines[pipeline as usize];
        state.mark = self.machine.heap.mark();
        state.records += 1;
        state.offset = offset;
        state.reading = true;
        state.held = false;
    }

    #[inline]
    fn record(&mut self, pipeline: u32, value: Value) -> Result<(), Failure> {
        let pipeline = pipeline as usize;
        self.advance(pipeline, 0, value)?;
        let state = &mut self.state.pipelines[pipeline];
        state.reading = false;
        if !state.held {
            self.machine.heap.reset(state.mark);
        }
        Ok(())
    }

    #[inline]
    fn end_record(&mut self, pipeline: u32, end: u64) -> Result<(), Failure> {
        let length = end - self.state.pipelines[pipeline as usize].offset;
        if length > self.executable.max_record_bytes {
            Err(Failure::Limit(Limit::Record))
        } else {
            Ok(())
        }
    }

    fn end_records(&mut self, pipeline: u32) -> Result<Value, Failure> {
        self.finish(pipeline as usize)?;
        self.end_writing(pipeline as usize);
        if self.executable.document.is_none() {
            return Ok(RECORDS);
        }
        let state = &self.state.pipelines[pipeline as usize];
        let (offset, len) = (state.start as u64, (self.state.side.len() - state.start) as u64);
        let count = u32::try_from(state.written).map_err(|_| Failure::Unsupported("more than 2^32 records"))?;
        // A failed pipeline fails where its results are used: evaluation meets the error where V8 meets it.
        let object = Object::Written {
            offset,
            len,
            count,
            failed: state.failure.is_some(),
            pipeline,
        };
        Ok(Value::Object(self.machine.heap.add(Class::Array, object)))
    }
}

fn text_of(value: &mut Value) -> Option<&mut Str> {
    match value {
        Value::String(s) => Some(s),
        _ => None,
    }
}

/// Failures before any callback ran.
#[cold]
fn early(abrupt: Abrupt) -> Failure {
    match abrupt {
        Abrupt::Limit(limit) => Failure::Limit(limit),
        Abrupt::Unsupported(what) => Failure::Unsupported(what),
        Abrupt::Error(_) | Abrupt::Throw(_) | Abrupt::Pipeline(_) => {
            Failure::Unsupported("a string longer than V8's longest")
        }
        Abrupt::Cancelled => Failure::Cancelled,
    }
}
