//! What groupBy makes of the records of a group, one aggregate a file.
//!
//! Each aggregate is a [`Column`] with a state per group: plain memory of its own, so that records can go. `null` and `undefined`
//! are passed over by aggregates that compute (as in SQL), and what they cannot compute with is a TypeError; `first`, `last` and
//! `collect` take values as they are.

mod avg;
mod collect;
mod count;
mod count_distinct;
pub mod exact_sum;
mod extremes;
mod first;
mod kept;
mod key_table;
mod last;
mod max;
mod min;
mod quantile;
mod sum;

use std::any::Any;
use std::fmt::Debug;

use crate::value::{Abrupt, Class, Completion, Heap, Value};

pub use key_table::KeyTable;

/// An aggregate, as a plan names it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aggregate {
    /// How many records there are, or for how many the callback is truthy
    Count,
    /// The sum of numbers
    Sum,
    /// Their mean
    Avg,
    /// The least number or text
    Min,
    /// The greatest
    Max,
    /// The first value
    First,
    /// The last value
    Last,
    /// All values
    Collect,
    /// How many different values there are
    CountDistinct,
    /// The number below which this share of the numbers lies
    Quantile(f64),
}

impl Aggregate {
    /// An aggregate by the name of its builder; `share` is that of a quantile.
    #[must_use]
    pub fn named(name: &str, share: Option<f64>) -> Option<Aggregate> {
        Some(match name {
            "count" => Aggregate::Count,
            "sum" => Aggregate::Sum,
            "avg" => Aggregate::Avg,
            "min" => Aggregate::Min,
            "max" => Aggregate::Max,
            "first" => Aggregate::First,
            "last" => Aggregate::Last,
            "collect" => Aggregate::Collect,
            "countDistinct" => Aggregate::CountDistinct,
            "quantile" => Aggregate::Quantile(share?),
            _ => return None,
        })
    }

    /// The name of its builder.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Aggregate::Count => "count",
            Aggregate::Sum => "sum",
            Aggregate::Avg => "avg",
            Aggregate::Min => "min",
            Aggregate::Max => "max",
            Aggregate::First => "first",
            Aggregate::Last => "last",
            Aggregate::Collect => "collect",
            Aggregate::CountDistinct => "countDistinct",
            Aggregate::Quantile(_) => "quantile",
        }
    }

    /// Whether values of records outlive them: what these hold may be objects.
    #[must_use]
    pub fn keeps_values(self) -> bool {
        matches!(self, Aggregate::First | Aggregate::Last | Aggregate::Collect)
    }

    /// Whether what parts of the records give can be joined to what all of them give.
    #[must_use]
    pub fn joins(self) -> bool {
        matches!(
            self,
            Aggregate::Count | Aggregate::Sum | Aggregate::Avg | Aggregate::Min | Aggregate::Max
        )
    }

    /// Whether a group's state takes the more memory the more records it has seen.
    #[must_use]
    pub fn grows(self) -> bool {
        matches!(
            self,
            Aggregate::Last | Aggregate::Collect | Aggregate::CountDistinct | Aggregate::Quantile(_)
        )
    }

    /// Its state, without any group.
    #[must_use]
    pub fn column(self) -> Box<dyn Column> {
        match self {
            Aggregate::Count => Box::<count::Count>::default(),
            Aggregate::Sum => Box::<sum::Sum>::default(),
            Aggregate::Avg => Box::<avg::Avg>::default(),
            Aggregate::Min => Box::new(min::column()),
            Aggregate::Max => Box::new(max::column()),
            Aggregate::First => Box::<first::First>::default(),
            Aggregate::Last => Box::<last::Last>::default(),
            Aggregate::Collect => Box::<collect::Collect>::default(),
            Aggregate::CountDistinct => Box::<count_distinct::CountDistinct>::default(),
            Aggregate::Quantile(share) => Box::new(quantile::Quantile::new(share)),
        }
    }
}

/// The states of one aggregate, a group each.
pub trait Column: Debug + Send {
    /// One more group.
    fn open(&mut self);

    /// Whether a value may go into a group, which may not be open yet.
    ///
    /// # Errors
    /// A TypeError, where the aggregate cannot compute with it.
    fn check(&self, _value: Value, _group: Option<usize>) -> Completion<()> {
        Ok(())
    }

    /// Takes a value that has been checked. In one `epoch` the same reference is the same object.
    ///
    /// # Errors
    /// Unsupported.
    fn add(&mut self, heap: &Heap<'_>, group: usize, value: Value, epoch: u64) -> Completion<Added>;

    /// Whether [`Column::join`] can take over a group of another column of the same aggregate.
    fn agrees(&self, _group: usize, _other: &dyn Any, _theirs: usize) -> bool {
        false
    }

    /// Takes over a group of a column that saw later records, which [`Column::agrees`] allowed.
    fn join(&mut self, _group: usize, _other: &dyn Any, _theirs: usize) {}

    /// Itself, for [`Column::join`].
    fn as_any(&self) -> &dyn Any;

    /// What came of a group; it is asked for once.
    ///
    /// # Errors
    /// Memory.
    fn result(&mut self, heap: &mut Heap<'_>, group: usize) -> Completion;

    /// Bytes of memory that it holds.
    fn bytes(&self) -> usize;
}

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// Its record can go
    Taken,
    /// It lies in the heap and is needed there
    Held,
}

/// The number that an aggregate computes with; none for what is passed over.
#[inline]
fn number(value: Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

/// Numbers pass, and what is passed over.
fn check_number(name: &str, value: Value) -> Completion<()> {
    match value {
        Value::Number(_) | Value::Null | Value::Undefined | Value::Absent => Ok(()),
        other => Err(mistaken(name, "numbers", other)),
    }
}

#[cold]
fn mistaken(name: &str, wanted: &str, value: Value) -> Abrupt {
    let what = match value {
        Value::Unread => return crate::value::UNREAD,
        Value::Undefined | Value::Absent => "undefined",
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) | Value::Verbatim(..) => "a number",
        Value::String(_) => "a string",
        Value::Builtin(_) => "a function",
        Value::Object(r) => match r.class {
            Class::Array => "an array",
            Class::Function => "a function",
            _ => "an object",
        },
    };
    Abrupt::type_error(format!("{name} takes {wanted}, null and undefined, not {what}"))
}
