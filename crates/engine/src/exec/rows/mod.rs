//! Results as rows that JavaScript rebuilds into values: for stages that go on in V8, and for callers who want objects.
//!
//! The output is a sequence of batches: a line of JSON `{ "bytes", "origins", "bursts", "tagged" }`, then so many bytes of a JSON
//! array with one row each, and a line break. Where nothing else is to be said and nobody asks for origins, there is the array alone. `origins` are the numbers of the input records that the rows came from,
//! `bursts` says as `[first, count, first, count, …]` which rows one record became, where it became several.
//! A row is its plain JSON text where that gives the value back exactly. Other rows have the form of snapshots; `tagged`
//! lists them in the same way, each pair rows that may share objects. A run over lines that fails
//! says so in a last line `{ "error" }`, behind the rows of the records before.
//!
//! All text of rows is Latin-1, with escapes for other characters. Objects of one form cross as columns instead ([`columns`]),
//! where callers want objects: a line `{ "bytes", "rows", "whole", "text", "kinds", "form", "undefined" }`, then so many bytes: first
//! `text` bytes of JSON with a list for each column of kind `t`, then the numbers of the others as memory (`i` 32-bit integers,
//! `d` doubles, `D` time values of dates). `form` says which keys the objects have and which column belongs to each, `undefined` lists pairs of column and row.

mod column;
mod columns;
mod latin1;
mod write;

use std::io::Write;

use jsonmill_json::string;

use crate::value::{Completion, Heap, Object, Value};

use super::run::{Failure, Runner, Writing};
use super::slots::early;
use super::state::State;
use columns::Columns;
use write::{Form, Stop, Writer};

/// A batch is closed once it has so many bytes.
const BATCH: usize = 256 << 10;
/// A result with fewer elements is one row.
const MANY: usize = 32;
/// Out of less input come too few rows for columns: a form and its columns cost as much as the text of about 32 rows.
const FEW_BYTES: usize = 2 << 10;

/// Rows on their way out.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Rows of the record that is under way, and the records that they came from
    pending: Vec<(Value, u64)>,
    writer: Writer,
    /// Text of the batch that is open
    text: Vec<u8>,
    /// Numbers of the records that its rows came from
    origins: Vec<u64>,
    /// Which of its rows one record became: first and count
    bursts: Vec<(usize, usize)>,
    /// Rows of the open group that are in no burst yet begin here
    burst: usize,
    /// Which of its rows are tagged: first and count
    tagged: Vec<(usize, usize)>,
    /// The batch that is open instead, of objects of one form
    columns: Columns,
    /// There have been rows since it was empty: most runs have none, and short ones are soon over
    touched: bool,
}

impl Rows {
    /// Makes ready for another run.
    pub(super) fn clear(&mut self) {
        if !self.touched {
            return;
        }
        self.pending.clear();
        self.text.clear();
        self.origins.clear();
        self.bursts.clear();
        self.burst = 0;
        self.tagged.clear();
        self.columns.clear();
    }

    /// Gives back memory beyond so many bytes of each kind.
    pub(super) fn shrink(&mut self, bytes: usize) {
        if !self.touched {
            return;
        }
        self.clear();
        self.touched = false;
        self.pending.shrink_to(bytes / size_of::<Value>());
        self.text.shrink_to(bytes);
        self.origins.shrink_to(bytes / size_of::<u64>());
        self.writer.shrink(bytes);
        self.columns.shrink(bytes);
    }

    /// A result. It is written with the others of its record, with which it may share objects.
    pub(super) fn push(&mut self, value: Value, origin: u64) {
        self.touched = true;
        self.pending.push((value.or_undefined(), origin));
    }

    /// The rows since the last burst are one; other values of the group follow.
    pub(super) fn end_burst(&mut self) {
        let end = self.pending.len();
        if end > self.burst + 1 {
            self.bursts.push((self.origins.len() + self.burst, end - self.burst));
        }
        self.burst = end;
    }

    /// Writes the rows of a record, before its values go. `copies` says whether captured objects may be copied.
    fn end_group(&mut self, heap: &mut Heap<'_>, copies: bool, out: &mut Vec<u8>) -> Completion<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.writer.copies = copies;
        if copies && (heap.input_len() > FEW_BYTES || !self.columns.is_empty()) && self.in_columns(heap, out)? {
            return Ok(());
        }
        self.end_burst();
        let (start, first, known) = (self.text.len(), self.origins.len(), self.tagged.len());
        self.writer.begin_group();
        match self.one_by_one(heap) {
            Ok(()) => {}
            Err(Stop::Abrupt(abrupt)) => return Err(abrupt),
            Err(Stop::Tagged | Stop::Shared) => {
                self.text.truncate(start);
                self.origins.truncate(first);
                self.tagged.truncate(known);
                self.together(heap)?;
            }
        }
        self.pending.clear();
        self.burst = 0;
        if self.text.len() > BATCH {
            self.end_batch(out);
        }
        Ok(())
    }

    /// Writes the rows of a record as objects of one form; false where they are not, after the open batch of such is closed.
    fn in_columns(&mut self, heap: &mut Heap<'_>, out: &mut Vec<u8>) -> Completion<bool> {
        let welcome = self.pending.iter().all(|&(row, _)| self.columns.welcome(heap, row));
        if welcome {
            if !self.text.is_empty() {
                self.end_batch(out);
            }
            self.writer.begin_group();
            let rows = self.pending.iter().map(|&(row, _)| row);
            if self.columns.add(heap, &mut self.writer, rows)? {
                self.pending.clear();
                self.burst = 0;
                if self.columns.size() > BATCH {
                    self.columns.end_batch(false, out);
                }
                return Ok(true);
            }
        }
        if !self.columns.is_empty() {
            self.columns.end_batch(false, out);
            self.columns.misfit();
        } else if welcome {
            self.columns.misfit();
        }
        Ok(false)
    }

