//! `Set.prototype.forEach`: <https://tc39.es/ecma262/#sec-set.prototype.foreach>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::ecma::require_callable;
use crate::types::Kinds;
use crate::value::{Caller, Class, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Set.prototype.forEach",
    spec: "sec-set.prototype.foreach",
    summary: "Calls a function for each value, in order of insertion.",
    length: 1,
    returns: Kinds::UNDEFINED,
    examples: &[],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Set)?;
    let callback = require_callable(caller.heap(), arguments.first())?;
    let mut at = 0;
    // Entries that the callback adds are visited too.
    while let Some(&(key, _)) = caller.heap().table(table).entries.get(at) {
        at += 1;
        if !matches!(key, Value::Absent) {
            caller.step()?;
            caller.call(callback, &[key, key, this])?;
        }
    }
    Ok(Value::Undefined)
}
