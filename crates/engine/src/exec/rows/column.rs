//! One column of a batch: the values that its rows have at the same place.

use jsonmill_json::number;

use crate::value::{Class, Heap, Value};

use super::write::{Form, Stop, Writer};

/// The values of one column. A number is kept as it is until something else comes.
#[derive(Debug)]
enum Cells {
    Numbers(Vec<f64>),
    /// Time values of dates: of nothing else
    Dates(Vec<f64>),
    /// JSON texts, separated by commas
    Text(Vec<u8>),
}

/// One column of the batch that is open.
#[derive(Debug)]
pub(super) struct Column {
    cells: Cells,
    /// Rows whose text `null` stands for `undefined`
    undefined: Vec<u32>,
    /// Where the cells of the group under way begin
    mark: usize,
}

/// How a column crosses to JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A list of the JSON text
    Text,
    /// 32-bit integers
    Integers,
    /// Doubles
    Doubles,
    /// Doubles that are time values of dates
    Dates,
}

impl Kind {
    /// Its letter in the header.
    pub(super) fn letter(self) -> u8 {
        match self {
            Kind::Text => b't',
            Kind::Integers => b'i',
            Kind::Doubles => b'd',
            Kind::Dates => b'D',
        }
    }
}

impl Column {
    pub(super) fn new() -> Column {
        Column {
            cells: Cells::Numbers(Vec::new()),
            undefined: Vec::new(),
            mark: 0,
        }
    }

    /// What follows may be taken back.
    pub(super) fn begin_group(&mut self) {
        self.mark = match &self.cells {
            Cells::Numbers(numbers) | Cells::Dates(numbers) => numbers.len(),
            Cells::Text(text) => text.len(),
        };
    }

    /// Takes the group back; the column had so many rows before.
    pub(super) fn take_back(&mut self, rows: u32) {
        match &mut self.cells {
            Cells::Numbers(numbers) | Cells::Dates(numbers) => numbers.truncate(self.mark),
            Cells::Text(text) => text.truncate(self.mark),
        }
        while self.undefined.last().is_some_and(|&row| row >= rows) {
            self.undefined.pop();
        }
    }

    /// Appends a value, the column's `row`-th.
    #[inline]
    pub(super) fn push(
        &mut self,
        heap: &mut Heap<'_>,
        writer: &mut Writer,
        value: Value,
        row: u32,
    ) -> Result<(), Stop> {
        if let (Cells::Numbers(numbers), Value::Number(n)) = (&mut self.cells, value) {
            numbers.push(n);
            return Ok(());
        }
        if self.push_date(heap, writer, value, row)? {
            return Ok(());
        }
        if !matches!(self.cells, Cells::Text(_)) {
            self.turn_into_text()?;
        }
        let Cells::Text(text) = &mut self.cells else {
            unreachable!("it is text now")
        };
        if row > 0 {
            text.push(b',');
        }
        if matches!(value, Value::Undefined) {
            self.undefined.push(row);
            text.extend_from_slice(b"null");
            return Ok(());
        }
        writer.write(heap, value, Form::Plain, text)
    }

    /// Appends a date to a column of dates, which begins with one; false for a value in another column.
    fn push_date(&mut self, heap: &Heap<'_>, writer: &mut Writer, value: Value, row: u32) -> Result<bool, Stop> {
        let Value::Object(date) = value else {
            return Ok(false);
        };
        if date.class != Class::Date {
            return Ok(false);
        }
        if row == 0 {
            self.cells = Cells::Dates(Vec::new());
        }
        let Cells::Dates(times) = &mut self.cells else {
            return Err(Stop::Tagged);
        };
        if writer.meet(date)?.is_some() {
            return Err(Stop::Tagged);
        }
        times.push(heap.date(date));
        Ok(true)
    }

    #[cold]
    fn turn_into_text(&mut self) -> Result<(), Stop> {
        let numbers = match &self.cells {
            Cells::Text(_) => return Ok(()),
            Cells::Dates(times) if !times.is_empty() => return Err(Stop::Tagged),
            Cells::Numbers(numbers) | Cells::Dates(numbers) => numbers,
        };
        if numbers.iter().any(|n| n.is_nan()) {
            return Err(Stop::Tagged);
        }
        let mut text = Vec::new();
        let mut mark = 0;
        for (at, &n) in numbers.iter().enumerate() {
            if at == self.mark {
                mark = text.len();
            }
            separated(&mut text, at, n);
        }
        self.mark = if self.mark < numbers.len() { mark } else { text.len() };
        self.cells = Cells::Text(text);
        Ok(())
    }

    /// Bytes so far.
    pub(super) fn size(&self) -> usize {
        match &self.cells {
            Cells::Numbers(numbers) | Cells::Dates(numbers) => size_of_val(&**numbers),
            Cells::Text(text) => text.len(),
        }
    }

    /// How it is to cross; numbers of a `short` batch as text, which costs less than memory of their own.
    pub(super) fn kind(&self, short: bool) -> Kind {
        match &self.cells {
            Cells::Text(_) => Kind::Text,
            Cells::Numbers(numbers) if short && !numbers.iter().any(|n| n.is_nan()) => Kind::Text,
            Cells::Numbers(numbers) if numbers.iter().all(|n| f64::from(*n as i32).to_bits() == n.to_bits()) => {
                Kind::Integers
            }
            Cells::Numbers(_) => Kind::Doubles,
            Cells::Dates(_) => Kind::Dates,
        }
    }

    /// Appends its cells as JSON texts with commas between them.
    pub(super) fn write_text(&self, out: &mut Vec<u8>) {
        match &self.cells {
            Cells::Text(text) => out.extend_from_slice(text),
            Cells::Numbers(numbers) | Cells::Dates(numbers) => {
                for (at, &n) in numbers.iter().enumerate() {
                    separated(out, at, n);
                }
            }
        }
    }

    /// Appends its numbers as memory that JavaScript's typed arrays show.
    pub(super) fn write_numbers(&self, kind: Kind, out: &mut Vec<u8>) {
        let (Cells::Numbers(numbers) | Cells::Dates(numbers)) = &self.cells else {
            return;
        };
        match kind {
            Kind::Integers => out.extend(numbers.iter().flat_map(|n| (*n as i32).to_ne_bytes())),
            Kind::Doubles | Kind::Dates => out.extend(numbers.iter().flat_map(|n| n.to_ne_bytes())),
            Kind::Text => {}
        }
    }

    /// Rows whose text stands for `undefined`.
    pub(super) fn undefined(&self) -> &[u32] {
        &self.undefined
    }

    /// Forgets its rows, for the next batch.
    pub(super) fn clear(&mut self) {
        match &mut self.cells {
            Cells::Numbers(numbers) | Cells::Dates(numbers) => numbers.clear(),
            Cells::Text(text) => text.clear(),
        }
        self.undefined.clear();
        self.mark = 0;
    }
}

fn separated(out: &mut Vec<u8>, at: usize, n: f64) {
    if at > 0 {
        out.push(b',');
    }
    number_text(out, n);
}

/// A number that is not NaN as text that JSON.parse reads as this number.
pub(super) fn number_text(out: &mut Vec<u8>, n: f64) {
    match n {
        f64::INFINITY => out.extend_from_slice(b"1e999"),
        f64::NEG_INFINITY => out.extend_from_slice(b"-1e999"),
        _ if n == 0.0 && n.is_sign_negative() => out.extend_from_slice(b"-0"),
        _ => number::write(out, n),
    }
}
