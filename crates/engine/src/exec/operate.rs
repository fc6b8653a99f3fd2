//! Operators and the instructions that are more than a few lines.

use crate::ecma;
use crate::hir::{BinaryOp, UNTOLD, UnaryOp};
use crate::value::{Abrupt, Class, Completion, Property, PropertyKey, Ref, ShapeId, Str, Value};

use super::machine::Machine;
use super::program::{NO_LIMIT, NO_TEXT, Spread, TextId};

impl Machine<'_, '_> {
    pub(super) fn unary(&mut self, op: UnaryOp, value: Value) -> Completion {
        Ok(match op {
            UnaryOp::Not => Value::Bool(!ecma::to_boolean(value)?),
            UnaryOp::Minus => Value::Number(-ecma::to_number(&mut self.heap, value)?),
            UnaryOp::Plus => Value::Number(ecma::to_number(&mut self.heap, value)?),
            UnaryOp::BitNot => Value::Number(f64::from(!ecma::to_int32(&mut self.heap, value)?)),
            UnaryOp::Typeof => Value::String(self.heap.string(ecma::typeof_(value)?.as_bytes())?),
            UnaryOp::Void => Value::Undefined,
        })
    }

    #[inline]
    pub(super) fn binary(&mut self, op: BinaryOp, left: Value, right: Value) -> Completion {
        let heap = &mut self.heap;
        Ok(match op {
            BinaryOp::Add => ecma::add(heap, left, right)?,
            BinaryOp::Sub => Value::Number(ecma::subtract(heap, left, right)?),
            BinaryOp::Mul => Value::Number(ecma::multiply(heap, left, right)?),
            BinaryOp::Div => Value::Number(ecma::divide(heap, left, right)?),
            BinaryOp::Rem => Value::Number(ecma::remainder(heap, left, right)?),
            BinaryOp::Pow => Value::Number(ecma::exponentiate(heap, left, right)?),
            BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor => {
                let (x, y) = (ecma::to_int32(heap, left)?, ecma::to_int32(heap, right)?);
                Value::Number(f64::from(match op {
                    BinaryOp::BitAnd => x & y,
                    BinaryOp::BitOr => x | y,
                    _ => x ^ y,
                }))
            }
            BinaryOp::ShiftLeft | BinaryOp::ShiftRight => {
                let (x, count) = (ecma::to_int32(heap, left)?, ecma::to_uint32(heap, right)? & 31);
                Value::Number(f64::from(if op == BinaryOp::ShiftLeft {
                    x.wrapping_shl(count)
                } else {
                    x >> count
                }))
            }
            BinaryOp::ShiftRightUnsigned => {
                let (x, count) = (ecma::to_uint32(heap, left)?, ecma::to_uint32(heap, right)? & 31);
                Value::Number(f64::from(x >> count))
            }
            BinaryOp::StrictEq => Value::Bool(ecma::is_strictly_equal(heap, left, right)?),
            BinaryOp::StrictNe => Value::Bool(!ecma::is_strictly_equal(heap, left, right)?),
            BinaryOp::LooseEq => Value::Bool(ecma::is_loosely_equal(heap, left, right)?),
            BinaryOp::LooseNe => Value::Bool(!ecma::is_loosely_equal(heap, left, right)?),
            BinaryOp::Less => Value::Bool(ecma::less(heap, left, right)?),
            BinaryOp::LessEq => Value::Bool(ecma::less_or_equal(heap, left, right)?),
            BinaryOp::Greater => Value::Bool(ecma::greater(heap, left, right)?),
            BinaryOp::GreaterEq => Value::Bool(ecma::greater_or_equal(heap, left, right)?),
            BinaryOp::In => Value::Bool(ecma::in_operator(heap, left, right)?),
            BinaryOp::InstanceOf => unreachable!("compiled by itself"),
        })
    }

    /// A relational operator as a condition.
    pub(super) fn relation(&mut self, op: BinaryOp, left: Value, right: Value) -> Completion<bool> {
        Ok(matches!(self.binary(op, left, right)?, Value::Bool(true)))
    }

