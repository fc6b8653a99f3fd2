//! Comparators that see of two values only keys: `(a, b) => a.price - b.price`. Each value's keys are read once, put into columns
//! of numbers (texts as their ranks), and compared without the machine.
//!
//! The comparator's answers are the same, hence the order is, in the sequence of V8's comparisons. Keys are read by the
//! comparator's own code where that changes nothing and calls no function; whatever such a key is not (it throws, or is of mixed
//! kinds) leaves the comparator to the machine.

use crate::builtins::tim_sort;
use crate::ecma::collate::{Collation, sort_keys};
use crate::value::{Abrupt, Caller, Completion, Mark, Ref, Value};

use super::machine::{MAX_CALLS, Machine};

/// Fewer values are compared as they are.
const WORTH: usize = 16;

/// A comparator over keys.
#[derive(Clone, Debug)]
pub struct Order {
    /// The keys
    pub keys: Vec<Key>,
    /// What the comparator makes of them
    pub term: Term,
}

/// A key of each value.
#[derive(Clone, Debug)]
pub struct Key {
    /// The function that reads it, with the comparator's parameters
    pub function: u32,
    /// It reads it of the second value
    pub second: bool,
    /// What its values may be
    pub usage: KeyUse,
}

/// What is done with a key, which says what its values may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// Numbers are made of it, in its code
    Number,
    /// It decides by its truth, or is the answer
    Truth,
    /// It is only ever compared with the same key of the other value, by `<` and the like
    Ordered,
    /// The same, and by `===` and the like, too
    Compared,
    /// It is the receiver and the argument of `localeCompare`
    Collated,
}

/// An expression over keys. Booleans are 0 and 1, which no operator here tells from numbers.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names are the operators")]
pub enum Term {
    /// A number
    Number(f64),
    /// A key, by number, of the first or the second value
    Key {
        key: u32,
        second: bool,
    },
    Sub(Box<Term>, Box<Term>),
    Mul(Box<Term>, Box<Term>),
    Minus(Box<Term>),
    Not(Box<Term>),
    Less(Box<Term>, Box<Term>),
    LessEq(Box<Term>, Box<Term>),
    Equal(Box<Term>, Box<Term>),
    /// The sign of a difference of ranks
    Collate(Box<Term>, Box<Term>),
    And(Box<Term>, Box<Term>),
    Or(Box<Term>, Box<Term>),
    Conditional(Box<Term>, Box<Term>, Box<Term>),
}

fn truthy(number: f64) -> bool {
    number != 0.0 && !number.is_nan()
}

impl Term {
    /// Its value for two values, by their places in the columns. It recurses as deep as the comparator's text.
    fn value(&self, columns: &[Vec<f64>], a: usize, b: usize) -> f64 {
        let of = |term: &Term| term.value(columns, a, b);
        match self {
            Term::Number(number) => *number,
            Term::Key { key, second } => columns[*key as usize][if *second { b } else { a }],
            Term::Sub(x, y) => of(x) - of(y),
            Term::Mul(x, y) => of(x) * of(y),
            Term::Minus(x) => -of(x),
            Term::Not(x) => f64::from(!truthy(of(x))),
            Term::Less(x, y) => f64::from(of(x) < of(y)),
            Term::LessEq(x, y) => f64::from(of(x) <= of(y)),
            Term::Equal(x, y) => f64::from(of(x) == of(y)),
            Term::Collate(x, y) => match of(x) - of(y) {
                0.0 => 0.0,
                difference => difference.signum(),
            },
            Term::And(x, y) => match of(x) {
                x if truthy(x) => of(y),
                x => x,
            },
            Term::Or(x, y) => match of(x) {
                x if truthy(x) => x,
                _ => of(y),
            },
            Term::Conditional(test, x, y) => of(if truthy(of(test)) { x } else { y }),
        }
    }
}

impl Machine<'_, '_> {
    /// The places of the values in the order of a comparator, if it is one over keys that can be read beforehand. `env` is its
    /// third argument. No value is `undefined`: those are not compared.
    pub(super) fn order_of(
        &mut self,
        function: u32,
        closure: Option<(Ref, u32)>,
        values: &[Value],
        env: Value,
    ) -> Completion<Option<Vec<u32>>> {
        self.order_by(function, closure, values.len(), env, false, &mut |_, at| Ok(values[at]))
    }

    /// The same for so many values, each made when its keys are read; `passing`: dropped again behind that.
    pub(super) fn order_by(
        &mut self,
        function: u32,
        closure: Option<(Ref, u32)>,
        count: usize,
        env: Value,
        passing: bool,
        value_at: &mut dyn FnMut(&mut Self, usize) -> Completion,
    ) -> Completion<Option<Vec<u32>>> {
        let Some(order) = &self.program.functions[function as usize].order else {
            return Ok(None);
        };
        if count < WORTH {
            return Ok(None);
        }
        // A key's code calls no function: such a call would be one too deep.
        let calls = std::mem::replace(&mut self.calls, MAX_CALLS - 1);
        let mut read = || {
            order
                .keys
                .iter()
                .map(|key| self.column(key, closure, count, env, passing, value_at))
                .collect()
        };
        let columns: Completion<Option<Vec<Vec<f64>>>> = read();
        self.calls = calls;
        let columns = match columns {
            Ok(Some(columns)) => columns,
            Err(Abrupt::Cancelled) => return Err(Abrupt::Cancelled),
            // The comparator may not even look at the key that failed.
            Ok(None) | Err(_) => {
                self.fault = None;
                return Ok(None);
            }
        };
        let mut places: Vec<u32> = (0..count as u32).collect();
        tim_sort(&mut places, &mut |a, b| {
            self.step()?;
            Ok(order.term.value(&columns, a as usize, b as usize))
        })?;
        Ok(Some(places))
    }

