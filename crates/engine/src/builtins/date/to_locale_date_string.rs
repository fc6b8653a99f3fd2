//! `Date.prototype.toLocaleDateString`: <https://tc39.es/ecma402/#sup-date.prototype.tolocaledatestring>

use super::show_local::show_local;
use crate::builtins::{Builtin, Run};
use crate::ecma::date_format::Defaults;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.toLocaleDateString",
    spec: "sec-date.prototype.tolocaledatestring",
    summary: "The day as Americans write it: en-US, local time or UTC.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[
        (
            "new Date(0).toLocaleDateString('en-US', { timeZone: 'UTC' })",
            "\"1/1/1970\"",
        ),
        (
            "new Date(0).toLocaleDateString('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' })",
            "\"Jan 1\"",
        ),
    ],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    show_local(heap, this, arguments, Defaults::Date)
}
