//! Sort: all records, ordered by a comparator or as texts.

use super::{Held, StageCode};
use crate::builtins;
use crate::ecma;
use crate::exec::run::Runner;
use crate::value::{Abrupt, Caller, Class, Object, Value};

impl Runner<'_, '_> {
    /// Sorts the places of the records: the records come along.
    pub(super) fn sort(&mut self, stage: &StageCode, env: Value, held: Vec<Held>) -> Result<Vec<Held>, Abrupt> {
        let (last, mut places): (Vec<usize>, Vec<usize>) =
            (0..held.len()).partition(|&place| matches!(held[place].value, Value::Undefined));
        if let Some(function) = stage.function {
            let values: Vec<Value> = places.iter().map(|&place| held[place].value).collect();
            if let Some(sorted) = self.machine.order_of(function, None, &values, env)? {
                let sorted = sorted.into_iter().map(|at| places[at as usize]);
                return Ok(sorted.chain(last).map(|place| held[place]).collect());
            }
            // A closure object for the comparator: built-ins call function values.
            let arity = stage.arity;
            let object = Object::Function { function, captures: 0 };
            let callee = Value::Object(self.machine.heap.add(Class::Function, object));
            let value_at = |place: Value| match place {
                Value::Number(place) => held[place as usize].value,
                _ => unreachable!("places are numbers"),
            };
            let mut compare = |caller: &mut dyn Caller<'_>, a: Value, b: Value| {
                let arguments = [value_at(a), value_at(b), env];
                caller.call(callee, &arguments[..usize::from(arity).min(3)])
            };
            let numbers = places.iter().map(|&place| Value::Number(place as f64)).collect();
            let sorted = builtins::sort_values(&mut self.machine, numbers, Some(&mut compare))?;
            places = sorted
                .iter()
                .map(|&place| if let Value::Number(n) = place { n as usize } else { 0 })
                .collect();
        } else if places.len() > 1 {
            let mut texts = Vec::with_capacity(places.len());
            for &place in &places {
                texts.push((ecma::to_string(&mut self.machine.heap, held[place].value)?, place));
            }
            texts.sort_by(|(a, _), (b, _)| self.machine.heap.compare_text(*a, *b));
            places = texts.into_iter().map(|(_, place)| place).collect();
        }
        Ok(places.into_iter().chain(last).map(|place| held[place]).collect())
    }
}
