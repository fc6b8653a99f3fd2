//! `Map.prototype.forEach`: <https://tc39.es/ecma262/#sec-map.prototype.foreach>

use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::ecma::call_site;
use crate::types::Kinds;
use crate::value::{Abrupt, Caller, Class, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Map.prototype.forEach",
    spec: "sec-map.prototype.foreach",
    summary: "Calls a function for each entry, in order of insertion.",
    length: 1,
    returns: Kinds::UNDEFINED,
    examples: &[(
        "(() => { const out = []; new Map([['a', 1]]).forEach((value, key) => out.push([key, value])); return out })()",
        "[[\"a\",1]]",
    )],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Map)?;
    let callback = argument(arguments, 0);
    if !callback.is_callable() {
        // V8 words it otherwise than for arrays.
        let shown = call_site(caller.heap(), callback)?;
        return Err(Abrupt::type_error(format!("{shown} is not a function")));
    }
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
