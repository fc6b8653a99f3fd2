//! Calls the conversion methods that operations ask for, and does the operations once more with the answers.
//!
//! Doing something twice must not show: nothing may have been changed or called before the request, and where a conversion
//! method changes objects, the operation must read nothing that it changed. Otherwise the run goes to V8.

use crate::builtins;
use crate::ecma;
use crate::hir::BinaryOp;
use crate::value::{Abrupt, BuiltinId, Class, Completion, Conversions, Hint, OWN_METHOD, Ref, Value};

use super::machine::Machine;
use super::program::{Label, Op};

/// What an operation could have changed: how often objects were, and how many functions were called.
pub(super) type Effects = (u64, u64);

/// Longer arrays are not compared with what they were.
const MAX_ELEMENTS: usize = 64;

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
        let read = self.read(operands);
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
            if self.heap.changes != before.0 && !self.still_reads(operands, read.as_deref()) {
                break Err(TOO_LATE);
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

    /// All that an operation reads of its operands; `None` where that is too much to compare.
    fn read(&mut self, operands: Option<&[Value]>) -> Option<Vec<Value>> {
        let mut read = Vec::new();
        for &operand in operands? {
            let Value::Object(r) = operand else { continue };
            match r.class {
                Class::Plain => {
                    for name in Hint::Default.methods() {
                        read.push(self.heap.get_own(r, name).ok()?);
                    }
                }
                Class::Date => read.push(Value::Number(self.heap.date(r))),
                Class::Array => {
                    let elements = self.heap.elements(r).ok()?;
                    if elements.len() > MAX_ELEMENTS || elements.iter().any(|element| element.is_object()) {
                        return None;
                    }
                    read.extend_from_slice(elements);
                }
                class if class.is_wrapper() => {}
                _ => return None,
            }
        }
        Some(read)
    }

    /// Whether the operands are still what they were.
    fn still_reads(&mut self, operands: Option<&[Value]>, before: Option<&[Value]>) -> bool {
        let (Some(before), Some(now)) = (before, self.read(operands)) else {
            return false;
        };
        let same = |(&a, &b): (&Value, &Value)| {
            matches!((a, b), (Value::Absent, Value::Absent))
                || (std::mem::discriminant(&a) == std::mem::discriminant(&b) && ecma::same_value(&self.heap, a, b))
        };
        before.len() == now.len() && before.iter().zip(&now).all(same)
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
        let name = builtins::get(id).name;
        // Versions of V8 differ in what they convert for an invalid Date.
        if name.starts_with("Date.prototype.set") && arguments.len() > 1 {
            self.heap.conversions = std::mem::take(&mut self.heap.conversions).answered();
            return Err(TOO_LATE);
        }
        let of_array = name.starts_with("Array.prototype.") && this.as_array().is_some();
        let operands = (of_array || only_converts(name)).then_some(&*operands);
        self.converting(before, operands, |machine| machine.run_builtin(id, this, arguments))
    }

    /// Does an instruction once more that gave up because a conversion method must be called.
    #[cold]
    pub(super) fn convert_operands(&mut self, op: Op, base: usize) -> Completion<Option<Label>> {
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
                let operands = (op != BinaryOp::In).then_some(&operands[..]);
                (dst, self.converting(before, operands, |m| m.binary(op, left, right))?)
            }
            Op::NumberConstant { op, dst, left, right } => {
                let operands = [self.registers[at(left)], Value::Number(right)];
                let attempt = |m: &mut Self| m.binary(op, operands[0], operands[1]);
                (dst, self.converting(before, Some(&operands), attempt)?)
            }
            Op::JumpUnless { op, left, right, to } => {
                let operands = [self.registers[at(left)], self.registers[at(right)]];
                return self.convert_relation(op, operands, to);
            }
            Op::JumpUnlessConstant { op, left, right, to } => {
                let operands = [self.registers[at(left)], Value::Number(f64::from(right))];
                return self.convert_relation(op, operands, to);
            }
            Op::ToNumeric { dst, src } => {
                let value = self.registers[at(src)];
                let number = self.converting(before, Some(&[value]), |m| ecma::to_number(&mut m.heap, value))?;
                (dst, Value::Number(number))
            }
            Op::ToPropertyKey { dst, src } => {
                let value = self.registers[at(src)];
                let key = self.converting(before, Some(&[value]), |m| ecma::to_string(&mut m.heap, value))?;
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
                return self.set(object, key, self.registers[at(src)]).map(|()| None);
            }
            Op::Template { dst, first, count } => {
                let pieces = at(first)..at(first) + count as usize;
                // Each value is converted before the next is evaluated, so only the last one can still be.
                let last = self.registers[pieces.clone()]
                    .iter()
                    .rposition(|piece| !matches!(piece, Value::String(_)));
                let earlier = last.map_or(0, |last| pieces.start + last);
                if self.registers[pieces.start..earlier]
                    .iter()
                    .any(|piece| piece.is_object())
                {
                    return Err(TOO_LATE);
                }
                let operands = self.registers[pieces.clone()].to_vec();
                let joined = |m: &mut Self| m.template(pieces.start, count as usize);
                (dst, self.converting(before, Some(&operands), joined)?)
            }
            _ => return Err(TOO_LATE),
        };
        self.registers[at(dst)] = value;
        Ok(None)
    }

    /// Where a condition goes on: elsewhere unless the relation holds.
    fn convert_relation(&mut self, op: BinaryOp, operands: [Value; 2], to: Label) -> Completion<Option<Label>> {
        let attempt = |m: &mut Self| m.relation(op, operands[0], operands[1]);
        let holds = self.converting(self.effects(), Some(&operands), attempt)?;
        Ok((!holds).then_some(to))
    }

    fn converted_key(&mut self, before: Effects, key: Value) -> Completion {
        let key = self.converting(before, Some(&[key]), |m| ecma::to_string(&mut m.heap, key))?;
        Ok(Value::String(key))
    }
}

/// Whether a built-in does nothing with objects it is given but convert them.
fn only_converts(name: &str) -> bool {
    let family = name.split('.').next().unwrap_or_default();
    matches!(
        family,
        "Math" | "Number" | "parseInt" | "parseFloat" | "isNaN" | "isFinite" | "String" | "new Date"
    ) || matches!(name, "JSON.parse" | "new Error")
        || family == "Date"
        || family.starts_with("encodeURI")
        || family.starts_with("decodeURI")
}
