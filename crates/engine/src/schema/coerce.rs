//! Values of a wrong type become others, in ajv's order of types: <https://ajv.js.org/coercion.html>

use super::changes::{CoerceTypes, Done};
use super::check::Check;
use super::keywords::type_::{Kind, Type};
use crate::ecma;
use crate::value::{Completion, Value};

/// Whether values may become such ones.
pub(super) fn may_become(kind: Kind, how: CoerceTypes) -> bool {
    match kind {
        Kind::Object => false,
        Kind::Array => how == CoerceTypes::Arrays,
        _ => how != CoerceTypes::Off,
    }
}

/// Whether ajv takes an element as it is. Of several types it asks for all at once, which few values are; the others are coerced
/// although they are of one of the types.
fn fits_unwrapped(kinds: &[Kind], value: Value) -> bool {
    let has = |kind: Kind| kinds.contains(&kind);
    if kinds.iter().all(|kind| *kind == kinds[0]) {
        return kinds[0].has(value);
    }
    let both = has(Kind::Array) && has(Kind::Object);
    if both {
        let passes = match value {
            Value::Object(_) => false,
            Value::Null => !has(Kind::Null),
            _ => true,
        };
        if !passes {
            return false;
        }
    }
    let asked = |kind: &&Kind| match kind {
        Kind::Array | Kind::Object | Kind::Null => !both,
        Kind::Integer => !has(Kind::Number),
        _ => true,
    };
    kinds.iter().filter(asked).all(|kind| kind.has(value))
}

impl Check<'_, '_> {
    /// Makes a value that is not of the expected type one that is; whether it could.
    pub(super) fn coerce(&mut self, expected: &Type, mut value: Value) -> Completion<bool> {
        let how = self.schema.changes.coerce_types;
        if !expected.kinds.iter().any(|&kind| may_become(kind, how)) {
            return Ok(false);
        }
        if how == CoerceTypes::Arrays
            && let Some(array) = value.as_array()
            && self.heap.array_len(array)? == 1
        {
            value = self.heap.array_get(array, 0)?;
            // As in ajv the keywords that follow look at the element, whether or not that is of the type.
            self.data = value;
            if fits_unwrapped(&expected.kinds, value) {
                self.replace(value, Done::Unwrapped)?;
                return Ok(true);
            }
            if let Some((made, done)) = self.coerced(expected, value, how)? {
                self.replace(value, Done::Unwrapped)?;
                self.replace(made, done)?;
                return Ok(true);
            }
            return Ok(false);
        }
        match self.coerced(expected, value, how)? {
            Some((made, done)) => {
                self.replace(made, done)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn coerced(&mut self, expected: &Type, value: Value, how: CoerceTypes) -> Completion<Option<(Value, Done)>> {
        for &kind in expected.kinds.iter().filter(|&&kind| may_become(kind, how)) {
            let made = match kind {
                Kind::String => self.as_text(value)?.map(|made| (made, Done::Became("string"))),
                Kind::Number | Kind::Integer => {
                    let number = self.as_number(value, kind == Kind::Integer);
                    number.map(|made| (Value::Number(made), Done::Became("number")))
                }
                Kind::Boolean => self.as_boolean(value).map(|made| {
                    let name = if made { "true" } else { "false" };
                    (Value::Bool(made), Done::Became(name))
                }),
                Kind::Null => {
                    let is_none = match value {
                        Value::String(text) => text.is_empty(),
                        Value::Number(n) => n == 0.0,
                        other => matches!(other, Value::Bool(false)),
                    };
                    is_none.then_some((Value::Null, Done::Became("null")))
                }
                Kind::Array => match value {
                    Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {
                        let array = self.heap.new_array(&[value])?;
                        Some((Value::Object(array), Done::Wrapped))
                    }
                    _ => None,
                },
                Kind::Object => None,
            };
            if made.is_some() {
                return Ok(made);
            }
        }
        Ok(None)
    }

    fn as_text(&mut self, value: Value) -> Completion<Option<Value>> {
        Ok(match value {
            Value::Number(_) | Value::Bool(_) => Some(Value::String(ecma::to_string(self.heap, value)?)),
            Value::Null => Some(Value::String(self.heap.string(b"")?)),
            _ => None,
        })
    }

    fn as_number(&self, value: Value, integer: bool) -> Option<f64> {
        match value {
            Value::Bool(flag) => Some(f64::from(u8::from(flag))),
            Value::Null => Some(0.0),
            Value::String(text) if !text.is_empty() => {
                let number = ecma::string_to_number(self.heap.text(text));
                // Infinity leaves no remainder that is one, which ajv takes for none.
                let is_meant = !number.is_nan() && (!integer || number.is_infinite() || number.fract() == 0.0);
                is_meant.then_some(number)
            }
            _ => None,
        }
    }

    fn as_boolean(&self, value: Value) -> Option<bool> {
        match value {
            Value::String(text) => match self.heap.text(text) {
                b"true" => Some(true),
                b"false" => Some(false),
                _ => None,
            },
            Value::Number(1.0) => Some(true),
            Value::Number(0.0) | Value::Null => Some(false),
            _ => None,
        }
    }
}
