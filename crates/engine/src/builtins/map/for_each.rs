//! `Map.prototype.forEach`: <https://tc39.es/ecma262/#sec-map.prototype.foreach>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::ecma::require_callable;
use crate::types::Kinds;
use crate::value::{Caller, Class, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Map.prototype.forEach",
    spec: "sec-map.prototype.foreach",
    summary: "Calls a function for each entry, in order of insertion.",
    length: 1,
    returns: Kinds::UNDEFINED,
    examples: &[],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Map)?;
    let callback = require_callable(caller.heap(), arguments.first())?;
    let mut at = 0;
    // Entries that the callback adds are visited too.
    while let Some(&(key, value)) = caller.heap().table(table).entries.get(at) {
        at += 1;
        if !matches!(key, Value::Absent) {
            caller.step()?;
            caller.call(callback, &[value, key, this])?;
        }
    }
    Ok(Value::Undefined)
}
