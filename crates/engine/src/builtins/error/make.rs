//! Making errors: <https://tc39.es/ecma262/#sec-error-message>

use crate::builtins::arguments::argument;
use crate::ecma::to_string;
use crate::value::{Abrupt, Completion, ErrorClass, Heap, Object, Str, Value};

/// An error of a class with the message that the arguments give.
pub(super) fn make(heap: &mut Heap<'_>, class: ErrorClass, arguments: &[Value]) -> Completion {
    let message = match argument(arguments, 0) {
        Value::Undefined => Str::EMPTY,
        message => to_string(heap, message)?,
    };
    if argument(arguments, 1).is_object() {
        return Err(Abrupt::Unsupported("the cause of an Error"));
    }
    Ok(Value::Object(heap.add(
        crate::value::Class::Error,
        Object::Error {
            class,
            message: Ok(message),
        },
    )))
}
