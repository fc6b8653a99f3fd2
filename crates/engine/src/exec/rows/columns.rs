//! Rows that are objects of one form, column by column: JavaScript makes them with a function for that form, which costs a fraction
//! of what `JSON.parse` takes for the same objects.

use std::io::Write;

use jsonmill_json::string;

use crate::value::{Class, Completion, Heap, Object, Ref, ShapeId, Value};

use super::column::{Column, Kind};
use super::latin1;
use super::write::{Stop, Writer};

/// Wider objects are written row by row.
const MAX_COLUMNS: usize = 128;
/// Objects inside objects get columns of their own so deep.
const MAX_DEPTH: usize = 8;
/// A batch of fewer rows crosses as text alone.
const SHORT: u32 = 64;
/// After so many rows that did not fit, the run's other rows are written one by one.
const MAX_MISFITS: u32 = 16;

/// An object of the form.
#[derive(Debug)]
struct Node {
    shape: ShapeId,
    /// Where the values go, in the order of the shape's slots
    fields: Vec<Field>,
}

#[derive(Clone, Copy, Debug)]
enum Field {
    Column(u32),
    Node(u32),
}

/// The open batch of objects of one form.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The form, the whole object first; none before the first row
    nodes: Vec<Node>,
    columns: Vec<Column>,
    /// The form in JSON: `["key", 0, "key", ["key", 1]]`, with numbers of columns
    form: String,
    rows: u32,
    /// Rows that did not fit
    misfits: u32,
    /// What stood in for an object was something else: objects inside objects are text
    flat: bool,
    /// Text of all columns
    text: Vec<u8>,
}

/// Why a row has no place here.
enum Misfit {
    Stop(Stop),
    /// It has another form
    Form,
    /// An object inside it has
    Inside,
}

impl From<Stop> for Misfit {
    fn from(stop: Stop) -> Misfit {
        Misfit::Stop(stop)
    }
}