    /// Joins the registers of a template.
    pub(super) fn template(&mut self, first: usize, count: usize) -> Completion {
        let mut result = crate::value::Str::EMPTY;
        for at in first..first + count {
            let piece = match self.registers[at] {
                Value::String(s) => s,
                value => ecma::to_string(&mut self.heap, value)?,
            };
            result = self.heap.concat(result, piece)?;
        }
        Ok(Value::String(result))
    }

    /// `{ ...source }`, without some keys.
    pub(super) fn copy_properties(&mut self, target: Ref, source: Value, excluded: &[Value]) -> Completion<()> {
        if source.is_nullish() {
            return Ok(());
        }
        let mut properties = self.heap.local.spare.take_properties();
        let listed = ecma::enumerable_own_properties(&mut self.heap, source, &mut properties);
        let copy = || {
            listed?;
            if self.heap.is_blank(target) {
                let left_out = |key: Str| {
                    excluded.iter().any(|&other| match other {
                        Value::String(other) => self.heap.same_text(other, key),
                        _ => false,
                    })
                };
                if !excluded.is_empty() {
                    properties.retain(|property| !left_out(property.key));
                }
                return self.heap.define_all(target, &properties);
            }
            for &Property { key, value } in &properties {
                let left_out = excluded.iter().any(|&other| match other {
                    Value::String(other) => self.heap.same_text(other, key),
                    _ => false,
                });
                if !left_out {
                    self.heap.set_own(target, key, value)?;
                }
            }
            Ok(())
        };
        let result = copy();
        self.heap.local.spare.give_properties(properties);
        result
    }

    /// `{ ...source }`, which will be given values for the keys of a shape.
    pub(super) fn copy_object(&mut self, source: Value, shape: ShapeId) -> Completion<Ref> {
        if let Some(copy) = self.heap.new_copy(source, shape, false) {
            return Ok(copy);
        }
        let object = self.heap.new_dictionary();
        self.copy_properties(object, source, &[])?;
        Ok(object)
    }

    /// What is left of an object without the keys of a shape.
    pub(super) fn rest_without(&mut self, source: Value, shape: ShapeId) -> Completion<Ref> {
        check_rest(source)?;
        if let Some(copy) = self.heap.new_copy(source, shape, true) {
            return Ok(copy);
        }
        let rest = self.heap.new_dictionary();
        let mut excluded = self.heap.local.spare.take_values();
        let program = self.program;
        let keys = &program.shapes[shape.0 as usize].keys;
        excluded.extend(keys.iter().map(|key| Value::String(key.name)));
        self.copy_properties(rest, source, &excluded)?;
        self.heap.local.spare.give_values(excluded);
        Ok(rest)
    }

    /// `[...source]`
    pub(super) fn append_all(&mut self, array: Ref, source: Value, text: TextId, spread: Spread) -> Completion<()> {
        let mut values = self.heap.local.spare.take_values();
        if !ecma::iterate(&mut self.heap, source, &mut values)? {
            return Err(self.not_iterable(source, text, spread));
        }
        for &value in &values {
            self.heap.array_push(array, value)?;
        }
        self.heap.local.spare.give_values(values);
        Ok(())
    }

    /// Arrays are read element by element, and strings do not change. Of anything else the values are taken at once, which
    /// shows where code runs between two of them.
    pub(super) fn check_interleaved(&self, source: Value) -> Completion<()> {
        match source {
            Value::Object(r) if matches!(r.class, Class::Map | Class::Set | Class::Iterator) => {
                Err(Abrupt::Unsupported(
                    "an array pattern with code between its elements over something else than an array",
                ))
            }
            _ => Ok(()),
        }
    }

    /// The values of an iterable: arrays are themselves.
    pub(super) fn elements(&mut self, source: Value, limit: u32, text: TextId) -> Completion {
        if let Some(array) = source.as_array() {
            // Building it now keeps a later error of the input's own kind out of the pattern.
            self.heap.array_len(array)?;
            return Ok(source);
        }
        let mut values = self.heap.local.spare.take_values();
        if let Value::Object(iterator) = source
            && iterator.class == Class::Iterator
            && limit != NO_LIMIT
        {
            // What the pattern does not ask for stays in the iterator.
            while values.len() < limit as usize
                && let Some(value) = ecma::next_value(&mut self.heap, iterator)?
            {
                values.push(value);
            }
            return self.heap.finish_array(values);
        }
        if !ecma::iterate(&mut self.heap, source, &mut values)? {
            return Err(self.not_iterable(source, text, Spread::Inner));
        }
        if limit != NO_LIMIT {
            values.truncate(limit as usize);
        }
        self.heap.finish_array(values)
    }

