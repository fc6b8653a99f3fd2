//! The machine: runs code over registers.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::ecma;
use crate::hir::BinaryOp;
use crate::value::{
    Abrupt, Caller, Class, Completion, Heap, JsError, Limit, OWN_METHOD, Object, Ref, UNCOMPILED, Value,
};

use super::program::{Function, Op, Program, Reg};

/// How deep calls of callbacks may nest: each takes native stack.
pub(super) const MAX_CALLS: u32 = 400;

/// What happens then.
const TOO_DEEP: Abrupt = Abrupt::Unsupported("calls that nest more than 400 deep");

/// After how many steps the cancel flag is looked at.
const POLL_MASK: u64 = 0xfff;

/// Registers of a function that begins.
const FRESH: [Value; 16] = [Value::Undefined; 16];

/// Where an error was raised: function and instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Number of the function
    pub function: u32,
    /// Number of the instruction
    pub at: u32,
}

/// A machine for one run.
pub struct Machine<'i, 'p> {
    /// The values
    pub heap: Heap<'i>,
    pub(super) program: &'p Program,
    pub(super) registers: Vec<Value>,
    /// Calls under way
    pub(super) calls: u32,
    /// How many functions were entered so far
    pub(super) entered: u64,
    /// Steps left of the run's budget
    pub steps: u64,
    cancelled: &'p AtomicBool,
    /// Where the error that is on its way was raised
    pub fault: Option<Fault>,
}

impl<'i> Caller<'i> for Machine<'i, '_> {
    fn heap(&mut self) -> &mut Heap<'i> {
        &mut self.heap
    }

    fn call_on(&mut self, callee: Value, this: Value, arguments: &[Value]) -> Completion {
        self.call_value(callee, this, arguments)
    }

    fn parameters(&self, callee: Value) -> Option<usize> {
        let Value::Object(r) = callee else { return None };
        let Object::Function { function, .. } = *self.heap.peek_at(r) else {
            return None;
        };
        let function = self.program.functions.get(function as usize)?;
        (!function.rest).then_some(usize::from(function.params))
    }

    fn order_by_keys(&mut self, comparator: Value, values: &[Value]) -> Completion<Option<Vec<u32>>> {
        if let Value::Object(r) = comparator
            && let Object::Function { function, captures } = self.heap.peek(r)
            && function != UNCOMPILED
        {
            self.order_of(function, Some((r, captures)), values, Value::Undefined)
        } else {
            Ok(None)
        }
    }

    #[inline]
    fn step(&mut self) -> Completion<()> {
        self.steps = self.steps.checked_sub(1).ok_or(Abrupt::Limit(Limit::Steps))?;
        if self.steps & POLL_MASK == 0 && self.cancelled.load(Ordering::Relaxed) {
            return Err(Abrupt::Cancelled);
        }
        Ok(())
    }
}

impl<'i, 'p> Machine<'i, 'p> {
    /// A machine over a heap; `registers` is reused memory.
    #[must_use]
    pub fn new(
        heap: Heap<'i>,
        program: &'p Program,
        mut registers: Vec<Value>,
        steps: u64,
        cancelled: &'p AtomicBool,
    ) -> Machine<'i, 'p> {
        registers.clear();
        Machine {
            heap,
            program,
            registers,
            calls: 0,
            entered: 0,
            steps,
            cancelled,
            fault: None,
        }
    }

    /// Whether the caller asked to stop.
    #[inline]
    #[must_use]
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Takes the memory out for the next run.
    #[must_use]
    pub fn into_parts(self) -> (Heap<'i>, Vec<Value>) {
        (self.heap, self.registers)
    }

    /// Calls a compiled function that captures nothing: a stage's callback.
    pub fn call_stage(&mut self, function: u32, arguments: &[Value]) -> Completion {
        self.enter(function, None, arguments)
    }

    /// Calls any function value.
    pub(super) fn call_value(&mut self, callee: Value, this: Value, arguments: &[Value]) -> Completion {
        match callee {
            Value::Object(r) if r.class == Class::Function => match self.heap.peek(r) {
                Object::Function {
                    function: UNCOMPILED, ..
                } => Err(Abrupt::Unsupported("a captured function that cannot be compiled")),
                Object::Function { function, captures } => self.enter(function, Some((r, captures)), arguments),
                Object::Bound { first, count } => {
                    let mut given = Vec::with_capacity(count as usize + arguments.len());
                    given.extend((2..count).map(|at| self.heap.slot(r.space, first + at)));
                    given.extend_from_slice(arguments);
                    let (callee, this) = (self.heap.slot(r.space, first), self.heap.slot(r.space, first + 1));
                    self.call_value(callee, this, &given)
                }
                _ => unreachable!("class Function"),
            },
            Value::Builtin(id) => {
                // Built-ins that call built-ins take native stack, too.
                if self.calls >= MAX_CALLS {
                    return Err(TOO_DEEP);
                }
                self.calls += 1;
                let result = self.call_builtin(id, this, arguments);
                self.calls -= 1;
                result
            }
            other => Err(ecma::not_callable(&mut self.heap, other)),
        }
    }

