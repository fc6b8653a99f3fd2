//! `String.prototype.localeCompare`: <https://tc39.es/ecma402/#sup-String.prototype.localeCompare>

use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::collate::{Collation, collate, collation_of};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.localeCompare",
    spec: "sec-string.prototype.localecompare",
    summary: "-1, 0 or 1, as people sort: English and other languages with the root order.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[
        ("'a'.localeCompare('B')", "-1"),
        ("'x10'.localeCompare('x9', 'en', { numeric: true })", "1"),
    ],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let left = this_string(this)?;
    let right = to_string(heap, argument(arguments, 0))?;
    let collation = match arguments {
        [] | [_] => Collation::default(),
        [_, rest @ ..] => collation_of(heap, argument(rest, 0), argument(rest, 1))?,
    };
    let order = collate(heap, left, right, collation)?;
    Ok(Value::Number(f64::from(order as i8)))
}