    /// V8's TypeError of iterating something that cannot be.
    #[cold]
    pub(super) fn not_iterable(&mut self, source: Value, text: TextId, spread: Spread) -> Abrupt {
        let text = &*self.program.texts[text as usize];
        let word = match (spread, source) {
            _ if text == UNTOLD => return Abrupt::Unsupported("what cannot be iterated, in the words of V8"),
            (Spread::Inner, _) if text.is_empty() => return ecma::not_iterable(&self.heap, source),
            (Spread::Inner, _) => return Abrupt::type_error(text),
            (Spread::LastArgument, Value::Undefined) => "undefined",
            (Spread::LastArgument, Value::Null) => "null",
            (Spread::LastArgument, _) => {
                return Abrupt::type_error("Spread syntax requires ...iterable[Symbol.iterator] to be a function");
            }
        };
        match ecma::call_site(&self.heap, source) {
            Ok(value) => {
                let text = if text.is_empty() { &value } else { text };
                Abrupt::type_error(format!("{text} is not iterable (cannot read property {word})"))
            }
            Err(abrupt) => abrupt,
        }
    }

    pub(super) fn require_coercible(&mut self, value: Value, property: TextId, text: TextId) -> Completion<()> {
        if !value.is_nullish() {
            return Ok(());
        }
        let word = if matches!(value, Value::Null) {
            "null"
        } else {
            "undefined"
        };
        let text = match &*self.program.texts[text as usize] {
            "" => ecma::call_site(&self.heap, value)?,
            text => text.to_owned(),
        };
        Err(Abrupt::type_error(if property == NO_TEXT {
            format!("Cannot destructure '{text}' as it is {word}.")
        } else {
            let property = &self.program.texts[property as usize];
            format!("Cannot destructure property '{property}' of '{text}' as it is {word}.")
        }))
    }

    /// `delete object[key]`
    pub(super) fn delete(&mut self, object: Value, key: Value) -> Completion {
        match object {
            Value::Undefined | Value::Null => Err(Abrupt::type_error("Cannot convert undefined or null to object")),
            Value::Object(r) if r.class == Class::Plain => {
                let key = ecma::to_string(&mut self.heap, key)?;
                self.heap.delete_own(r, key)?;
                Ok(Value::Bool(true))
            }
            Value::Object(r) if r.class == Class::Array => match ecma::to_property_key(&mut self.heap, key)? {
                PropertyKey::Index(index) => {
                    if (index as usize) < self.heap.array_len(r)? {
                        self.heap.array_set(r, index as usize, Value::Absent)?;
                    }
                    Ok(Value::Bool(true))
                }
                PropertyKey::Name(name) if ecma::may_set_array_property(&self.heap, r, name) => {
                    self.heap.delete_array_property(r, name)?;
                    Ok(Value::Bool(true))
                }
                PropertyKey::Name(_) => Err(Abrupt::Unsupported("delete of a named property of an array")),
            },
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                let key = ecma::to_property_key(&mut self.heap, key)?;
                if ecma::has_own_property(&mut self.heap, object, key)? {
                    // Strict mode throws, and the source does not say which mode it was.
                    return Err(Abrupt::Unsupported("delete of a part of a string"));
                }
                Ok(Value::Bool(true))
            }
            _ => Err(Abrupt::Unsupported("delete on something that is no plain object")),
        }
    }
}

/// A pattern of an object takes nothing apart that has no properties.
pub(super) fn check_rest(source: Value) -> Completion<()> {
    let word = match source {
        Value::Null => "null",
        Value::Undefined => "undefined",
        _ => return Ok(()),
    };
    Err(Abrupt::type_error(format!("Cannot read properties of {word}")))
}
