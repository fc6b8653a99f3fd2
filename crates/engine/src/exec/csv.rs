//! Results as rows of CSV.

use jsonmill_json::{number, string};

use crate::csv::{Options, write_cell};
use crate::value::{Abrupt, Class, Limit, Property, Value};

use super::run::{Runner, WriteFailure, article};
use super::state::State;

/// Where a run stands that writes CSV.
#[derive(Clone, Debug, Default)]
pub struct Csv {
    /// The names of the columns, once they are known
    columns: Option<Vec<Vec<u8>>>,
    /// The header is written
    begun: bool,
    /// The row under way
    row: Vec<u8>,
    /// A value's JSON text under way
    json: Vec<u8>,
}

impl Csv {
    /// That of a part of the records, behind the header.
    #[must_use]
    pub fn part(&self) -> Csv {
        Csv {
            columns: self.columns.clone(),
            begun: true,
            ..Csv::default()
        }
    }
}

impl State {
    /// Begins the output if its columns are known; whether they are.
    pub fn begin_csv(&mut self, options: &Options) -> bool {
        let csv = &mut self.csv;
        if csv.columns.is_none() {
            let names = options.columns.as_ref();
            csv.columns = names.map(|names| names.iter().map(|name| name.clone().into_bytes()).collect());
        }
        let Some(columns) = &csv.columns else { return false };
        if !csv.begun {
            csv.begun = true;
            begin(options, columns, &mut self.out);
        }
        true
    }
}

/// What stands before the first row.
fn begin(options: &Options, columns: &[Vec<u8>], out: &mut Vec<u8>) {
    if options.bom {
        out.extend_from_slice("\u{feff}".as_bytes());
    }
    if options.header {
        for (at, name) in columns.iter().enumerate() {
            if at > 0 {
                out.push(options.delimiter());
            }
            write_cell(options, name, columns.len() == 1, out);
        }
        out.extend_from_slice(options.eol.as_bytes());
    }
}

impl Runner<'_, '_> {
    /// Writes a record as a row; behind the header, where it is the first.
    pub(super) fn write_row(&mut self, pipeline: usize, options: &Options, value: Value) -> Result<(), WriteFailure> {
        let Value::Object(record) = value else {
            return Err(WriteFailure::NotText(article(value).to_owned()));
        };
        if record.class != Class::Plain {
            return Err(WriteFailure::NotText(article(value).to_owned()));
        }
        let mut properties = Vec::new();
        self.machine.heap.own_properties(record, &mut properties)?;
        self.state.begin_csv(options);
        let known = self.state.csv.columns.take();
        let columns = known.clone().unwrap_or_else(|| {
            let keys = properties
                .iter()
                .map(|property| self.machine.heap.text(property.key).to_vec());
            keys.collect()
        });
        let written = self.row(options, &columns, &properties);
        if let Err(failure) = written {
            self.state.csv.columns = known;
            return Err(failure);
        }
        let State {
            pipelines,
            out,
            csv,
            serializer,
            ..
        } = &mut *self.state;
        if !csv.begun {
            csv.begun = true;
            begin(options, &columns, out);
        }
        csv.columns = Some(columns);
        out.extend_from_slice(&csv.row);
        if out.len() > serializer.max_output {
            return Err(WriteFailure::Abrupt(Abrupt::Limit(Limit::Output)));
        }
        pipelines[pipeline].written += 1;
        Ok(())
    }

    fn row(&mut self, options: &Options, columns: &[Vec<u8>], properties: &[Property]) -> Result<(), WriteFailure> {
        let mut row = std::mem::take(&mut self.state.csv.row);
        row.clear();
        let mut found = 0;
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                row.push(options.delimiter());
            }
            let heap = &self.machine.heap;
            let is_column = |property: &&Property| heap.text(property.key) == column.as_slice();
            // most records have the same keys in the same order
            let property = properties.get(at).filter(is_column);
            let property = property.or_else(|| properties.iter().find(is_column)).copied();
            found += usize::from(property.is_some());
            let value = property.map_or(Value::Undefined, |property| property.value);
            self.cell(options, value, columns.len() == 1, &mut row)?;
        }
        row.extend_from_slice(options.eol.as_bytes());
        self.state.csv.row = row;
        if options.columns.is_none() && found < properties.len() {
            let heap = &self.machine.heap;
            let is_extra = |property: &&Property| {
                !columns
                    .iter()
                    .any(|column| heap.text(property.key) == column.as_slice())
            };
            let extra = properties.iter().find(is_extra);
            let mut key = Vec::new();
            if let Some(property) = extra {
                string::write_quoted(&mut key, heap.text(property.key));
            }
            let key = String::from_utf8_lossy(&key).into_owned();
            return Err(WriteFailure::NotText(format!(
                "the key {key}, for which there is no column"
            )));
        }
        Ok(())
    }

    /// What JSON.stringify writes, strings without their quotes; nothing for null and what has no JSON.
    fn cell(&mut self, options: &Options, value: Value, alone: bool, row: &mut Vec<u8>) -> Result<(), WriteFailure> {
        let heap = &mut self.machine.heap;
        match value {
            Value::String(s) => write_cell(options, heap.text(s), alone, row),
            Value::Undefined | Value::Absent | Value::Null => write_cell(options, b"", alone, row),
            Value::Number(n) if n.is_finite() => number::write_json(row, n),
            Value::Bool(truth) => row.extend_from_slice(if truth { b"true" } else { b"false" }),
            _ => {
                let State { serializer, csv, .. } = &mut *self.state;
                csv.json.clear();
                let has_text = serializer.write(heap, value, &[], 0, &mut csv.json)?;
                match csv.json.as_slice() {
                    b"null" => write_cell(options, b"", alone, row),
                    _ if !has_text => write_cell(options, b"", alone, row),
                    [b'"', inner @ .., b'"'] => {
                        let mut text = Vec::with_capacity(inner.len());
                        let unescaped = string::unescape(inner, &mut text);
                        debug_assert!(unescaped.is_ok(), "it was just written");
                        write_cell(options, &text, alone, row);
                    }
                    json => write_cell(options, json, alone, row),
                }
            }
        }
        Ok(())
    }
}