    /// One key of all values, as numbers that stand to each other as the keys do.
    fn column(
        &mut self,
        key: &Key,
        closure: Option<(Ref, u32)>,
        count: usize,
        env: Value,
        passing: bool,
        value_at: &mut dyn FnMut(&mut Self, usize) -> Completion,
    ) -> Completion<Option<Vec<f64>>> {
        self.heap.afford(count * (size_of::<Value>() + size_of::<f64>()))?;
        let mut keys = Vec::with_capacity(count);
        for at in 0..count {
            let mark = self.heap.mark();
            let value = value_at(self, at)?;
            let arguments = if key.second {
                [Value::Undefined, value, env]
            } else {
                [value, Value::Undefined, env]
            };
            let mut key = self.enter(key.function, closure, &arguments)?.plain();
            if passing {
                key = self.outliving(key, mark)?;
            }
            keys.push(key);
        }
        let texts = keys.iter().filter(|key| matches!(key, Value::String(_))).count();
        Ok(match key.usage {
            KeyUse::Collated if texts == keys.len() => self.collated_ranks(&keys)?,
            KeyUse::Ordered | KeyUse::Compared if texts == keys.len() => Some(self.text_ranks(&keys)),
            KeyUse::Collated => None,
            KeyUse::Compared => {
                // `===` tells kinds apart that are the same number.
                let numbers = keys.iter().filter(|key| matches!(key, Value::Number(_))).count();
                let booleans = keys.iter().filter(|key| matches!(key, Value::Bool(_))).count();
                if numbers == keys.len() || booleans == keys.len() {
                    keys.iter().map(|&key| Self::key_number(key)).collect()
                } else {
                    None
                }
            }
            KeyUse::Number | KeyUse::Truth | KeyUse::Ordered => keys.iter().map(|&key| Self::key_number(key)).collect(),
        })
    }

    /// A key without the value that it was read of. Objects are no keys here, whatever becomes of them.
    fn outliving(&mut self, key: Value, mark: Mark) -> Completion {
        match key {
            Value::String(text) => {
                let text = self.heap.text(text).to_vec();
                self.heap.reset(mark);
                self.heap.string(&text).map(Value::String)
            }
            key => {
                self.heap.reset(mark);
                Ok(key)
            }
        }
    }

    /// The number that arithmetic and comparisons make of a key, where it is no text.
    fn key_number(key: Value) -> Option<f64> {
        match key {
            Value::Number(number) => Some(number),
            Value::Bool(truth) => Some(f64::from(truth)),
            Value::Null => Some(0.0),
            Value::Undefined | Value::Absent => Some(f64::NAN),
            _ => None,
        }
    }

    /// The ranks of texts in the order of their UTF-16 units.
    fn text_ranks(&self, keys: &[Value]) -> Vec<f64> {
        let text = |place: u32| match keys[place as usize] {
            Value::String(text) => text,
            _ => unreachable!("all are texts"),
        };
        let ascii = (0..keys.len() as u32).all(|place| text(place).ascii);
        let start = |place| {
            if ascii {
                first_bytes(self.heap.text(text(place)))
            } else {
                0
            }
        };
        ranks(keys.len(), start, |a, b| self.heap.compare_text(text(a), text(b)))
    }

    /// The ranks of texts in the order of `localeCompare`, where it is known for all of them.
    fn collated_ranks(&self, keys: &[Value]) -> Completion<Option<Vec<f64>>> {
        let texts = keys.iter().filter_map(|key| match key {
            Value::String(text) => Some(*text),
            _ => None,
        });
        let Some((bytes, ends)) = sort_keys(&self.heap, texts, Collation::default())? else {
            return Ok(None);
        };
        let key = |place: u32| {
            let start = if place == 0 { 0 } else { ends[place as usize - 1] };
            &bytes[start..ends[place as usize]]
        };
        let start = |place| first_bytes(key(place));
        Ok(Some(ranks(keys.len(), start, |a, b| key(a).cmp(key(b)))))
    }
}

/// The first eight bytes, such that texts of bytes which differ there stand as these numbers do.
fn first_bytes(text: &[u8]) -> u64 {
    let mut start = [0; 8];
    let count = text.len().min(8);
    start[..count].copy_from_slice(&text[..count]);
    u64::from_be_bytes(start)
}

/// Numbers that stand to each other as the things at these places do.
fn ranks(count: usize, start: impl Fn(u32) -> u64, order: impl Fn(u32, u32) -> std::cmp::Ordering) -> Vec<f64> {
    let mut sorted: Vec<(u64, u32)> = (0..count as u32).map(|place| (start(place), place)).collect();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| order(a.1, b.1)));
    let mut ranks = vec![0.0; count];
    let mut rank = 0.0;
    for (at, &(first, place)) in sorted.iter().enumerate() {
        if at > 0 && (sorted[at - 1].0 != first || order(sorted[at - 1].1, place).is_ne()) {
            rank += 1.0;
        }
        ranks[place as usize] = rank;
    }
    ranks
}
