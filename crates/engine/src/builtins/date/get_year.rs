//! `Date.prototype.getYear`: <https://tc39.es/ecma262/#sec-date.prototype.getyear>

use super::get::get;
use super::receiver::Clock;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.getYear",
    spec: "sec-date.prototype.getyear",
    summary: "The year in local time, less 1900.",
    length: 0,
    returns: Kinds::NUMBER,
    examples: &[("new Date(2024, 0).getYear()", "124")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    get(heap, this, Clock::Local, |parts| parts.year - 1900)
}
