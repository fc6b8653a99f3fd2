//! `Set.prototype.forEach`: <https://tc39.es/ecma262/#sec-set.prototype.foreach>

use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::ecma::call_site;
use crate::types::Kinds;
use crate::value::{Abrupt, Caller, Class, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Set.prototype.forEach",
    spec: "sec-set.prototype.foreach",
    summary: "Calls a function for each value, in order of insertion.",
    length: 1,
    returns: Kinds::UNDEFINED,
    examples: &[(
        "(() => { const out = []; new Set([2, 1, 2]).forEach((value) => out.push(value)); return out })()",
        "[2,1]",
    )],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Set)?;
    let callback = argument(arguments, 0);
    if !callback.is_callable() {
        // V8 words it otherwise than for arrays.
        let shown = call_site(caller.heap(), callback)?;
        return Err(Abrupt::type_error(format!("{shown} is not a function")));
    }
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
