//! `Date.prototype.setYear`: <https://tc39.es/ecma262/#sec-date.prototype.setyear>

use super::from_parts::full_year;
use super::receiver::Clock;
use super::set::{First, set};
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setYear",
    spec: "sec-date.prototype.setyear",
    summary: "Sets the year in local time; two digits are years of the last century.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("new Date(new Date(2024, 0, 1).setYear(99)).getFullYear()", "1999")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let year = full_year(to_number(heap, argument(arguments, 0))?);
    set(heap, this, &[Value::Number(year)], Clock::Local, First::Year, 1)
}
