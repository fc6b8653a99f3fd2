//! Intl: the functions of collators and formats. The objects themselves are no values here: `new Intl.Collator(…).compare` is
//! one step, which gives a function.

mod collator;
mod date_time_format;
mod number_format;

use super::{Builtin, global};
use crate::value::{Abrupt, Completion, Heap, Property, Value};

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &collator::COMPARE,
    &collator::GET_COMPARE,
    &date_time_format::FORMAT,
    &date_time_format::GET_FORMAT,
    &number_format::FORMAT,
    &number_format::GET_FORMAT,
];

/// The errors of constructors are V8's.
const FOREIGN: Abrupt = Abrupt::Unsupported("a locale or an option of Intl");

/// A function of the family with its options given, as they are now.
fn with_options(heap: &mut Heap<'_>, function: &Builtin, options: Value) -> Completion {
    let options = match options {
        Value::Object(r) => {
            let mut members = Vec::new();
            heap.own_properties(r, &mut members)?;
            let copy = heap.new_dictionary();
            for Property { key, value } in members {
                heap.set_own(copy, key, value)?;
            }
            Value::Object(copy)
        }
        none => none,
    };
    let function = Value::Builtin(global(function.name).expect("it is in the family"));
    Ok(Value::Object(heap.new_bound(function, Value::Undefined, &[options])?))
}
