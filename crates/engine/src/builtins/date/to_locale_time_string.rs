//! `Date.prototype.toLocaleTimeString`: <https://tc39.es/ecma402/#sup-date.prototype.tolocaletimestring>

use super::show_local::show_local;
use crate::builtins::{Builtin, Run};
use crate::ecma::date_format::Defaults;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.toLocaleTimeString",
    spec: "sec-date.prototype.tolocaletimestring",
    summary: "The time of day as Americans write it: en-US, local time or UTC.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[(
        "new Date(0).toLocaleTimeString('en-US', { timeZone: 'UTC' })",
        "\"12:00:00 AM\"",
    )],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    show_local(heap, this, arguments, Defaults::Time)
}
