//! The machine: runs code over registers.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::ecma;
use crate::value::{Abrupt, Caller, Class, Completion, Heap, Limit, OWN_METHOD, Object, Ref, UNCOMPILED, Value};

use super::program::{Function, Program};

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
    #[inline]
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
    #[inline]
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

    /// The object that code itself made here.
    #[inline]
    pub(super) fn plain(&self, value: Value) -> Ref {
        match value {
            Value::Object(r) => r,
            _ => unreachable!("code makes an object here"),
        }
    }
}
