//! `Date.prototype.setMonth`: <https://tc39.es/ecma262/#sec-date.prototype.setmonth>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setMonth",
    spec: "sec-date.prototype.setmonth",
    summary: "Sets the month, and the day if given in local time.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("new Date(new Date(2024, 0, 1).setMonth(6)).getMonth()", "6")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Local, First::Month, 2)
}
