//! `Date.prototype.setUTCMinutes`: <https://tc39.es/ecma262/#sec-date.prototype.setutcminutes>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setUTCMinutes",
    spec: "sec-date.prototype.setutcminutes",
    summary: "Sets the minute, and smaller parts if given in UTC.",
    length: 3,
    returns: Kinds::NUMBER,
    examples: &[("new Date(0).setUTCMinutes(1, 30)", "90000")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Utc, First::Minute, 3)
}
