//! `String.prototype.replaceAll`: <https://tc39.es/ecma262/#sec-string.prototype.replaceall>

use super::replace::replace;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.replaceAll",
    spec: "sec-string.prototype.replaceall",
    summary: "The string with all occurrences of a text replaced.",
    length: 2,
    returns: Kinds::STRING,
    examples: &[("'a-b-c'.replaceAll('-', '')", "\"abc\"")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    replace(caller, this, arguments, true)
}
