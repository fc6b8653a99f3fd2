//! `Array.prototype.sort`: <https://tc39.es/ecma262/#sec-array.prototype.sort>

use super::tim_sort::tim_sort;
use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::{to_number, to_string};
use crate::types::Kinds;
use crate::value::{Abrupt, Caller, Completion, Heap, Property, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.sort",
    spec: "sec-array.prototype.sort",
    summary: "Sorts the array in place by a comparator, or by text, and returns it.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[
        ("[10, 9, 1].sort()", "[1,10,9]"),
        ("[10, 9, 1].sort((a, b) => a - b)", "[1,9,10]"),
    ],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let comparator = comparator(caller.heap(), arguments)?;
    let array = this_array(this)?;
    let elements = caller.heap().copy_elements(array)?;
    let length = elements.len();
    let mut sorted = sort_elements(caller, elements, comparator)?;
    // Holes end up behind everything.
    sorted.resize(length, Value::Absent);
    if caller.heap().array_len(array)? != length {
        return Err(Abrupt::Unsupported("a comparator that changes the array's length"));
    }
    caller.heap().array_replace(array, &sorted)?;
    caller.heap().local.spare.give_values(sorted);
    Ok(this)
}

/// The comparator argument: `undefined` or a function.
pub(super) fn comparator(heap: &Heap<'_>, arguments: &[Value]) -> Completion<Option<Value>> {
    match argument(arguments, 0) {
        Value::Undefined => Ok(None),
        comparator if comparator.is_callable() => Ok(Some(comparator)),
        _ => Err(heap.reworded_type_error("The comparison function must be either a function or undefined")),
    }
}

/// The elements in order: holes are dropped, `undefined` goes last without being compared.
pub(super) fn sort_elements(
    caller: &mut dyn Caller<'_>,
    mut elements: Vec<Value>,
    comparator: Option<Value>,
) -> Completion<Vec<Value>> {
    elements.retain(|element| !matches!(element, Value::Absent));
    if let Some(comparator) = comparator {
        let all = elements.len();
        elements.retain(|element| !matches!(element, Value::Undefined));
        let order = caller.order_by_keys(comparator, &elements)?;
        if let Some(places) = order {
            elements = places.into_iter().map(|place| elements[place as usize]).collect();
            elements.resize(all, Value::Undefined);
            return Ok(elements);
        }
        elements.resize(all, Value::Undefined);
    }
    let mut call = |caller: &mut dyn Caller<'_>, a: Value, b: Value| match comparator {
        Some(comparator) => caller.call(comparator, &[a, b]),
        None => unreachable!("compared by text"),
    };
    sort_values(caller, elements, comparator.is_some().then_some(&mut call))
}

/// What a comparator is to [`sort_values`].
pub type Comparator<'c> = dyn for<'i> FnMut(&mut dyn Caller<'i>, Value, Value) -> Completion + 'c;

/// Sorts values as `Array.prototype.sort` does: by a comparator, else by text. `undefined` goes last without being
/// compared.
pub fn sort_values(
    caller: &mut dyn Caller<'_>,
    mut values: Vec<Value>,
    comparator: Option<&mut Comparator<'_>>,
) -> Completion<Vec<Value>> {
    let all = values.len();
    values.retain(|value| !matches!(value, Value::Undefined));
    match comparator {
        Some(compare) => tim_sort(&mut values, &mut |a, b| {
            caller.step()?;
            let order = compare(caller, a, b)?.or_undefined();
            to_number(caller.heap(), order)
        })?,
        None => sort_by_text(caller.heap(), &mut values)?,
    }
    values.resize(all, Value::Undefined);
    Ok(values)
}

/// Without a comparator elements compare as strings, by UTF-16 units. The order of equal texts is that of the array.
fn sort_by_text(heap: &mut Heap<'_>, elements: &mut Vec<Value>) -> Completion<()> {
    if elements.len() < 2 {
        // Nothing is compared, so nothing is converted.
        return Ok(());
    }
    let mut keyed = heap.local.spare.take_properties();
    for &value in elements.iter() {
        let key = to_string(heap, value)?;
        keyed.push(Property { key, value });
    }
    keyed.sort_by(|a, b| heap.compare_text(a.key, b.key));
    elements.clear();
    elements.extend(keyed.iter().map(|property| property.value));
    heap.local.spare.give_properties(keyed);
    Ok(())
}
