//! `RegExp.prototype.test`: <https://tc39.es/ecma262/#sec-regexp.prototype.test>

use super::exec_match::exec;
use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_string;
use crate::types::Kinds;
use crate::value::{Caller, Class, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "RegExp.prototype.test",
    spec: "sec-regexp.prototype.test",
    summary: "Whether the string has a match.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("/^a+$/.test('aaa')", "true")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let regexp = this_of(this, Class::RegExp)?;
    let s = to_string(caller.heap(), argument(arguments, 0))?;
    Ok(Value::Bool(exec(caller, regexp, s)?))
}
