//! `new Intl.DateTimeFormat(…).format`: <https://tc39.es/ecma402/#sec-intl.datetimeformat.prototype.format>

use super::{FOREIGN, with_options};
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::date_format::{Defaults, date_format_of, write_date_time};
use crate::ecma::locale::is_american;
use crate::types::Kinds;
use crate::value::{Abrupt, Class, Completion, Heap, UNKNOWN_ZONE, Value};

/// The getter, together with the constructor.
pub(super) const GET_FORMAT: Builtin = Builtin {
    name: "Intl.DateTimeFormat().format",
    spec: "sec-intl.datetimeformat",
    summary: "A function that writes dates as Americans do.",
    length: 0,
    returns: Kinds::FUNCTION,
    examples: &[(
        "new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' }).format(0)",
        "\"1/1/1970\"",
    )],
    run: Run::Pure(get),
};

/// What it gives, before its options are bound.
pub(super) const FORMAT: Builtin = Builtin {
    name: "Intl.DateTimeFormat().format()",
    spec: "sec-intl.datetimeformat",
    summary: "The function that `Intl.DateTimeFormat().format` gives.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[(
        "[new Date(2024, 0, 2)].map(new Intl.DateTimeFormat('en-US').format)",
        "[\"1/2/2024\"]",
    )],
    run: Run::Pure(run),
};

fn get(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let options = argument(arguments, 1);
    if !is_american(heap, argument(arguments, 0))? {
        return Err(FOREIGN);
    }
    date_format_of(heap, options, Defaults::Given)?;
    with_options(heap, &FORMAT, options)
}

/// The options and a date, or its time value.
fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let time = match argument(arguments, 1) {
        Value::Object(r) if r.class == Class::Date => heap.date(r),
        Value::Number(n) if n.abs() <= 8.64e15 => n.trunc(),
        _ => f64::NAN,
    };
    if time.is_nan() {
        return Err(Abrupt::Unsupported("a date format of something else than a valid date"));
    }
    let format = date_format_of(heap, argument(arguments, 0), Defaults::Given)?;
    let offset = match (format.utc, heap.zone()) {
        (true, _) => 0.0,
        (false, Some(zone)) => zone.offset_at(time),
        (false, None) => return Err(UNKNOWN_ZONE),
    };
    let text = write_date_time(time + offset, &format)?;
    heap.string(text.as_bytes()).map(Value::String)
}
