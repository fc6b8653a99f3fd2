//! `Date.prototype.setSeconds`: <https://tc39.es/ecma262/#sec-date.prototype.setseconds>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setSeconds",
    spec: "sec-date.prototype.setseconds",
    summary: "Sets the second, and the millisecond if given in local time.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("new Date(new Date(2024, 0, 1).setSeconds(7)).getSeconds()", "7")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Local, First::Second, 2)
}
