//! `Date.prototype.getUTCSeconds`: <https://tc39.es/ecma262/#sec-date.prototype.getutcseconds>

use super::get::get;
use super::receiver::Clock;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.getUTCSeconds",
    spec: "sec-date.prototype.getutcseconds",
    summary: "The second in UTC.",
    length: 0,
    returns: Kinds::NUMBER,
    examples: &[("new Date('2024-02-29T12:34:56.789Z').getUTCSeconds()", "56")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    get(heap, this, Clock::Utc, |parts| parts.second)
}
