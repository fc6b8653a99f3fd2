//! `Date.prototype.setUTCMilliseconds`: <https://tc39.es/ecma262/#sec-date.prototype.setutcmilliseconds>

use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setUTCMilliseconds",
    spec: "sec-date.prototype.setutcmilliseconds",
    summary: "Sets the millisecond in UTC.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("new Date(0).setUTCMilliseconds(7)", "7")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    set(heap, this, arguments, Clock::Utc, First::Millisecond, 1)
}