impl Columns {
    /// Whether rows of this value's class may fit.
    #[inline]
    pub(super) fn welcome(&self, heap: &Heap<'_>, value: Value) -> bool {
        self.misfits < MAX_MISFITS && shaped(heap, value).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Bytes in the open batch.
    pub(super) fn size(&self) -> usize {
        self.columns.iter().map(Column::size).sum()
    }

    /// Makes ready for another run.
    pub(super) fn clear(&mut self) {
        self.forget_form();
        self.misfits = 0;
        self.flat = false;
    }

    /// Gives back memory.
    pub(super) fn shrink(&mut self, bytes: usize) {
        self.clear();
        self.text.clear();
        self.text.shrink_to(bytes);
    }

    fn forget_form(&mut self) {
        self.nodes.clear();
        self.columns.clear();
        self.form.clear();
        self.rows = 0;
    }

    /// Appends the rows of a record, or none of them where one does not fit.
    pub(super) fn add(
        &mut self,
        heap: &mut Heap<'_>,
        writer: &mut Writer,
        rows: impl Iterator<Item = Value>,
    ) -> Completion<bool> {
        let before = self.rows;
        self.columns.iter_mut().for_each(Column::begin_group);
        for row in rows {
            writer.begin_row();
            let added = self.add_row(heap, writer, row);
            let Err(misfit) = added else { continue };
            for column in &mut self.columns {
                column.take_back(before);
            }
            self.rows = before;
            match misfit {
                Misfit::Stop(Stop::Abrupt(abrupt)) => return Err(abrupt),
                Misfit::Inside => self.flat = true,
                Misfit::Stop(Stop::Tagged | Stop::Shared) | Misfit::Form => {}
            }
            return Ok(false);
        }
        Ok(true)
    }

    fn add_row(&mut self, heap: &mut Heap<'_>, writer: &mut Writer, row: Value) -> Result<(), Misfit> {
        let Some((object, shape, _)) = shaped(heap, row) else {
            return Err(Misfit::Form);
        };
        if self.nodes.is_empty() && !self.begin_form(heap, object) {
            self.forget_form();
            return Err(Misfit::Form);
        }
        if self.nodes[0].shape != shape {
            return Err(Misfit::Form);
        }
        self.add_object(heap, writer, 0, row)?;
        self.rows += 1;
        Ok(())
    }

    /// As deep as the form, which has a limit.
    fn add_object(
        &mut self,
        heap: &mut Heap<'_>,
        writer: &mut Writer,
        node: usize,
        value: Value,
    ) -> Result<(), Misfit> {
        let Some((object, shape, first)) = shaped(heap, value) else {
            return Err(Misfit::Inside);
        };
        if shape != self.nodes[node].shape {
            return Err(Misfit::Inside);
        }
        if writer.meet(object)?.is_some() {
            return Err(Stop::Tagged.into());
        }
        for slot in 0..self.nodes[node].fields.len() {
            let value = heap.slot(object.space, first + slot as u32);
            match self.nodes[node].fields[slot] {
                _ if matches!(value, Value::Absent) => return Err(Misfit::Form),
                Field::Column(column) => self.columns[column as usize].push(heap, writer, value, self.rows)?,
                Field::Node(inner) => self.add_object(heap, writer, inner as usize, value)?,
            }
        }
        Ok(())
    }

    /// Takes the form of the first row; false if it is too wide.
    fn begin_form(&mut self, heap: &Heap<'_>, object: Ref) -> bool {
        let mut form = Vec::new();
        let fits = self.add_node(heap, object, 1, &mut form);
        // Keys with lone surrogates were escaped.
        self.form = String::from_utf8(form).unwrap_or_default();
        fits && !self.form.is_empty()
    }

    fn add_node(&mut self, heap: &Heap<'_>, object: Ref, depth: usize, form: &mut Vec<u8>) -> bool {
        let Some((object, shape, first)) = shaped(heap, Value::Object(object)) else {
            return false;
        };
        let keys = heap.shape(shape);
        let node = self.nodes.len();
        let fields = vec![Field::Column(0); keys.keys.len()];
        self.nodes.push(Node { shape, fields });
        form.push(b'[');
        for place in 0..keys.keys.len() {
            let slot = keys.order.get(place).copied().unwrap_or(place as u32);
            if place > 0 {
                form.push(b',');
            }
            string::write_quoted(form, &keys.keys[slot as usize].text);
            form.push(b',');
            let value = heap.slot(object.space, first + slot);
            self.nodes[node].fields[slot as usize] = match shaped(heap, value) {
                Some((inner, ..)) if depth < MAX_DEPTH && !self.flat => {
                    let field = Field::Node(self.nodes.len() as u32);
                    if !self.add_node(heap, inner, depth + 1, form) {
                        return false;
                    }
                    field
                }
                _ => {
                    let column = self.columns.len() as u32;
                    self.columns.push(Column::new());
                    // Writing to a vector does not fail.
                    let _ = write!(form, "{column}");
                    Field::Column(column)
                }
            };
        }
        form.push(b']');
        self.columns.len() <= MAX_COLUMNS && self.nodes.len() <= MAX_COLUMNS
    }

    /// Hands the batch over. `whole` says that its rows are the elements of one result.
    pub(super) fn end_batch(&mut self, whole: bool, out: &mut Vec<u8>) {
        let short = self.rows < SHORT;
        let kinds: Vec<Kind> = self.columns.iter().map(|column| column.kind(short)).collect();
        self.text.clear();
        for (column, _) in self.columns.iter().zip(&kinds).filter(|(_, kind)| **kind == Kind::Text) {
            self.text.push(if self.text.is_empty() { b'[' } else { b',' });
            self.text.push(b'[');
            column.write_text(&mut self.text);
            self.text.push(b']');
        }
        if !self.text.is_empty() {
            self.text.push(b']');
        }
        let mut latin1 = Vec::new();
        let text = if string::is_ascii(&self.text) {
            &self.text
        } else {
            latin1::write(&mut latin1, &self.text);
            &latin1
        };
        let numbers: usize = kinds.iter().map(|kind| self.rows as usize * width(*kind)).sum();
        out.reserve(text.len() + numbers + self.form.len() + 256);
        let _ = write!(
            out,
            "{{\"bytes\":{},\"rows\":{},\"whole\":{whole},\"text\":{},\"kinds\":\"",
            text.len() + numbers,
            self.rows,
            text.len()
        );
        out.extend(kinds.iter().map(|kind| kind.letter()));
        out.extend_from_slice(b"\",\"form\":");
        string::write_quoted(out, self.form.as_bytes());
        out.extend_from_slice(b",\"undefined\":[");
        let mut separator = "";
        for (number, column) in self.columns.iter().enumerate() {
            for row in column.undefined() {
                let _ = write!(out, "{separator}{number},{row}");
                separator = ",";
            }
        }
        out.extend_from_slice(b"]}\n");
        out.extend_from_slice(text);
        for (column, kind) in self.columns.iter_mut().zip(kinds) {
            column.write_numbers(kind, out);
            column.clear();
        }
        out.push(b'\n');
        self.rows = 0;
    }

    /// A row did not fit: the next batch may have another form.
    pub(super) fn misfit(&mut self) {
        self.forget_form();
        self.misfits += 1;
    }
}

/// Bytes of a number as memory.
fn width(kind: Kind) -> usize {
    match kind {
        Kind::Text => 0,
        Kind::Integers => size_of::<i32>(),
        Kind::Doubles | Kind::Dates => size_of::<f64>(),
    }
}

/// An ordinary object whose keys all objects of its origin share: what it is, its keys, its first slot.
#[inline]
fn shaped(heap: &Heap<'_>, value: Value) -> Option<(Ref, ShapeId, u32)> {
    let Value::Object(object) = value else { return None };
    if object.class != Class::Plain {
        return None;
    }
    match heap.peek(object) {
        Object::Shaped { shape, first } if !heap.shape(shape).partial && !heap.has_null_prototype(object) => {
            Some((object, shape, first))
        }
        _ => None,
    }
}
