//! Rows of the input to JSON lines, cut anywhere.

use std::collections::VecDeque;

use jsonmill_json::{position, repair, string};

use super::cell::write_json;
use super::{Kind, Options};

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Stands in the lines for a row that is wrong: no JSON.
const WRONG: &[u8] = b"!\n";

/// A row that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// What is wrong
    pub reason: String,
    /// Number of its record
    pub record: u64,
    /// Offset of the place from the very start
    pub offset: u64,
    /// From 1
    pub line: u64,
    /// From 1, in UTF-16 units
    pub column: u64,
    /// Text around it
    pub snippet: String,
}

/// A column of the input.
#[derive(Debug)]
struct Column {
    /// What stands before its cells: `{"a":` or `,"b":`
    before: Vec<u8>,
    kind: Kind,
    name: String,
}

/// Where a row begins.
#[derive(Clone, Debug)]
pub struct RowStart {
    /// Number of its record
    pub record: u64,
    /// Offset from the very start
    pub offset: u64,
    /// From 1
    pub line: u64,
    /// The row itself, where rows that are wrong do not end the input
    pub raw: Vec<u8>,
}

/// A cell of a row: where it lies, and whether it stands in quotes.
#[derive(Clone, Copy, Debug)]
struct Cell {
    start: usize,
    end: usize,
    quoted: bool,
}

/// Reads rows, whatever slices they come in.
#[derive(Debug)]
pub struct Reader {
    options: Options,
    /// A wrong row does not end the input
    tolerant: bool,
    /// Nothing more is read
    stopped: bool,
    columns: Vec<Column>,
    /// The first row has been seen, or there is none to see
    has_columns: bool,
    /// What has not been read: from the beginning of a row
    buffer: Vec<u8>,
    /// Its offset from the very start
    base: u64,
    /// Its line, from 1
    line: u64,
    /// How far the end of its first row has been sought, and whether that stands in quotes
    sought: usize,
    in_quotes: bool,
    begun: bool,
    records: u64,
    /// Where the rows begin whose records may still be named
    starts: VecDeque<RowStart>,
    /// Rows that were passed over
    wrong: Vec<BadRow>,
    cells: Vec<Cell>,
    text: Vec<u8>,
}

impl Reader {
    /// A reader at the start of an input. `tolerant`: a wrong row becomes a line that is no JSON.
    #[must_use]
    pub fn new(options: &Options, tolerant: bool) -> Reader {
        let mut reader = Reader {
            options: options.clone(),
            tolerant,
            stopped: false,
            columns: Vec::new(),
            has_columns: false,
            buffer: Vec::new(),
            base: 0,
            line: 1,
            sought: 0,
            in_quotes: false,
            begun: false,
            records: 0,
            starts: VecDeque::new(),
            wrong: Vec::new(),
            cells: Vec::new(),
            text: Vec::new(),
        };
        if !options.header {
            let names = options.columns.clone().unwrap_or_default();
            reader.name(names);
        }
        reader
    }

    fn name(&mut self, names: Vec<String>) {
        for (at, name) in names.into_iter().enumerate() {
            let mut before = vec![if at == 0 { b'{' } else { b',' }];
            string::write_quoted(&mut before, name.as_bytes());
            before.push(b':');
            let kind = self.options.kinds.of(&name);
            self.columns.push(Column { before, kind, name });
        }
        self.has_columns = true;
    }

    /// Takes the next bytes and appends the lines of the rows that are complete; `last`: nothing follows. A row that is wrong
    /// becomes a line that is no JSON, and [`Reader::wrong_row`] says why.
    pub fn push(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
        if self.stopped {
            return;
        }
        self.buffer.extend_from_slice(bytes);
        if !self.begun && (last || self.buffer.len() >= BOM.len()) {
            self.begun = true;
            if self.buffer.starts_with(BOM) {
                self.buffer.drain(..BOM.len());
                self.base += BOM.len() as u64;
            }
        }
        if !self.begun {
            return;
        }
        let buffer = std::mem::take(&mut self.buffer);
        let mut start = 0;
        while let Some((end, next)) = self.row_end(&buffer, start, last) {
            let open = last && self.in_quotes;
            self.row(&buffer[..end], start, open, out);
            self.line += memchr::memchr_iter(b'\n', &buffer[start..next]).count() as u64;
            (start, self.sought, self.in_quotes) = (next, next, false);
            if self.stopped {
                return;
            }
        }
        self.base += start as u64;
        self.sought -= start;
        self.buffer = buffer;
        self.buffer.drain(..start);
    }

