//! What built-ins are given.

use crate::value::{self, Abrupt, Caller, Class, Completion, Ref, Str, Value};

/// The argument at a position; `undefined` where there is none.
#[inline]
pub(super) fn argument(arguments: &[Value], index: usize) -> Value {
    arguments.get(index).copied().unwrap_or_default()
}

/// The executor knows what some methods do with other receivers; the rest is V8's business.
const BORROWED: Abrupt = Abrupt::Unsupported(value::BORROWED);

/// `this` of an Array method.
#[inline]
pub(super) fn this_array(this: Value) -> Completion<Ref> {
    this.as_array().ok_or(BORROWED)
}

/// `this` of a String method.
#[inline]
pub(super) fn this_string(this: Value) -> Completion<Str> {
    if let Value::String(s) = this {
        Ok(s)
    } else {
        Err(BORROWED)
    }
}

/// `this` of a Number method.
#[inline]
pub(super) fn this_number(this: Value) -> Completion<f64> {
    if let Value::Number(n) = this {
        Ok(n)
    } else {
        Err(BORROWED)
    }
}

/// `this` of a Boolean method.
#[inline]
pub(super) fn this_boolean(this: Value) -> Completion<bool> {
    if let Value::Bool(b) = this {
        Ok(b)
    } else {
        Err(BORROWED)
    }
}

/// `this` of a method of a class.
#[inline]
pub(super) fn this_of(this: Value, class: Class) -> Completion<Ref> {
    match this {
        Value::Object(r) if r.class == class => Ok(r),
        _ => Err(BORROWED),
    }
}

/// `this` of a method of functions.
#[inline]
pub(super) fn this_function(this: Value) -> Completion {
    if this.is_callable() { Ok(this) } else { Err(BORROWED) }
}

/// The regular expression that an argument is, if it is one.
#[inline]
pub(super) fn pattern_of(value: Value) -> Option<Ref> {
    match value {
        Value::Object(r) if r.class == Class::RegExp => Some(r),
        _ => None,
    }
}

/// `callback(element, index, array)`
#[inline]
pub(super) fn call_with_element(
    caller: &mut dyn Caller<'_>,
    callback: Value,
    element: Value,
    index: usize,
    array: Ref,
) -> Completion {
    caller.step()?;
    Ok(caller
        .call(callback, &[element, Value::Number(index as f64), Value::Object(array)])?
        .or_undefined())
}