    pub(super) fn enter(&mut self, function: u32, closure: Option<(Ref, u32)>, arguments: &[Value]) -> Completion {
        let program = self.program;
        let code = &program.functions[function as usize];
        if self.calls >= MAX_CALLS {
            return Err(TOO_DEEP);
        }
        self.step()?;
        self.entered += 1;
        let base = self.registers.len();
        let mut missing = code.registers as usize;
        while missing > 0 {
            let some = missing.min(FRESH.len());
            self.registers.extend_from_slice(&FRESH[..some]);
            missing -= some;
        }
        let params = code.params as usize;
        let given = arguments.len().min(params);
        self.registers[base..base + given].copy_from_slice(&arguments[..given]);
        let mut next = base + params;
        let result = (|| {
            if code.rest {
                let rest = arguments.get(params..).unwrap_or(&[]);
                self.registers[next] = Value::Object(self.heap.new_array(rest)?);
                next += 1;
            }
            if let Some((closure, captures)) = closure {
                for index in 0..u32::from(code.captures) {
                    self.registers[next + index as usize] = self.heap.slot(closure.space, captures + index);
                }
            }
            if let Some(itself) = code.itself {
                let closure = match closure {
                    Some((closure, _)) => closure,
                    None => self
                        .heap
                        .add(Class::Function, Object::Function { function, captures: 0 }),
                };
                self.registers[base + itself as usize] = Value::Object(closure);
            }
            self.calls += 1;
            let result = self.run(function, code, base);
            self.calls -= 1;
            result
        })();
        self.registers.truncate(base);
        result
    }

    /// Runs a function's code, its `try` blocks included.
    fn run(&mut self, number: u32, function: &'p Function, base: usize) -> Completion {
        let mut at = 0;
        loop {
            let abrupt = match self.execute(function, base, &mut at) {
                Ok(value) => return Ok(value),
                Err(Abrupt::Unsupported(OWN_METHOD)) => match self.convert_operands(function.code[at - 1], base) {
                    Ok(None) => continue,
                    Ok(Some(label)) => {
                        at = label as usize;
                        continue;
                    }
                    Err(abrupt) => abrupt,
                },
                Err(abrupt) => abrupt,
            };
            let raised = (at - 1) as u32;
            let catchable = matches!(abrupt, Abrupt::Error(_) | Abrupt::Throw(_));
            let handler = function
                .handlers
                .iter()
                .find(|handler| handler.from <= raised && raised < handler.to);
            match handler {
                Some(handler) if catchable => {
                    self.fault = None;
                    self.registers.truncate(base + function.registers as usize);
                    let thrown = match abrupt {
                        Abrupt::Throw(value) => value,
                        Abrupt::Error(error) => Value::Object(self.heap.new_error(&error)?),
                        _ => unreachable!("catchable"),
                    };
                    self.registers[base + handler.caught as usize] = thrown;
                    at = handler.target as usize;
                }
                _ => {
                    self.fault.get_or_insert(Fault {
                        function: number,
                        at: raised,
                    });
                    return Err(abrupt);
                }
            }
        }
    }

    /// Runs instructions from `at` on; on return or failure `at` is behind the one that ended it.
    #[allow(clippy::too_many_lines, reason = "one arm an instruction; the order is that of `Op`")]
    fn execute(&mut self, function: &'p Function, base: usize, at: &mut usize) -> Completion {
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
            let op = function.code[next];
            next += 1;
            // Only ever written here, so that no instruction waits for it.
            *at = next;
            match op {
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
                Op::Member { dst, object, name } => {
                    // Copied as a whole: taking results apart and putting them together costs more than the look-up.
                    if let Some(&value) = self.own_slot(&r!(object), name) {
                        r!(dst) = value;
                    } else {
                        r!(dst) = self.get_name(r!(object), name)?;
                    }
                }
                Op::Index { dst, object, index } => r!(dst) = self.get_index(r!(object), r!(index))?,
                Op::Element { dst, object, index } => r!(dst) = self.get_element(r!(object), index)?,
                Op::SetMember { object, name, src } => {
                    let key = Value::String(self.program.names[name as usize].string);
                    self.set(r!(object), key, r!(src))?;
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
                    self.heap.set_own(object, key, value)?;
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
                Op::ObjectRest { dst, src, first, count } => {
                    if r!(src).is_nullish() {
                        let word = if matches!(r!(src), Value::Null) {
                            "null"
                        } else {
                            "undefined"
                        };
                        return Err(Abrupt::type_error(format!("Cannot read properties of {word}")));
                    }
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

    /// The object that code itself made here.
    #[inline]
    pub(super) fn plain(&self, value: Value) -> Ref {
        match value {
            Value::Object(r) => r,
            _ => unreachable!("code makes an object here"),
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