    /// Where the row ends that begins at `start`, and where the next one begins.
    fn row_end(&mut self, buffer: &[u8], start: usize, last: bool) -> Option<(usize, usize)> {
        let mut at = self.sought.max(start);
        let delimiter = self.options.delimiter();
        loop {
            if self.in_quotes {
                let Some(quote) = memchr::memchr(b'"', &buffer[at..]).map(|found| at + found) else {
                    self.sought = buffer.len();
                    break;
                };
                match buffer.get(quote + 1) {
                    Some(b'"') => at = quote + 2,
                    None if !last => {
                        self.sought = quote;
                        return None;
                    }
                    _ => {
                        self.in_quotes = false;
                        at = quote + 1;
                    }
                }
                continue;
            }
            let Some(found) = memchr::memchr2(b'"', b'\n', &buffer[at..]).map(|found| at + found) else {
                self.sought = buffer.len();
                break;
            };
            if buffer[found] == b'\n' {
                let end = if found > start && buffer[found - 1] == b'\r' {
                    found - 1
                } else {
                    found
                };
                return Some((end, found + 1));
            }
            self.in_quotes = found == start || buffer[found - 1] == delimiter;
            at = found + 1;
        }
        (last && start < buffer.len()).then(|| {
            let end = buffer.len();
            let carriage = !self.in_quotes && end > start && buffer[end - 1] == b'\r';
            (end - usize::from(carriage), end)
        })
    }

    /// One row, up to the end of `buffer`; `open`: its last cell does not end.
    fn row(&mut self, buffer: &[u8], start: usize, open: bool, out: &mut Vec<u8>) {
        if start == buffer.len() {
            return;
        }
        let mut cells = std::mem::take(&mut self.cells);
        let before = out.len();
        let result = self.read_row(buffer, start, open, &mut cells, out);
        self.cells = cells;
        let Err((reason, at)) = result else {
            return;
        };
        out.truncate(before);
        let newline = memchr::memrchr(b'\n', &buffer[start..at]).map(|found| start + found + 1);
        let lines = memchr::memchr_iter(b'\n', &buffer[start..at]).count() as u64;
        let text = repair::to_valid_utf8(&buffer[newline.unwrap_or(start)..at]);
        let bad = BadRow {
            reason,
            record: self.records,
            offset: self.base + at as u64,
            line: self.line + lines,
            column: jsonmill_json::wtf8::utf16_len(&text) as u64 + 1,
            snippet: position::snippet(&buffer[start..], at - start),
        };
        self.stopped = !self.tolerant || !self.has_columns;
        self.note_start(start, &buffer[start..]);
        self.wrong.push(bad);
        out.extend_from_slice(WRONG);
    }

    fn note_start(&mut self, start: usize, row: &[u8]) {
        self.starts.push_back(RowStart {
            record: self.records,
            offset: self.base + start as u64,
            line: self.line,
            raw: if self.tolerant { row.to_vec() } else { Vec::new() },
        });
        self.records += 1;
    }

