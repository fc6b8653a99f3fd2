//! CSV, RFC 4180: rows to JSON lines on the way in, values to cells on the way out.
//!
//! Rows become the lines that records are read from, so that everything behind them is one piece of code; lib/csv does the same
//! for runs in V8.

mod cell;
mod read;
mod write;

pub use read::{BadRow, Reader, RowStart};
pub use write::write_cell;

use serde::Deserialize;

/// How CSV is laid out.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Options {
    /// Between two cells
    pub delimiter: String,
    /// The first row has the names
    pub header: bool,
    /// Names of columns, where they are given
    pub columns: Option<Vec<String>>,
    /// Behind a row that is written
    pub eol: String,
    /// Output begins with a byte order mark
    pub bom: bool,
    /// Cells that a spreadsheet would take for formulas get an apostrophe
    pub escape_formulas: bool,
    /// What cells of the input are
    pub kinds: Kinds,
}

impl Options {
    /// The byte between two cells.
    #[must_use]
    pub fn delimiter(&self) -> u8 {
        self.delimiter.bytes().next().unwrap_or(b',')
    }
}

/// What cells are.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Kinds {
    /// All the same
    All(Kind),
    /// By name of their column; others are text
    ByColumn(std::collections::HashMap<String, Kind>),
}

impl Kinds {
    fn of(&self, column: &str) -> Kind {
        match self {
            Kinds::All(kind) => *kind,
            Kinds::ByColumn(kinds) => kinds.get(column).copied().unwrap_or(Kind::Text),
        }
    }
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A string
    Text,
    /// What it looks like
    Infer,
    /// A JSON number, or nothing
    Number,
    /// `true`, `false`, or nothing
    Boolean,
    /// JSON, or nothing
    Json,
}
