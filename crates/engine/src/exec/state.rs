//! What a run keeps between slices of input, and how its values outlive a slice.

use std::time::Duration;

use crate::ecma::serialize_json::Serializer;
use crate::schema::Scratch;
use crate::value::{Heap, Mark, Object, Property, Space, Store, Str, Value};

use super::csv::Csv;
use super::rejects::Rejection;
use super::rows::Rows;
use super::run::Failure;
use super::sorted::Draining;
use super::stages::{Held, StageState};
use super::tally::Tally;

/// What a run keeps between slices of input. Reused by later runs.
#[derive(Debug, Default)]
pub struct State {
    /// The heap's memory, while no heap has it
    store: Option<Box<Store>>,
    /// The machine's memory
    pub registers: Vec<Value>,
    /// What the stages are given in place of their envs, where a run has params; empty where it has none
    pub given: Vec<Value>,
    /// Elements of arrays that are being read, innermost last
    pub(super) pending: Vec<Value>,
    /// Where each of those arrays begins
    pub(super) starts: Vec<usize>,
    /// Empty lists, for records that become several
    held: Vec<Vec<Held>>,
    pub(super) pipelines: Vec<PipelineState>,
    /// Texts of streamed results inside a document
    pub(super) side: Vec<u8>,
    /// What has been written so far
    pub out: Vec<u8>,
    /// No more records are wanted: a slice has all of its own, and what lies behind them is not read
    pub ended: bool,
    /// The record that is being read will not be kept by the filter at the front
    pub(super) dropped: bool,
    /// Records that were left out because they are bad
    pub rejected: u64,
    /// Those of them that have not been reported yet
    pub rejections: Vec<Rejection>,
    /// The text of a record is needed until it is complete
    pub(super) keeps_text: bool,
    /// The text of the document is needed
    keeps_document: bool,
    /// Sorted records on their way out
    pub(super) draining: Option<Box<Draining>>,
    /// Bytes that stages hold besides the heap
    pub(super) reserved: usize,
    /// What the check against a schema has learnt of the records
    pub(super) scratch: Scratch,
    /// Writes values
    pub serializer: Serializer,
    /// Writes rows, where the results become JavaScript values
    pub(super) rows: Rows,
    /// Where a run stands that writes CSV
    pub csv: Csv,
    /// Where records and time go, if somebody wants to know
    pub tally: Option<Box<Tally>>,
}

/// How many empty lists wait: a stage reads one and fills another.
const HELD_LISTS: usize = 2;

/// How much memory of each kind an idle state keeps.
const IDLE_BYTES: usize = 1 << 20;

/// Where a record pipeline stands.
#[derive(Debug, Default)]
pub(super) struct PipelineState {
    /// The heap before the record that is being read
    pub(super) mark: Mark,
    /// The heap before the first of them
    pub(super) base: Mark,
    /// What a Reduce makes is made anew, without what it does not need, once the heap has so many bytes; 0 at first
    pub(super) crowded: usize,
    /// Where the input ended when that was last done
    pub(super) renewed: u64,
    /// Records read
    pub(super) records: u64,
    /// Where the current one begins
    pub(super) offset: u64,
    /// It is not complete
    pub(super) reading: bool,
    /// Where each stage stands
    pub(super) stages: Vec<StageState>,
    /// The first error in V8's order so far, by position in the pipeline; writing comes behind the last stage
    pub(super) failure: Option<(usize, Failure)>,
    /// The record that is being read left values behind that are still needed
    pub(super) held: bool,
    /// Number and offset of a record that waited until the end and is under way now
    pub(super) waited: Option<(u64, u64)>,
    /// Results that are written when all are there
    pub(super) output: Vec<Held>,
    /// How often the heap went back to where it stood after all records had been read
    pub(super) resets: u64,
    /// Where its text begins in the output
    pub(super) start: usize,
    /// Records written
    pub(super) written: u64,
    pub(super) started: bool,
}

impl PipelineState {
    /// Objects of the heap that are met in the same epoch are the same where their references are.
    pub(super) fn epoch(&self) -> u64 {
        self.records + self.resets
    }

    /// Number and offset of the record that the stages are at.
    pub(super) fn place(&self) -> (u64, u64) {
        self.waited.unwrap_or((self.records.saturating_sub(1), self.offset))
    }
}

impl State {
    /// Whether sorted records wait to be written.
    #[must_use]
    pub fn drains(&self) -> bool {
        self.draining.is_some()
    }

    /// Makes ready for another run.
    pub fn clear(&mut self, pipelines: usize) {
        self.pending.clear();
        self.starts.clear();
        self.side.clear();
        self.out = Vec::new();
        self.ended = false;
        self.rejected = 0;
        self.reserved = 0;
        self.draining = None;
        self.rejections.clear();
        self.serializer.rewritten = None;
        self.rows.clear();
        self.tally = None;
        self.csv = Csv::default();
        self.pipelines.clear();
        self.pipelines.resize_with(pipelines, PipelineState::default);
    }

    /// The heap's memory, for a heap.
    #[inline]
    pub fn take_store(&mut self) -> Box<Store> {
        self.store.take().unwrap_or_default()
    }

    /// Takes the heap's memory back.
    #[inline]
    pub fn give_store(&mut self, store: Box<Store>) {
        self.store = Some(store);
    }

    /// Empties the heap's memory.
    pub(super) fn clear_store(&mut self) {
        if let Some(store) = &mut self.store {
            store.clear();
        }
    }

