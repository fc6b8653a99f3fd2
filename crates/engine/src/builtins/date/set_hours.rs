//! `Date.prototype.setHours`: <https://tc39.es/ecma262/#sec-date.prototype.sethours>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setHours",
    spec: "sec-date.prototype.sethours",
    summary: "Sets the hour, and smaller parts if given in local time.",
    length: 4,
    returns: Kinds::NUMBER,
    examples: &[("new Date(new Date(2024, 0, 1).setHours(7)).getHours()", "7")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Local, First::Hour, 4)
}
