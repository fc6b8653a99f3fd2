//! `Date.prototype.toLocaleString`: <https://tc39.es/ecma402/#sup-date.prototype.tolocalestring>

use super::show_local::show_local;
use crate::builtins::{Builtin, Run};
use crate::ecma::date_format::Defaults;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.toLocaleString",
    spec: "sec-date.prototype.tolocalestring",
    summary: "Day and time as Americans write them: en-US, local time or UTC.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[(
        "new Date(0).toLocaleString('en-US', { timeZone: 'UTC' })",
        "\"1/1/1970, 12:00:00 AM\"",
    )],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    show_local(heap, this, arguments, Defaults::All)
}
