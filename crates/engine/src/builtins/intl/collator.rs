//! `new Intl.Collator(…).compare`: <https://tc39.es/ecma402/#sec-intl.collator.prototype.compare>

use super::with_options;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::collate::{collate, collation_of};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

/// The getter, together with the constructor.
pub(super) const GET_COMPARE: Builtin = Builtin {
    name: "Intl.Collator().compare",
    spec: "sec-intl.collator",
    summary: "A comparator, as people sort: English and other languages with the root order.",
    length: 0,
    returns: Kinds::FUNCTION,
    examples: &[(
        "['b', 'C', 'a'].sort(new Intl.Collator('en').compare)",
        "[\"a\",\"b\",\"C\"]",
    )],
    run: Run::Pure(get),
};

/// What it gives, before its options are bound.
pub(super) const COMPARE: Builtin = Builtin {
    name: "Intl.Collator().compare()",
    spec: "sec-intl.collator",
    summary: "The function that `Intl.Collator().compare` gives.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("['b', 'A'].sort(new Intl.Collator('en').compare)", "[\"A\",\"b\"]")],
    run: Run::Pure(run),
};

fn get(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let options = argument(arguments, 1);
    collation_of(heap, argument(arguments, 0), options)?;
    with_options(heap, &COMPARE, options)
}

/// The options and two strings.
fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let collation = collation_of(heap, Value::Undefined, argument(arguments, 0))?;
    let left = to_string(heap, argument(arguments, 1))?;
    let right = to_string(heap, argument(arguments, 2))?;
    let order = collate(heap, left, right, collation)?;
    Ok(Value::Number(f64::from(order as i8)))
}