    /// What is wrong with a row, and where.
    fn read_row(
        &mut self,
        buffer: &[u8],
        start: usize,
        open: bool,
        cells: &mut Vec<Cell>,
        out: &mut Vec<u8>,
    ) -> Result<(), (String, usize)> {
        self.split(buffer, start, cells)?;
        if open {
            let at = cells.last().map_or(start, |cell| cell.start);
            return Err(("a quoted cell does not end".to_owned(), at));
        }
        if !self.has_columns {
            return self.header(buffer, cells);
        }
        if cells.len() != self.columns.len() {
            let reason = format!("a row of {} cells under {} columns", cells.len(), self.columns.len());
            return Err((reason, start));
        }
        for (cell, column) in cells.iter().zip(&self.columns) {
            out.extend_from_slice(&column.before);
            let text = unquoted(buffer, *cell, &mut self.text);
            if !write_json(column.kind, text, cell.quoted, out) {
                let name = serde_json::to_string(&column.name).unwrap_or_default();
                let kind = match column.kind {
                    Kind::Number => "a number",
                    Kind::Boolean => "true or false",
                    _ => "JSON",
                };
                return Err((format!("a cell of column {name} is not {kind}"), cell.start));
            }
        }
        out.extend_from_slice(b"}\n");
        self.note_start(start, &buffer[start..]);
        Ok(())
    }

    fn header(&mut self, buffer: &[u8], cells: &[Cell]) -> Result<(), (String, usize)> {
        let mut names: Vec<String> = Vec::with_capacity(cells.len());
        for cell in cells {
            let text = unquoted(buffer, *cell, &mut self.text);
            let name = String::from_utf8_lossy(text).into_owned();
            if names.contains(&name) {
                let shown = serde_json::to_string(&name).unwrap_or_default();
                return Err((format!("two columns are called {shown}"), cell.start));
            }
            names.push(name);
        }
        self.name(names);
        Ok(())
    }

    /// The cells of a row.
    fn split(&self, buffer: &[u8], start: usize, cells: &mut Vec<Cell>) -> Result<(), (String, usize)> {
        let delimiter = self.options.delimiter();
        cells.clear();
        let mut at = start;
        loop {
            let quoted = buffer.get(at) == Some(&b'"');
            let end = if quoted {
                closing_quote(buffer, at + 1)
            } else {
                memchr::memchr(delimiter, &buffer[at..]).map_or(buffer.len(), |found| at + found)
            };
            let start = at + usize::from(quoted);
            cells.push(Cell { start, end, quoted });
            at = end + usize::from(quoted);
            match buffer.get(at) {
                None => return Ok(()),
                Some(&byte) if byte == delimiter => at += 1,
                Some(_) => return Err(("text behind the quote that ends a cell".to_owned(), at)),
            }
        }
    }

    /// Where the row of a record begins, where that is still known.
    #[must_use]
    pub fn start_of(&self, record: u64) -> Option<&RowStart> {
        let first = self.starts.front()?.record;
        self.starts.get(usize::try_from(record.checked_sub(first)?).ok()?)
    }

    /// What is wrong with the first row, without which nothing can be read.
    #[must_use]
    pub fn wrong_header(&self) -> Option<&BadRow> {
        self.wrong.first().filter(|_| !self.has_columns)
    }

    /// The row that is wrong as this record.
    #[must_use]
    pub fn wrong_row(&self, record: u64) -> Option<&BadRow> {
        let at = self.wrong.binary_search_by_key(&record, |bad| bad.record).ok()?;
        self.wrong.get(at)
    }

    /// Records before this one are not named any more.
    pub fn forget(&mut self, before: u64) {
        while self.starts.front().is_some_and(|start| start.record < before) {
            self.starts.pop_front();
        }
        let gone = self.wrong.partition_point(|bad| bad.record < before);
        self.wrong.drain(..gone);
    }
}

/// The quote that ends a cell, or the end of the row.
fn closing_quote(buffer: &[u8], mut at: usize) -> usize {
    while let Some(quote) = memchr::memchr(b'"', &buffer[at.min(buffer.len())..]).map(|found| at + found) {
        if buffer.get(quote + 1) != Some(&b'"') {
            return quote;
        }
        at = quote + 2;
    }
    buffer.len()
}

