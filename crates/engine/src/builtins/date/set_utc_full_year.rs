//! `Date.prototype.setUTCFullYear`: <https://tc39.es/ecma262/#sec-date.prototype.setutcfullyear>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setUTCFullYear",
    spec: "sec-date.prototype.setutcfullyear",
    summary: "Sets the year, and month and day if given in UTC.",
    length: 3,
    returns: Kinds::NUMBER,
    examples: &[(
        "new Date(new Date(0).setUTCFullYear(2024, 1, 30)).toISOString()",
        "\"2024-03-01T00:00:00.000Z\"",
    )],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Utc, First::Year, 3)
}
