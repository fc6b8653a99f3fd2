//! `Object.prototype.toString`: <https://tc39.es/ecma262/#sec-object.prototype.tostring>

use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, UNREAD, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.prototype.toString",
    spec: "sec-object.prototype.tostring",
    summary: "`[object X]`, X being the class of the value.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("({}).toString()", "\"[object Object]\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let class = match this {
        Value::Undefined | Value::Absent => "Undefined",
        Value::Null => "Null",
        Value::Bool(_) => "Boolean",
        Value::Number(_) | Value::Verbatim(..) => "Number",
        Value::String(_) => "String",
        Value::Builtin(_) => "Function",
        Value::Object(r) => match r.class {
            Class::Plain => "Object",
            Class::Array => "Array",
            Class::Function => "Function",
            Class::Map => "Map",
            Class::Set => "Set",
            Class::Date => "Date",
            Class::RegExp => "RegExp",
            Class::Error => "Error",
            Class::StringObject => "String",
            Class::NumberObject => "Number",
            Class::BooleanObject => "Boolean",
            Class::Iterator => heap.iterator_kind(r).tag(),
        },
        Value::Unread => return Err(UNREAD),
    };
    Ok(Value::String(heap.string(format!("[object {class}]").as_bytes())?))
}
