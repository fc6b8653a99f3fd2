//! `Function.prototype.call`: <https://tc39.es/ecma262/#sec-function.prototype.call>

use crate::builtins::arguments::{argument, this_function};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Function.prototype.call",
    spec: "sec-function.prototype.call",
    summary: "Calls the function with a receiver and arguments.",
    length: 1,
    returns: Kinds::ANY,
    examples: &[("Object.prototype.toString.call([])", "\"[object Array]\"")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let function = this_function(this)?;
    caller.call_on(function, argument(arguments, 0), arguments.get(1..).unwrap_or(&[]))
}
