//! `quantile(share, callback)`: the number at a share of the way through a group's numbers in ascending order. Between two of them
//! it is interpolated linearly (type 7 of Hyndman and Fan, as spreadsheets and NumPy have it). One NaN makes it NaN; a group without
//! numbers has `null`.

use std::any::Any;

use super::{Added, Column, check_number, number};
use crate::value::{Completion, Heap, Value};

/// Numbers by group.
#[derive(Debug)]
pub(super) struct Quantile {
    share: f64,
    groups: Vec<Vec<f64>>,
    bytes: usize,
}

impl Quantile {
    pub(super) fn new(share: f64) -> Quantile {
        Quantile {
            share,
            groups: Vec::new(),
            bytes: 0,
        }
    }
}

impl Column for Quantile {
    fn open(&mut self) {
        self.groups.push(Vec::new());
    }

    fn check(&self, value: Value, _: Option<usize>) -> Completion<()> {
        check_number("quantile", value)
    }

    fn add(&mut self, _: &Heap<'_>, group: usize, value: Value, _: u64) -> Completion<Added> {
        if let Some(number) = number(value) {
            let numbers = &mut self.groups[group];
            let before = numbers.capacity();
            numbers.push(number);
            self.bytes += (numbers.capacity() - before) * size_of::<f64>();
        }
        Ok(Added::Taken)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn result(&mut self, _: &mut Heap<'_>, group: usize) -> Completion {
        let numbers = &mut self.groups[group];
        if numbers.is_empty() {
            return Ok(Value::Null);
        }
        if numbers.iter().any(|number| number.is_nan()) {
            return Ok(Value::Number(f64::NAN));
        }
        let place = (numbers.len() - 1) as f64 * self.share;
        let below = place.floor() as usize;
        let (_, &mut low, above) = numbers.select_nth_unstable_by(below, f64::total_cmp);
        let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
        let part = place - place.floor();
        Ok(Value::Number(if part == 0.0 || low == high {
            low
        } else {
            low + (high - low) * part
        }))
    }

    fn bytes(&self) -> usize {
        self.groups.capacity() * size_of::<Vec<f64>>() + self.bytes
    }
}