    /// Writes the one result of a document; the elements of a long array of objects as columns.
    fn end_whole(&mut self, heap: &mut Heap<'_>, result: Value, out: &mut Vec<u8>) -> Completion<bool> {
        let Some(array) = result.as_array() else {
            return Ok(false);
        };
        if !matches!(heap.peek(array), Object::Array { .. }) || heap.has_array_properties(array) {
            return Ok(false);
        }
        let elements = heap.elements(array)?;
        if elements.len() < MANY {
            return Ok(false);
        }
        let rows = elements.to_vec();
        self.touched = true;
        if !rows.iter().all(|&row| self.columns.welcome(heap, row)) {
            return Ok(false);
        }
        self.writer.copies = true;
        self.writer.begin_group();
        let added = self.columns.add(heap, &mut self.writer, rows.into_iter())?;
        if added {
            self.columns.end_batch(true, out);
        } else {
            self.columns.misfit();
        }
        Ok(added)
    }

    /// Each row by itself, plain where it can be.
    fn one_by_one(&mut self, heap: &mut Heap<'_>) -> Result<(), Stop> {
        for at in 0..self.pending.len() {
            let (value, origin) = self.pending[at];
            self.separate();
            let start = self.text.len();
            self.writer.begin_row();
            match self.writer.write(heap, value, Form::Plain, &mut self.text) {
                Err(Stop::Tagged) => {
                    self.text.truncate(start);
                    self.writer.begin_row_again();
                    self.writer.write(heap, value, Form::Tagged, &mut self.text)?;
                    self.tagged.push((self.origins.len(), 1));
                }
                written => written?,
            }
            self.origins.push(origin);
        }
        Ok(())
    }

    /// All rows of the group as parts of one value: they share objects.
    fn together(&mut self, heap: &mut Heap<'_>) -> Completion<()> {
        self.tagged.push((self.origins.len(), self.pending.len()));
        self.writer.begin_group();
        self.writer.begin_row();
        for at in 0..self.pending.len() {
            let (value, origin) = self.pending[at];
            self.separate();
            match self.writer.write(heap, value, Form::Tagged, &mut self.text) {
                Ok(()) => {}
                Err(Stop::Abrupt(abrupt)) => return Err(abrupt),
                Err(Stop::Tagged | Stop::Shared) => unreachable!("tags say all of it"),
            }
            self.origins.push(origin);
        }
        Ok(())
    }

    fn separate(&mut self) {
        self.text.push(if self.text.is_empty() { b'[' } else { b',' });
    }

    /// Hands the open batch over, if there is one.
    pub(super) fn end_batch(&mut self, out: &mut Vec<u8>) {
        if !self.columns.is_empty() {
            self.columns.end_batch(false, out);
        }
        if self.text.is_empty() {
            return;
        }
        self.text.push(b']');
        if !string::is_ascii(&self.text) {
            let mut text = Vec::new();
            latin1::write(&mut text, &self.text);
            self.text = text;
        }
        out.reserve(self.text.len() + 64);
        // Who wants values asks neither where they come from nor which came together.
        if !self.writer.copies || !self.tagged.is_empty() {
            self.head(out);
        }
        out.append(&mut self.text);
        out.push(b'\n');
        self.origins.clear();
        self.bursts.clear();
        self.tagged.clear();
    }

    /// The line before the text of a batch.
    fn head(&self, out: &mut Vec<u8>) {
        // Writing to a vector does not fail.
        let _ = write!(out, "{{\"bytes\":{},\"origins\":[", self.text.len());
        if !self.writer.copies {
            list(out, self.origins.iter().copied());
        }
        for (name, pairs) in [("bursts", &self.bursts), ("tagged", &self.tagged)] {
            let _ = write!(out, "],\"{name}\":[");
            list(
                out,
                pairs.iter().flat_map(|&(first, count)| [first as u64, count as u64]),
            );
        }
        out.extend_from_slice(b"]}\n");
    }
}

fn list(out: &mut Vec<u8>, numbers: impl Iterator<Item = u64>) {
    for (at, number) in numbers.enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(out, "{comma}{number}");
    }
}

impl Runner<'_, '_> {
    /// Writes the rows of a record that has passed all stages, before its values go.
    #[inline]
    pub(super) fn end_rows(&mut self) -> Result<(), Failure> {
        let Writing::Rows { copies } = self.executable.writing else {
            return Ok(());
        };
        let heap = &mut self.machine.heap;
        self.state
            .rows
            .end_group(heap, copies, &mut self.state.out)
            .map_err(early)
    }

    /// Writes the one result of a document.
    pub(super) fn end_value(&mut self, result: Value) -> Result<(), Failure> {
        let Writing::Rows { copies } = self.executable.writing else {
            return Ok(());
        };
        let State { rows, out, .. } = &mut *self.state;
        if copies && rows.end_whole(&mut self.machine.heap, result, out).map_err(early)? {
            return Ok(());
        }
        rows.push(result, 0);
        self.end_rows()?;
        self.state.rows.end_batch(&mut self.state.out);
        Ok(())
    }
}
