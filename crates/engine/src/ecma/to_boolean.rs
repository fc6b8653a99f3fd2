//! ToBoolean: <https://tc39.es/ecma262/#sec-toboolean>

use crate::value::{Completion, UNREAD, Value};

/// Whether a value counts as true.
#[inline]
pub fn to_boolean(value: Value) -> Completion<bool> {
    Ok(match value {
        Value::Undefined | Value::Null | Value::Absent => false,
        Value::Bool(b) => b,
        Value::Number(n) => n != 0.0 && !n.is_nan(),
        Value::Verbatim(n, _) => n.number() != 0.0 && !n.number().is_nan(),
        Value::String(s) => !s.is_empty(),
        Value::Object(_) | Value::Builtin(_) => true,
        Value::Unread => return Err(UNREAD),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Str;

    #[test]
    fn only_a_few_values_are_false() {
        let falsy = [
            Value::Undefined,
            Value::Null,
            false.into(),
            0.0.into(),
            (-0.0).into(),
            f64::NAN.into(),
        ];
        for value in falsy.into_iter().chain([Value::String(Str::EMPTY)]) {
            assert!(!to_boolean(value).expect("no slot is unread"), "{value:?}");
        }
        assert!(to_boolean(f64::NEG_INFINITY.into()).expect("no slot is unread"));
        assert!(to_boolean(Value::Unread).is_err());
    }
}
