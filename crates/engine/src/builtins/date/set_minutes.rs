//! `Date.prototype.setMinutes`: <https://tc39.es/ecma262/#sec-date.prototype.setminutes>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setMinutes",
    spec: "sec-date.prototype.setminutes",
    summary: "Sets the minute, and smaller parts if given in local time.",
    length: 3,
    returns: Kinds::NUMBER,
    examples: &[("new Date(new Date(2024, 0, 1).setMinutes(7)).getMinutes()", "7")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Local, First::Minute, 3)
}
