//! `Date.prototype.setFullYear`: <https://tc39.es/ecma262/#sec-date.prototype.setfullyear>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setFullYear",
    spec: "sec-date.prototype.setfullyear",
    summary: "Sets the year, and month and day if given in local time.",
    length: 3,
    returns: Kinds::NUMBER,
    examples: &[("new Date(new Date(2024, 0, 1).setFullYear(2030)).getFullYear()", "2030")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Local, First::Year, 3)
}
