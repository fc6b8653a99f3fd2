//! Calls the conversion methods that operations ask for, and does the operations once more with the answers.
//!
//! Doing something twice must not show: nothing may have been changed or called before the request, and where a conversion
//! method changes objects, the operation must read nothing that it changed. Otherwise the run goes to V8.

use crate::builtins;
use crate::value::{Abrupt, BuiltinId, Class, Completion, Conversions, Hint, OWN_METHOD, Ref, Value};

use super::machine::Machine;
use super::program::Op;

/// What an operation could have changed: how often objects were, and how many functions were called.
pub(super) type Effects = (u64, u64);

/// A conversion method is wanted, and it is too late to call it.
const TOO_LATE: Abrupt = Abrupt::Unsupported(OWN_METHOD);

impl Machine<'_, '_> {
    /// What has happened so far.
    #[inline]
    pub(super) fn effects(&self) -> Effects {
        (self.heap.changes, self.entered)
    }

    /// After an attempt that asked for a conversion method and began at `before`: calls it and tries again, as often as it
    /// takes. `operands` are all that the operation reads, where it only converts them.
    #[cold]
    #[inline(never)]
    pub(super) fn converting<T>(
        &mut self,
        before: Effects,
        operands: Option<&[Value]>,
        mut attempt: impl FnMut(&mut Self) -> Completion<T>,
    ) -> Completion<T> {
        let outer = std::mem::take(&mut self.heap.conversions);
        let mut wanted = outer.wanted();
        let mut before = before;
        let mut answers = Vec::new();
        let dates = self.dates(operands);
        let result = loop {
            let Some((object, hint)) = wanted else {
                break Err(TOO_LATE);
            };
            if self.effects() != before {
                break Err(TOO_LATE);
            }
            let answer = match self.convert(object, hint) {
                Ok(answer) => answer,
                Err(abrupt) => break Err(abrupt),
            };
            answers.push((object, hint, answer));
            if self.heap.changes != before.0 {
                let asks = |&operand: &Value| self.always_asks(operand, object);
                if !operands.is_some_and(|operands| operands.iter().all(asks)) || self.dates(operands) != dates {
                    break Err(TOO_LATE);
                }
            }
            before = self.effects();
            self.heap.conversions = Conversions::answering(answers);
            let result = attempt(self);
            let used = std::mem::take(&mut self.heap.conversions);
            if !matches!(result, Err(Abrupt::Unsupported(OWN_METHOD))) {
                break result;
            }
            wanted = used.wanted();
            answers = used.into_answers();
        };
        self.heap.conversions = outer.answered();
        result
    }

    /// OrdinaryToPrimitive: <https://tc39.es/ecma262/#sec-ordinarytoprimitive>
    fn convert(&mut self, object: Ref, hint: Hint) -> Completion {
        let outer = std::mem::replace(&mut self.heap.watched, self.heap.local.objects.len() as u32);
        let result = self.call_methods(object, hint);
        self.heap.watched = outer;
        result
    }

    fn call_methods(&mut self, object: Ref, hint: Hint) -> Completion {
        for &name in &hint.methods() {
            let method = self.heap.get_own(object, name)?;
            if matches!(method, Value::Absent) {
                // Inherited valueOf gives the object itself, which is no primitive.
                if name == b"toString" {
                    return Ok(Value::String(self.heap.string(b"[object Object]")?));
                }
            } else if method.is_callable() {
                let result = self.call_value(method, Value::Object(object), &[])?.or_undefined();
                if !result.is_object() {
                    return Ok(result);
                }
            }
        }
        Err(Abrupt::type_error("Cannot convert object to primitive value"))
    }

    /// The time values of Dates among the operands, bit by bit.
    fn dates(&self, operands: Option<&[Value]>) -> Vec<u64> {
        let dates = operands.into_iter().flatten().filter_map(|&operand| match operand {
            Value::Object(r) if r.class == Class::Date => Some(self.heap.date(r).to_bits()),
            _ => None,
        });
        dates.collect()
    }