    /// An empty list of values that go through the stages together.
    pub(super) fn take_held(&mut self) -> Vec<Held> {
        self.held.pop().unwrap_or_default()
    }

    /// Takes such a list back.
    pub(super) fn give_held(&mut self, mut list: Vec<Held>) {
        if self.held.len() < HELD_LISTS {
            list.clear();
            self.held.push(list);
        }
    }

    /// Hands the open batch of rows over, if there is one: no more are coming.
    pub fn abandon_rows(&mut self) {
        self.rows.end_batch(&mut self.out);
    }

    /// Gives back memory that an unusually large run took.
    pub fn shrink(&mut self) {
        if let Some(store) = &mut self.store {
            store.clear();
            store.shrink(IDLE_BYTES);
        }
        self.side.clear();
        self.side.shrink_to(IDLE_BYTES);
        self.pending.clear();
        self.pending.shrink_to(IDLE_BYTES / size_of::<Value>());
        self.rows.shrink(IDLE_BYTES);
        self.held
            .iter_mut()
            .for_each(|list| list.shrink_to(IDLE_BYTES / size_of::<Held>()));
        self.rejections = Vec::new();
        self.pipelines.clear();
        self.draining = None;
        self.out = Vec::new();
        self.serializer.rewritten = None;
    }

    /// Says that the text of a record is needed until it is complete.
    pub fn keep_text(&mut self, keeps: bool) {
        self.keeps_text = keeps;
    }

    /// Says that the text of the document is needed.
    pub fn keep_document(&mut self, keeps: bool) {
        self.keeps_document = keeps;
    }

    /// Whether the text of the document is needed.
    #[must_use]
    pub fn keeps_document(&self) -> bool {
        self.keeps_document
    }

    /// Where the record begins that is being read, if its text is needed.
    #[must_use]
    pub fn needed_text(&self) -> Option<u64> {
        let reading = self.pipelines.first().filter(|pipeline| pipeline.reading);
        reading.filter(|_| self.keeps_text).map(|pipeline| pipeline.offset)
    }

    /// The first byte of the input that a value points to.
    #[must_use]
    pub fn oldest_input(&self) -> Option<u64> {
        let store = self.store.as_deref()?;
        let strings = store.slots.iter().chain(&self.pending).filter_map(|value| match value {
            Value::String(s) if s.space == Space::Input => Some(s.offset),
            _ => None,
        });
        let properties = store
            .props
            .iter()
            .flat_map(|property| [Value::String(property.key), property.value]);
        let members = properties.filter_map(|value| match value {
            Value::String(s) if s.space == Space::Input => Some(s.offset),
            _ => None,
        });
        let raw = store.objects.iter().filter_map(|object| match object {
            Object::Raw { offset, .. } | Object::Span { offset, .. } => Some(*offset),
            _ => None,
        });
        // Strings in these are not moved when the input goes.
        let tables = store.tables.iter().flat_map(|table| &table.entries);
        let entries = tables.flat_map(|&(key, value)| [key, value]);
        let inside = store.objects.iter().map(|object| match object {
            Object::Wrapper(value) => *value,
            Object::Error {
                message: Ok(text) | Err(text),
                ..
            } => Value::String(*text),
            _ => Value::Undefined,
        });
        let others = entries.chain(inside).filter_map(|value| match value {
            Value::String(s) if s.space == Space::Input => Some(s.offset),
            _ => None,
        });
        strings.chain(members).chain(raw).chain(others).min()
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

    /// Where the record begins whose failure waits for the end of the input.
    #[must_use]
    pub fn failure_offset(&self) -> Option<u64> {
        let (_, failure) = self.pipelines.first()?.failure.as_ref()?;
        match failure {
            Failure::Callback(callback) => callback.place.map(|(_, offset)| offset),
            Failure::Invalid(invalid) => Some(invalid.offset),
            Failure::TooMany(rejection) => Some(rejection.offset),
            _ => None,
        }
    }

    /// Results written so far by the first pipeline.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.pipelines.first().map_or(0, |pipeline| pipeline.written)
    }

    /// Bytes of memory that it takes.
    #[must_use]
    pub fn memory(&self) -> usize {
        let store = self.store.as_deref().map_or(0, |store| {
            store.text.capacity()
                + store.slots.capacity() * size_of::<Value>()
                + store.props.capacity() * size_of::<Property>()
                + store.objects.capacity() * size_of::<Object>()
        });
        let values = self.pending.capacity() + self.registers.capacity();
        store + values * size_of::<Value>() + self.out.capacity() + self.side.capacity()
    }

    /// Notes time in the engine and how much memory is held.
    pub fn spent(&mut self, time: Duration, more_memory: usize) {
        let memory = (self.memory() + more_memory) as u64;
        if let Some(tally) = &mut self.tally {
            tally.spent(time);
            tally.memory = tally.memory.max(memory);
        }
    }

    /// How many records each stage of the first pipeline has seen.
    #[must_use]
    pub fn indexes(&self) -> Vec<u64> {
        let stages = self.pipelines.first().map_or(&[][..], |pipeline| &pipeline.stages);
        stages.iter().map(StageState::index).collect()
    }

    /// Records read so far by the first pipeline.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.pipelines.first().map_or(0, |pipeline| pipeline.records)
    }
}

fn text_of(value: &mut Value) -> Option<&mut Str> {
    match value {
        Value::String(s) => Some(s),
        _ => None,
    }
}
