//! `Date.prototype.getMonth`: <https://tc39.es/ecma262/#sec-date.prototype.getmonth>

use super::get::get;
use super::receiver::Clock;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.getMonth",
    spec: "sec-date.prototype.getmonth",
    summary: "The month, from 0 in local time.",
    length: 0,
    returns: Kinds::NUMBER,
    examples: &[("new Date('2024-02-29T12:34:56.789').getMonth()", "1")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    get(heap, this, Clock::Local, |parts| parts.month)
}