    /// Whether converting the operand reads nothing that a conversion method can change, because it asks for one of its own.
    fn always_asks(&mut self, operand: Value, asked: Ref) -> bool {
        match operand {
            // Those that changed were found out.
            Value::Object(r) if r == asked || r.class == Class::Date => true,
            Value::Object(r) if r.class == Class::Plain => {
                let method = self.heap.get_own(r, b"toString");
                method.is_ok_and(Value::is_callable)
            }
            Value::Object(_) | Value::Unread => false,
            _ => true,
        }
    }

    /// The same for a built-in that gave up.
    #[cold]
    pub(super) fn convert_arguments(
        &mut self,
        before: Effects,
        id: BuiltinId,
        this: Value,
        arguments: &[Value],
    ) -> Completion {
        let operands = [&[this], arguments].concat();
        let operands = only_converts(builtins::get(id).name).then_some(&*operands);
        self.converting(before, operands, |machine| machine.run_builtin(id, this, arguments))
    }

    /// Does an instruction once more that gave up because a conversion method must be called.
    #[cold]
    pub(super) fn convert_operands(&mut self, op: Op, base: usize) -> Completion<()> {
        let before = self.effects();
        let at = |register: u16| base + register as usize;
        let (dst, value) = match op {
            Op::Unary { op, dst, src } => {
                let value = self.registers[at(src)];
                (dst, self.converting(before, Some(&[value]), |m| m.unary(op, value))?)
            }
            Op::Binary { op, dst, left, right } | Op::NumberBinary { op, dst, left, right } => {
                let (left, right) = (self.registers[at(left)], self.registers[at(right)]);
                // `in` reads the object on its right.
                let operands = [left, right];
                let operands = (op != crate::hir::BinaryOp::In).then_some(&operands[..]);
                (dst, self.converting(before, operands, |m| m.binary(op, left, right))?)
            }
            Op::ToNumeric { dst, src } => {
                let value = self.registers[at(src)];
                let number = self.converting(before, Some(&[value]), |m| {
                    crate::ecma::to_number(&mut m.heap, value)
                })?;
                (dst, Value::Number(number))
            }
            Op::ToPropertyKey { dst, src } => {
                let value = self.registers[at(src)];
                let key = self.converting(before, Some(&[value]), |m| crate::ecma::to_string(&mut m.heap, value))?;
                (dst, Value::String(key))
            }
            Op::Index { dst, object, index } => {
                let (object, index) = (self.registers[at(object)], self.registers[at(index)]);
                let key = self.converted_key(before, index)?;
                (dst, self.get_index(object, key)?)
            }
            Op::DeleteIndex { dst, object, index } => {
                let (object, index) = (self.registers[at(object)], self.registers[at(index)]);
                let key = self.converted_key(before, index)?;
                (dst, self.delete(object, key)?)
            }
            Op::SetIndex { object, index, src } => {
                let (object, index) = (self.registers[at(object)], self.registers[at(index)]);
                let key = self.converted_key(before, index)?;
                return self.set(object, key, self.registers[at(src)]);
            }
            Op::Template { dst, first, count } => {
                let pieces = at(first)..at(first) + count as usize;
                // Each value is converted before the next is evaluated, so only the last one can still be.
                let last = self.registers[pieces.clone()].iter().rposition(|piece| !matches!(piece, Value::String(_)));
                let earlier = last.map_or(0, |last| pieces.start + last);
                if self.registers[pieces.start..earlier].iter().any(|piece| piece.is_object()) {
                    return Err(TOO_LATE);
                }
                let operands = self.registers[pieces.clone()].to_vec();
                let joined = |m: &mut Self| m.template(pieces.start, count as usize);
                (dst, self.converting(before, Some(&operands), joined)?)
            }
            _ => return Err(TOO_LATE),
        };
        self.registers[at(dst)] = value;
        Ok(())
    }

    fn converted_key(&mut self, before: Effects, key: Value) -> Completion {
        let key = self.converting(before, Some(&[key]), |m| crate::ecma::to_string(&mut m.heap, key))?;
        Ok(Value::String(key))
    }
}

/// Whether a built-in does nothing with objects it is given but convert them.
fn only_converts(name: &str) -> bool {
    let family = name.split('.').next().unwrap_or_default();
    matches!(family, "Math" | "Number" | "parseInt" | "parseFloat" | "isNaN" | "isFinite" | "String" | "new Date")
        || family == "Date"
        || family.starts_with("encodeURI")
        || family.starts_with("decodeURI")
}
