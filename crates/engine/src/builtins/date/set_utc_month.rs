//! `Date.prototype.setUTCMonth`: <https://tc39.es/ecma262/#sec-date.prototype.setutcmonth>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setUTCMonth",
    spec: "sec-date.prototype.setutcmonth",
    summary: "Sets the month, and the day if given in UTC.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[(
        "new Date(new Date(0).setUTCMonth(13)).toISOString()",
        "\"1971-02-01T00:00:00.000Z\"",
    )],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Utc, First::Month, 2)
}
