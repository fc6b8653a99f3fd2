//! `Date.prototype.setMilliseconds`: <https://tc39.es/ecma262/#sec-date.prototype.setmilliseconds>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setMilliseconds",
    spec: "sec-date.prototype.setmilliseconds",
    summary: "Sets the millisecond in local time.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[(
        "new Date(new Date(2024, 0, 1).setMilliseconds(7)).getMilliseconds()",
        "7",
    )],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Local, First::Millisecond, 1)
}