/// What a cell says.
fn unquoted<'a>(buffer: &'a [u8], cell: Cell, text: &'a mut Vec<u8>) -> &'a [u8] {
    let inner = &buffer[cell.start..cell.end.max(cell.start)];
    if !cell.quoted || memchr::memchr(b'"', inner).is_none() {
        return inner;
    }
    text.clear();
    let mut rest = inner;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        text.extend_from_slice(&rest[..=quote]);
        rest = rest.get(quote + 2..).unwrap_or_default();
    }
    text.extend_from_slice(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::Kinds;

    fn options(kinds: Kinds) -> Options {
        Options {
            delimiter: ",".to_owned(),
            header: true,
            columns: None,
            eol: "\r\n".to_owned(),
            bom: false,
            escape_formulas: false,
            kinds,
        }
    }

    /// The same lines, or the same mistake, wherever the text is cut.
    fn read(text: &[u8], kinds: Kind) -> Result<String, BadRow> {
        let whole = read_cut(text, text.len(), kinds);
        for step in 1..8 {
            assert_eq!(read_cut(text, step, kinds), whole, "in steps of {step}");
        }
        whole
    }

    fn read_cut(text: &[u8], step: usize, kind: Kind) -> Result<String, BadRow> {
        let mut reader = Reader::new(&options(Kinds::All(kind)), false);
        let mut out = Vec::new();
        for piece in text.chunks(step.max(1)) {
            reader.push(piece, false, &mut out);
        }
        reader.push(b"", true, &mut out);
        match reader.wrong.pop() {
            Some(bad) => Err(BadRow {
                snippet: String::new(),
                ..bad
            }),
            None => Ok(String::from_utf8(out).expect("lines are text")),
        }
    }

    #[test]
    fn rows_become_lines() {
        let text = b"\xEF\xBB\xBFa,\"b \"\"c\"\"\"\r\n1,\"x,\ny\"\r\n\r\n,\"\"\nab\"c,\xff";
        let lines = "{\"a\":\"1\",\"b \\\"c\\\"\":\"x,\\ny\"}\n{\"a\":\"\",\"b \\\"c\\\"\":\"\"}\n{\"a\":\"ab\\\"c\",\"b \\\"c\\\"\":\"\u{fffd}\"}\n";
        assert_eq!(read(text, Kind::Text).expect("well-formed"), lines);
        assert_eq!(read(b"", Kind::Text).expect("no rows"), "");
        assert_eq!(read(b"a\n", Kind::Text).expect("no rows"), "");
    }

    #[test]
    fn kinds_are_what_cells_look_like() {
        let text = b"a\n1\n-0.50\n007\ntrue\n\"1\"\n9007199254740993\n1e5\nnull\nTrue\n\"\"\n";
        let lines = "{\"a\":1}\n{\"a\":-0.50}\n{\"a\":\"007\"}\n{\"a\":true}\n{\"a\":\"1\"}\n{\"a\":\"9007199254740993\"}\n{\"a\":1e5}\n{\"a\":\"null\"}\n{\"a\":\"True\"}\n{\"a\":\"\"}\n";
        assert_eq!(read(text, Kind::Infer).expect("well-formed"), lines);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let bad = read(b"a,b\n1,2\n\"x\ny\",\"z\n\n3\n", Kind::Text).expect_err("open");
        assert_eq!((bad.record, bad.line, bad.column, bad.offset), (1, 4, 5, 15));
        let bad = read("a,b\né,2,3\n".as_bytes(), Kind::Text).expect_err("ragged");
        assert_eq!(bad.reason, "a row of 3 cells under 2 columns");
        assert_eq!((bad.record, bad.line, bad.column, bad.offset), (0, 2, 1, 4));
        let bad = read("a,b\né,\"2\"x\n".as_bytes(), Kind::Text).expect_err("text");
        assert_eq!((bad.line, bad.column, bad.offset), (2, 6, 10));
        assert!(read(b"a,a\n", Kind::Text).is_err());
        assert_eq!(read(b"a\n1\nx\n", Kind::Number).expect_err("no number").record, 1);
    }
}
