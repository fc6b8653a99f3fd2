//! ToPrimitive: <https://tc39.es/ecma262/#sec-toprimitive>

use std::sync::Arc;

use jsonmill_json::number;

use super::date::{write_clock_and_zone, write_date};
use super::error_message;
use super::join::join;
use super::to_string;
use crate::value::{Abrupt, Class, Completion, Heap, Hint, Object, Ref, Str, UNREAD, Value, Zone};

/// The value itself if it is a primitive, else what its `valueOf` and `toString` make of it.
#[inline]
pub fn to_primitive(heap: &mut Heap<'_>, value: Value, hint: Hint) -> Completion {
    match value {
        Value::Object(r) => object_to_primitive(heap, r, hint),
        Value::Builtin(id) => {
            let text = format!("function {}() {{ [native code] }}", id.name());
            Ok(Value::String(heap.string(text.as_bytes())?))
        }
        Value::Unread => Err(UNREAD),
        Value::Absent => Ok(Value::Undefined),
        Value::Verbatim(n, _) => Ok(Value::Number(n.number())),
        primitive => Ok(primitive),
    }
}

fn object_to_primitive(heap: &mut Heap<'_>, r: Ref, hint: Hint) -> Completion {
    match r.class {
        Class::Plain => plain_to_primitive(heap, r, hint),
        // Array.prototype.toString is join(), and nothing can shadow it: arrays have elements only.
        Class::Array => Ok(Value::String(join(heap, r, b",")?)),
        Class::Map => Ok(Value::String(heap.string(b"[object Map]")?)),
        Class::Set => Ok(Value::String(heap.string(b"[object Set]")?)),
        Class::Iterator => {
            let text = format!("[object {}]", heap.iterator_kind(r).tag());
            Ok(Value::String(heap.string(text.as_bytes())?))
        }
        Class::Date if hint == Hint::Number => match heap.peek(r) {
            Object::Date(time) => Ok(Value::Number(time)),
            _ => unreachable!("class Date"),
        },
        Class::Date => date_text(heap, r, true).map(Value::String),
        Class::Error => error_to_string(heap, r),
        Class::StringObject | Class::NumberObject | Class::BooleanObject => {
            let primitive = heap.unwrapped(Value::Object(r));
            if hint == Hint::String {
                to_string(heap, primitive).map(Value::String)
            } else {
                Ok(primitive)
            }
        }
        Class::RegExp => regexp_to_string(heap, r),
        Class::Function => match heap.function_text(r) {
            Some(known) => Ok(Value::String(known.source)),
            None => Err(Abrupt::Unsupported("the source text of a function")),
        },
    }
}

/// Date.prototype.toString and toTimeString, the latter without the day. Names of zones are known only where there is one.
pub fn date_text(heap: &mut Heap<'_>, r: Ref, with_day: bool) -> Completion<Str> {
    let time = heap.date(r);
    if time.is_nan() {
        return heap.string(b"Invalid Date");
    }
    let mut text = Vec::new();
    let (name, offset) = heap
        .zone()
        .and_then(Zone::fixed)
        .ok_or(Abrupt::Unsupported("the name of the local time zone"))?;
    if with_day {
        write_date(time + offset, &mut text);
        text.push(b' ');
    }
    write_clock_and_zone(time + offset, name, offset, &mut text);
    heap.string(&text)
}

/// OrdinaryToPrimitive. Inherited `valueOf` gives the object itself, which is no primitive; inherited `toString` gives
/// "[object Object]". Own properties of these names shadow them.
fn plain_to_primitive(heap: &mut Heap<'_>, r: Ref, hint: Hint) -> Completion {
    let inherits = !heap.has_null_prototype(r);
    if let Some(answer) = heap.converted(r, hint) {
        return Ok(answer);
    }
    for name in hint.methods() {
        let own = heap.get_own(r, name)?;
        if matches!(own, Value::Absent) {
            if name == b"toString" && inherits {
                return Ok(Value::String(heap.string(b"[object Object]")?));
            }
        } else if own.is_callable() {
            return Err(heap.want_conversion(r, hint));
        }
    }
    Err(Abrupt::type_error("Cannot convert object to primitive value"))
}

/// RegExp.prototype.toString: <https://tc39.es/ecma262/#sec-regexp.prototype.tostring>
fn regexp_to_string(heap: &mut Heap<'_>, r: Ref) -> Completion {
    let pattern = Arc::clone(heap.pattern(r));
    let text = [b"/", &*pattern.source, b"/", pattern.flags.text().as_bytes()].concat();
    Ok(Value::String(heap.string(&text)?))
}

/// Error.prototype.toString: <https://tc39.es/ecma262/#sec-error.prototype.tostring>
fn error_to_string(heap: &mut Heap<'_>, r: Ref) -> Completion {
    let Object::Error { class, message } = heap.peek(r) else {
        unreachable!("class Error")
    };
    let message = error_message(heap, message)?;
    let mut text = class.name().as_bytes().to_vec();
    if !message.is_empty() {
        text.extend_from_slice(b": ");
        text.extend_from_slice(heap.text(message));
    }
    Ok(Value::String(heap.string(&text)?))
}

/// Appends what ToString gives for a primitive.
pub(super) fn write_primitive(heap: &Heap<'_>, value: Value, out: &mut Vec<u8>) -> Completion<()> {
    match value {
        Value::Undefined | Value::Absent => out.extend_from_slice(b"undefined"),
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(n) => number::write(out, n),
        Value::Verbatim(n, _) => number::write(out, n.number()),
        Value::String(s) => out.extend_from_slice(heap.text(s)),
        Value::Object(_) | Value::Builtin(_) => unreachable!("converted before"),
        Value::Unread => return Err(UNREAD),
    }
    Ok(())
}
