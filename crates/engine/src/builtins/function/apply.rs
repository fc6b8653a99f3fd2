//! `Function.prototype.apply`: <https://tc39.es/ecma262/#sec-function.prototype.apply>

use crate::builtins::arguments::{argument, this_function};
use crate::builtins::array::array_like;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Caller, Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Function.prototype.apply",
    spec: "sec-function.prototype.apply",
    summary: "Calls the function with a receiver and the elements of an array.",
    length: 2,
    returns: Kinds::ANY,
    examples: &[("Math.max.apply(null, [1, 3, 2])", "3")],
    run: Run::Calling(run),
};

/// V8 cannot pass on more than fit on its stack.
const MOST: usize = 60_000;

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let function = this_function(this)?;
    let list = list(caller.heap(), argument(arguments, 1))?;
    caller.call_on(function, argument(arguments, 0), &list)
}

const TOO_MANY: Abrupt = Abrupt::Unsupported("a call with more than 60,000 arguments");

/// CreateListFromArrayLike
fn list(heap: &mut Heap<'_>, value: Value) -> Completion<Vec<Value>> {
    match value {
        Value::Undefined | Value::Null => Ok(Vec::new()),
        Value::Object(r) if r.class == Class::Array => {
            let length = heap.array_len(r)?;
            if length > MOST {
                return Err(TOO_MANY);
            }
            (0..length)
                .map(|index| heap.array_get(r, index).map(Value::or_undefined))
                .collect()
        }
        Value::Unread => Err(crate::value::UNREAD),
        Value::Object(r) if r.class == Class::Plain => {
            let mut values = Vec::new();
            array_like(heap, value, &mut values)?;
            if values.len() > MOST {
                return Err(TOO_MANY);
            }
            Ok(values)
        }
        value if value.is_object() => Err(Abrupt::Unsupported("arguments that are no array")),
        _ => Err(Abrupt::type_error("CreateListFromArrayLike called on non-object")),
    }
}
