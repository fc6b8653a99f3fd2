//! `new Intl.NumberFormat(…).format`: <https://tc39.es/ecma402/#sec-intl.numberformat.prototype.format>

use super::{FOREIGN, with_options};
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::locale::is_american;
use crate::ecma::number_format::{number_format_of, write_number};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

/// The getter, together with the constructor.
pub(super) const GET_FORMAT: Builtin = Builtin {
    name: "Intl.NumberFormat().format",
    spec: "sec-intl.numberformat",
    summary: "A function that writes numbers as Americans do.",
    length: 0,
    returns: Kinds::FUNCTION,
    examples: &[("new Intl.NumberFormat('en-US').format(1234.5)", "\"1,234.5\"")],
    run: Run::Pure(get),
};

/// What it gives, before its options are bound.
pub(super) const FORMAT: Builtin = Builtin {
    name: "Intl.NumberFormat().format()",
    spec: "sec-intl.numberformat",
    summary: "The function that `Intl.NumberFormat().format` gives.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("[1234.5].map(new Intl.NumberFormat('en-US').format)", "[\"1,234.5\"]")],
    run: Run::Pure(run),
};

fn get(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let options = argument(arguments, 1);
    if !is_american(heap, argument(arguments, 0))? {
        return Err(FOREIGN);
    }
    number_format_of(heap, options)?;
    with_options(heap, &FORMAT, options)
}

/// The options and a number.
fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let Value::Number(n) = argument(arguments, 1) else {
        // text is read as a decimal of any length
        return Err(Abrupt::Unsupported("a number format of something else than a number"));
    };
    let format = number_format_of(heap, argument(arguments, 0))?;
    heap.string_with(|out| write_number(n, &format, out)).map(Value::String)
}
