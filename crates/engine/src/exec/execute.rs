//! The loop that runs instructions.

use crate::ecma;
use crate::hir::BinaryOp;
use crate::value::{Abrupt, Caller, Class, Completion, JsError, Object, Value};

use super::machine::Machine;
use super::operate::check_rest;
use super::program::{Function, Op, Reg};

impl<'p> Machine<'_, 'p> {
    /// Runs instructions from `at` on; on return or failure `at` is behind the one that ended it.
    #[allow(clippy::too_many_lines, reason = "one arm an instruction; the order is that of `Op`")]
    pub(super) fn execute(&mut self, function: &'p Function, base: usize, at: &mut usize) -> Completion {
        let code: &'p [Op] = &function.code;
        let mut next = *at;
        macro_rules! r {
            ($reg:expr) => {
                self.registers[base + $reg as usize]
            };
        }
        macro_rules! jump {
            ($to:expr) => {{
                let to = $to as usize;
                if to < next {
                    self.step()?;
                }
                next = to;
            }};
        }
        loop {
            let op = &code[next];
            next += 1;
            // Only ever written here, so that no instruction waits for it.
            *at = next;
            match *op {
                Op::Load { dst, constant } => r!(dst) = self.program.constants[constant as usize],
                Op::Move { dst, src } => r!(dst) = r!(src),
                Op::NewCell { dst, initialized } => {
                    let empty = if initialized { Value::Undefined } else { Value::Absent };
                    r!(dst) = Value::Object(self.heap.new_array(&[empty])?);
                }
                Op::ReadCell { dst, cell } => {
                    let Value::Object(cell) = r!(cell) else {
                        unreachable!("cells are arrays")
                    };
                    r!(dst) = self.heap.array_get(cell, 0)?;
                }
                Op::WriteCell { cell, src } => {
                    let Value::Object(cell) = r!(cell) else {
                        unreachable!("cells are arrays")
                    };
                    let value = r!(src);
                    self.heap.set_cell(cell, value);
                }
                Op::CheckInitialized { src, name } => {
                    if matches!(r!(src), Value::Absent) {
                        let name = &self.program.texts[name as usize];
                        return Err(Abrupt::Error(Box::new(JsError {
                            class: crate::value::ErrorClass::ReferenceError,
                            message: format!("Cannot access '{name}' before initialization"),
                        })));
                    }
                }
                Op::Member { dst, object, place } => {
                    // Copied as a whole: taking results apart and putting them together costs more than the look-up.
                    if let Some(&value) = self.own_slot(&r!(object), place) {
                        r!(dst) = value;
                    } else {
                        r!(dst) = self.get_name(r!(object), place.name)?;
                    }
                }
                Op::Path { dst, object, path, to } => {
                    if let Some(value) = self.follow(&r!(object), &function.paths[path as usize]) {
                        r!(dst) = value;
                        next = to as usize;
                    }
                }
                Op::Formula { dst, formula, to } => {
                    if let Some(number) = self.evaluate(base, &function.formulas[formula as usize]) {
                        r!(dst) = Value::Number(number);
                        next = to as usize;
                    }
                }
                Op::Update {
                    object,
                    place,
                    formula,
                    to,
                } => {
                    if let Some(number) = self.evaluate(base, &function.formulas[formula as usize]) {
                        let object = r!(object);
                        if self.replace(&object, place, Value::Number(number)) {
                            next = to as usize;
                        }
                    }
                }
                Op::Fold {
                    dst,
                    array,
                    initial,
                    formula,
                    to,
                } => {
                    if let Some(number) = self.fold(base, array, initial, &function.formulas[formula as usize]) {
                        r!(dst) = Value::Number(number);
                        next = to as usize;
                    }
                }
                Op::Index { dst, object, index } => r!(dst) = self.get_index(r!(object), r!(index))?,
                Op::Element { dst, object, index } => r!(dst) = self.get_element(r!(object), index)?,
                Op::SetMember { object, place, src } => {
                    let (object, value) = (r!(object), r!(src));
                    if !self.replace(&object, place, value) {
                        let key = Value::String(self.program.names[place.name as usize].string);
                        self.set(object, key, value)?;
                    }
                }
                Op::SetIndex { object, index, src } => self.set(r!(object), r!(index), r!(src))?,
                Op::DeleteMember { dst, object, name } => {
                    let key = Value::String(self.program.names[name as usize].string);
                    r!(dst) = self.delete(r!(object), key)?;
                }
                Op::DeleteIndex { dst, object, index } => r!(dst) = self.delete(r!(object), r!(index))?,
                Op::Unary { op, dst, src } => r!(dst) = self.unary(op, r!(src))?,
                Op::Binary { op, dst, left, right } | Op::NumberBinary { op, dst, left, right } => {
                    if let (&Value::Number(x), &Value::Number(y)) = (&r!(left), &r!(right))
                        && let Some(result) = of_numbers(op, x, y)
                    {
                        r!(dst) = result;
                    } else {
                        r!(dst) = self.binary(op, r!(left), r!(right))?;
                    }
                }
                Op::NumberConstant { op, dst, left, right } => {
                    if let &Value::Number(x) = &r!(left)
                        && let Some(result) = of_numbers(op, x, right)
                    {
                        r!(dst) = result;
                    } else {
                        r!(dst) = self.binary(op, r!(left), Value::Number(right))?;
                    }
                }
                Op::JumpUnless { op, left, right, to } => {
                    let holds = match (&r!(left), &r!(right)) {
                        (&Value::Number(x), &Value::Number(y)) => relation(op, x, y),
                        (&left, &right) => self.relation(op, left, right)?,
                    };
                    if !holds {
                        jump!(to);
                    }
                }
                Op::JumpUnlessConstant { op, left, right, to } => {
                    let right = f64::from(right);
                    let holds = match r!(left) {
                        Value::Number(x) => relation(op, x, right),
                        left => self.relation(op, left, Value::Number(right))?,
                    };
                    if !holds {
                        jump!(to);
                    }
                }
                Op::StrictEqConstant {
                    dst,
                    left,
                    constant,
                    negate,
                } => {
                    let same = self.is_constant(r!(left), constant)?;
                    r!(dst) = Value::Bool(same != negate);
                }
                Op::JumpUnlessEqConstant {
                    left,
                    constant,
                    negate,
                    to,
                } => {
                    if self.is_constant(r!(left), constant)? == negate {
                        jump!(to);
                    }
                }
                Op::TypeofEqConstant {
                    dst,
                    src,
                    constant,
                    negate,
                } => {
                    let name = ecma::typeof_(r!(src))?.as_bytes();
                    let Value::String(wanted) = self.program.constants[constant as usize] else {
                        unreachable!("compiled for strings")
                    };
                    r!(dst) = Value::Bool((self.heap.text(wanted) == name) != negate);
                }
                Op::InstanceOf { dst, left, class } => {
                    r!(dst) = Value::Bool(ecma::instance_of(&self.heap, r!(left), class)?);
                }
                Op::ToNumeric { dst, src } => r!(dst) = Value::Number(ecma::to_number(&mut self.heap, r!(src))?),
                Op::Jump { to } => jump!(to),
                Op::JumpIfTrue { src, to } => {
                    if ecma::to_boolean(r!(src))? {
                        jump!(to);
                    }
                }
                Op::JumpIfFalse { src, to } => {
                    if !ecma::to_boolean(r!(src))? {
                        jump!(to);
                    }
                }
                Op::JumpIfNullish { src, to } => {
                    if r!(src).is_nullish() {
                        jump!(to);
                    }
                }
                Op::JumpIfNotNullish { src, to } => {
                    if !r!(src).is_nullish() {
                        jump!(to);
                    }
                }
                Op::JumpIfDefined { src, to } => {
                    if !matches!(r!(src), Value::Undefined) {
                        jump!(to);
                    }
                }
                Op::JumpIfWritten { src, to } => {
                    if let Value::Object(written) = r!(src)
                        && let Object::Written { failed, pipeline, .. } = self.heap.peek(written)
                    {
                        if failed {
                            return Err(Abrupt::Pipeline(pipeline));
                        }
                        jump!(to);
                    }
                }
                Op::Template { dst, first, count } => r!(dst) = self.template(base + first as usize, count as usize)?,
                Op::NewObject { dst, shape, first } => {
                    let count = self.program.shapes[shape.0 as usize].keys.len();
                    let from = base + first as usize;
                    let object = self.heap.new_shaped(shape, &self.registers[from..from + count])?;
                    r!(dst) = Value::Object(object);
                }
                Op::NewDictionary { dst } => r!(dst) = Value::Object(self.heap.new_dictionary()),
                Op::Define { object, name, src } => {
                    let key = self.program.names[name as usize].string;
                    let (object, value) = (self.plain(r!(object)), r!(src));
                    let program = self.program;
                    if !self.heap.give(object, |shape| program.slot(shape, name), value) {
                        self.heap.set_own(object, key, value)?;
                    }
                }
                Op::DefineComputed { object, key, src } => {
                    let key = ecma::to_string(&mut self.heap, r!(key))?;
                    let (object, value) = (self.plain(r!(object)), r!(src));
                    self.heap.set_own(object, key, value)?;
                }
                Op::CopyProperties { object, source } => {
                    let object = self.plain(r!(object));
                    self.copy_properties(object, r!(source), &[])?;
                }
                Op::CopyObject { dst, source, shape } => {
                    r!(dst) = Value::Object(self.copy_object(r!(source), shape)?);
                }
                Op::NewArray { dst, first, count } => {
                    let from = base + first as usize;
                    let array = self.heap.new_array(&self.registers[from..from + count as usize])?;
                    r!(dst) = Value::Object(array);
                }
                Op::Append { array, src } => {
                    let (array, value) = (self.plain(r!(array)), r!(src));
                    self.heap.array_push(array, value)?;
                }
                Op::AppendAll {
                    array,
                    source,
                    text,
                    spread,
                } => {
                    let array = self.plain(r!(array));
                    self.append_all(array, r!(source), text, spread)?;
                }
                Op::Closure {
                    dst,
                    function: inner,
                    list,
                } => {
                    let list: &'p [Reg] = &function.capture_lists[list as usize];
                    let captures = self.heap.local.slots.len() as u32;
                    for &reg in list {
                        let value = r!(reg);
                        self.heap.local.slots.push(value);
                    }
                    let closure = self.heap.add(
                        Class::Function,
                        Object::Function {
                            function: inner,
                            captures,
                        },
                    );
                    r!(dst) = Value::Object(closure);
                }
                Op::CheckReceiver { object, name } => {
                    if r!(object).is_nullish() {
                        let key = Value::String(self.program.names[name as usize].string);
                        let object = r!(object);
                        return Err(ecma::read_error(&mut self.heap, object, key));
                    }
                }
                Op::CallMethod {
                    dst,
                    object,
                    name,
                    text,
                    first,
                    count,
                } => {
                    let from = base + first as usize;
                    r!(dst) = self.call_method(r!(object), name, text, from..from + count as usize)?;
                }
                Op::CallMethodSpread {
                    dst,
                    object,
                    name,
                    text,
                    arguments,
                } => {
                    let range = self.spread(r!(arguments))?;
                    let result = self.call_method(r!(object), name, text, range.clone());
                    self.registers.truncate(range.start);
                    r!(dst) = result?;
                }
                Op::CallValue {
                    dst,
                    callee,
                    text,
                    first,
                    count,
                } => {
                    let from = base + first as usize;
                    r!(dst) = self.call_checked(r!(callee), Value::Undefined, text, from..from + count as usize)?;
                }
                Op::CallValueSpread {
                    dst,
                    callee,
                    text,
                    arguments,
                } => {
                    let range = self.spread(r!(arguments))?;
                    let result = self.call_checked(r!(callee), Value::Undefined, text, range.clone());
                    self.registers.truncate(range.start);
                    r!(dst) = result?;
                }
                Op::CallIndex {
                    dst,
                    object,
                    index,
                    text,
                    first,
                    count,
                } => {
                    let from = base + first as usize;
                    let this = r!(object);
                    let callee = self.get_index(this, r!(index))?;
                    r!(dst) = self.call_checked(callee, this, text, from..from + count as usize)?;
                }
                Op::CallIndexSpread {
                    dst,
                    object,
                    index,
                    text,
                    arguments,
                } => {
                    let this = r!(object);
                    let callee = self.get_index(this, r!(index))?;
                    let range = self.spread(r!(arguments))?;
                    let result = self.call_checked(callee, this, text, range.clone());
                    self.registers.truncate(range.start);
                    r!(dst) = result?;
                }
                Op::CallBuiltin {
                    dst,
                    builtin,
                    first,
                    count,
                } => {
                    let from = base + first as usize;
                    r!(dst) = self.call_builtin_range(builtin, Value::Undefined, from..from + count as usize)?;
                }
                Op::CallBuiltinSpread {
                    dst,
                    builtin,
                    arguments,
                } => {
                    let range = self.spread(r!(arguments))?;
                    let result = self.call_builtin_range(builtin, Value::Undefined, range.clone());
                    self.registers.truncate(range.start);
                    r!(dst) = result?;
                }
                Op::RequireCoercible { src, property, text } => self.require_coercible(r!(src), property, text)?,
                Op::Elements {
                    dst,
                    src,
                    limit,
                    text,
                    interleaved,
                } => {
                    if interleaved {
                        self.check_interleaved(r!(src))?;
                    }
                    r!(dst) = self.elements(r!(src), limit, text)?;
                }
                Op::ElementsRest { dst, src, from } => {
                    let array = self.plain(r!(src));
                    let mut rest = self.heap.local.spare.take_values();
                    let elements = self.heap.elements(array)?.iter().skip(from as usize);
                    rest.extend(elements.map(|value| value.or_undefined()));
                    r!(dst) = self.heap.finish_array(rest)?;
                }
                Op::RestWithout { dst, src, shape } => {
                    r!(dst) = Value::Object(self.rest_without(r!(src), shape)?);
                }
                Op::ObjectRest { dst, src, first, count } => {
                    check_rest(r!(src))?;
                    let rest = self.heap.new_dictionary();
                    let from = base + first as usize;
                    let mut excluded = self.heap.local.spare.take_values();
                    excluded.extend_from_slice(&self.registers[from..from + count as usize]);
                    self.copy_properties(rest, r!(src), &excluded)?;
                    self.heap.local.spare.give_values(excluded);
                    r!(dst) = Value::Object(rest);
                }
                Op::ToPropertyKey { dst, src } => {
                    let key = ecma::to_string(&mut self.heap, r!(src))?;
                    r!(dst) = Value::String(key);
                }
                Op::Keys { dst, src } => r!(dst) = self.keys(r!(src))?,
                Op::NextKey {
                    dst,
                    object,
                    keys,
                    index,
                    to,
                } => match self.next_key(r!(object), r!(keys), base + index as usize)? {
                    Some(key) => r!(dst) = key,
                    None => jump!(to),
                },
                Op::Iterable { dst, src, text } => r!(dst) = self.iterable(r!(src), text)?,
                Op::Next { dst, values, index, to } => match self.next(r!(values), base + index as usize)? {
                    Some(value) => r!(dst) = value,
                    None => jump!(to),
                },
                Op::BeginLoop { array, length, to } => match self.loop_length(r!(array))? {
                    Some(count) => {
                        r!(length) = Value::Number(count as f64);
                        r!(length + 1) = Value::Number(-1.0);
                    }
                    None => jump!(to),
                },
                Op::NextElement {
                    dst,
                    array,
                    length,
                    to,
                    holes,
                } => match self.next_element(r!(array), base + length as usize, holes)? {
                    Some(element) => r!(dst) = element,
                    None => jump!(to),
                },
                Op::NewResults { dst, length, filled } => {
                    let count = self.count(base + length as usize);
                    r!(dst) = Value::Object(self.heap.new_results(count, filled)?);
                }
                Op::StoreResult { array, index, src } => {
                    let (array, value) = (self.plain(r!(array)), r!(src).or_undefined());
                    let index = self.count(base + index as usize);
                    self.heap.store_result(array, index, value);
                }
                Op::AppendFlat { array, src } => {
                    let (array, value) = (self.plain(r!(array)), r!(src).or_undefined());
                    self.append_flat(array, value)?;
                }
                Op::Return { src } => return Ok(r!(src)),
                Op::Throw { src } => return Err(Abrupt::Throw(r!(src))),
                Op::ThrowConstant => return Err(Abrupt::type_error("Assignment to constant variable.")),
            }
        }
    }

    /// `left === constant`
    #[inline(always)]
    fn is_constant(&self, left: Value, constant: u32) -> Completion<bool> {
        let right = self.program.constants[constant as usize];
        match (left, right) {
            (Value::String(a), Value::String(b)) => Ok(self.heap.same_text(a, b)),
            _ => ecma::is_strictly_equal(&self.heap, left, right),
        }
    }
}

/// An operator of two numbers, where that is a machine instruction or two.
#[inline(always)]
fn of_numbers(op: BinaryOp, x: f64, y: f64) -> Option<Value> {
    Some(match op {
        BinaryOp::Add => Value::Number(x + y),
        BinaryOp::Sub => Value::Number(x - y),
        BinaryOp::Mul => Value::Number(x * y),
        BinaryOp::Div => Value::Number(x / y),
        BinaryOp::Rem => Value::Number(ecma::remainder_of(x, y)),
        BinaryOp::Less => Value::Bool(x < y),
        BinaryOp::LessEq => Value::Bool(x <= y),
        BinaryOp::Greater => Value::Bool(x > y),
        BinaryOp::GreaterEq => Value::Bool(x >= y),
        _ => return None,
    })
}

/// How two numbers stand to each other.
#[inline(always)]
fn relation(op: BinaryOp, x: f64, y: f64) -> bool {
    match op {
        BinaryOp::Less => x < y,
        BinaryOp::LessEq => x <= y,
        BinaryOp::Greater => x > y,
        _ => x >= y,
    }
}
