//! `Date.prototype.toString`: <https://tc39.es/ecma262/#sec-date.prototype.tostring>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::ecma::date_text;
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.toString",
    spec: "sec-date.prototype.tostring",
    summary: "The date in words, in local time.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("new Date(NaN).toString()", "\"Invalid Date\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let r = this_of(this, Class::Date)?;
    date_text(heap, r, true).map(Value::String)
}
