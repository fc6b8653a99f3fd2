//! `Date.prototype.setUTCSeconds`: <https://tc39.es/ecma262/#sec-date.prototype.setutcseconds>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setUTCSeconds",
    spec: "sec-date.prototype.setutcseconds",
    summary: "Sets the second, and the millisecond if given in UTC.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("new Date(0).setUTCSeconds(7)", "7000")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Utc, First::Second, 2)
}
