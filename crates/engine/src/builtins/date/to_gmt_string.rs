//! `Date.prototype.toGMTString`: <https://tc39.es/ecma262/#sec-date.prototype.togmtstring>

use super::show::show;
use crate::builtins::{Builtin, Run};
use crate::ecma::date::write_utc;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.toGMTString",
    spec: "sec-date.prototype.togmtstring",
    summary: "The date in words, in UTC.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("new Date(0).toGMTString()", "\"Thu, 01 Jan 1970 00:00:00 GMT\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    show(heap, this, write_utc)
}
