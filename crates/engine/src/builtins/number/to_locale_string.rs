//! `Number.prototype.toLocaleString`: <https://tc39.es/ecma402/#sup-number.prototype.tolocalestring>

use crate::builtins::arguments::{argument, this_number};
use crate::builtins::{Builtin, Run};
use crate::ecma::locale::is_american;
use crate::ecma::number_format::{number_format_of, write_number};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.prototype.toLocaleString",
    spec: "sec-number.prototype.tolocalestring",
    summary: "The number as Americans write it: en-US, alone or with digits, percent and currency.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[
        ("(1234.5).toLocaleString('en-US')", "\"1,234.5\""),
        (
            "(1.5).toLocaleString('en-US', { style: 'currency', currency: 'USD' })",
            "\"$1.50\"",
        ),
    ],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let n = this_number(this)?;
    if !is_american(heap, argument(arguments, 0))? {
        return Err(Abrupt::Unsupported("the formats of a locale"));
    }
    let format = number_format_of(heap, argument(arguments, 1))?;
    heap.string_with(|out| write_number(n, &format, out)).map(Value::String)
}
