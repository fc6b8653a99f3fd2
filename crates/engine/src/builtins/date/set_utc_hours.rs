//! `Date.prototype.setUTCHours`: <https://tc39.es/ecma262/#sec-date.prototype.setutchours>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setUTCHours",
    spec: "sec-date.prototype.setutchours",
    summary: "Sets the hour, and smaller parts if given in UTC.",
    length: 4,
    returns: Kinds::NUMBER,
    examples: &[("new Date(0).setUTCHours(25)", "90000000")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Utc, First::Hour, 4)
}
