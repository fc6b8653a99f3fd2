//! `Date.prototype.setUTCDate`: <https://tc39.es/ecma262/#sec-date.prototype.setutcdate>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setUTCDate",
    spec: "sec-date.prototype.setutcdate",
    summary: "Sets the day of the month in UTC.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("new Date(0).setUTCDate(2)", "86400000")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Utc, First::Day, 1)
}
