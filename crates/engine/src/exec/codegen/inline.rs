//! Code of array methods whose callback stands in the call: a loop with the callback's statements inside.
//!
//! A call makes a frame, copies its arguments and comes back through the built-in, for each element anew; all that falls away
//! here. Where the receiver turns out to be no array, the same call is made in the ordinary way.

mod method;

use crate::hir::{Element, Expr, ExprKind, Function, LocalId, Origin, Stmt};
use crate::value::Value;

use super::super::program::NameId;
use super::shortcut::{Carried, Turn};
use super::{Codegen, Op, Reg, Result, captured_locals};
use method::{Method, has_finally};

/// Deeper loops are calls: each level is compiled once more for every level around it.
const MAX_DEPTH: u32 = 4;

/// Where `return` of a callback goes whose statements stand in a loop.
#[derive(Clone, Copy)]
pub(super) struct Return {
    /// Receives the value
    pub result: Reg,
    /// Behind the statements
    pub end: usize,
    /// `finally` blocks around the loop; there are none inside
    pub finalizers: usize,
}

/// A call that becomes a loop.
pub(super) struct Loop<'a> {
    method: Method,
    callback: &'a Function,
}

/// The registers of a loop.
struct Registers {
    array: Reg,
    /// Its length at the start, and behind it the position
    length: Reg,
    element: Reg,
    /// What the callback returns; to `reduce` also what it is given
    result: Reg,
}

impl<'a> Codegen<'a, '_> {
    /// The loop that a method call is, if its callback stands in its text.
    pub(super) fn loop_of(&self, name: &str, arguments: &'a [Element]) -> Option<Loop<'a>> {
        let method = Method::named(name)?;
        let (
            [
                Element::Value(Expr {
                    kind: ExprKind::Function(function),
                    ..
                }),
                rest @ ..,
            ],
            true,
        ) = (arguments, arguments.len() == method.arguments())
        else {
            return None;
        };
        let callback = &self.stage.hir.functions[function.0 as usize];
        let names_itself = callback.locals.iter().any(|local| local.origin == Origin::Itself);
        let plain = rest.iter().all(|argument| matches!(argument, Element::Value(_)));
        let simple = callback.rest.is_none() && !names_itself && !has_finally(&callback.body);
        (plain && simple && self.depth < MAX_DEPTH).then_some(Loop { method, callback })
    }

    /// The loop, and behind it the call for other receivers.
    pub(super) fn inline(
        &mut self,
        of: &Loop<'a>,
        array: Reg,
        (name, text): (NameId, u32),
        arguments: &'a [Element],
        dst: Reg,
    ) -> Result<()> {
        let count = arguments.len();
        let first = self.temps(count)?;
        for (index, argument) in arguments.iter().enumerate().skip(1) {
            if let Element::Value(value) = argument {
                self.expr(value, first + index as Reg)?;
            }
        }
        let (call, end, outcome) = (self.label(), self.label(), self.temp()?);
        let registers = Registers {
            array,
            length: self.temps(2)?,
            element: self.temp()?,
            result: self.temp()?,
        };
        if of.method == Method::Reduce {
            self.fold_reduce(of, &registers, first + 1, (outcome, end));
        }
        self.emit(Op::BeginLoop {
            array,
            length: registers.length,
            to: call as u32,
        });
        if of.method == Method::Reduce {
            let src = first + 1;
            self.emit(Op::Move {
                dst: registers.result,
                src,
            });
        }
        self.loop_over(of, &registers, outcome)?;
        self.emit(Op::Jump { to: end as u32 });
        self.place(call);
        if let Some(Element::Value(Expr {
            kind: ExprKind::Function(function),
            ..
        })) = arguments.first()
        {
            self.closure(function.0, first);
        }
        self.emit(Op::CallMethod {
            dst: outcome,
            object: array,
            name,
            text,
            first,
            count: count as u16,
        });
        self.place(end);
        self.emit(Op::Move { dst, src: outcome });
        Ok(())
    }

    /// `reduce` whose callback returns nothing but a formula.
    fn fold_reduce(&mut self, of: &Loop<'a>, registers: &Registers, initial: Reg, (dst, end): (Reg, usize)) {
        let [Stmt::Return(Some(value))] = of.callback.body.as_slice() else {
            return;
        };
        let turn = Turn {
            carried: registers.result,
            element: registers.element,
            position: None,
        };
        let mut locals = vec![Reg::MAX; of.callback.locals.len()];
        for (local, outer) in captured_locals(of.callback) {
            locals[local.0 as usize] = self.local(outer).1;
        }
        let params = of.callback.params.iter();
        for (&LocalId(param), reg) in params.zip([turn.carried, turn.element]) {
            locals[param as usize] = reg;
        }
        let outer = (
            std::mem::replace(&mut self.function, of.callback),
            std::mem::replace(&mut self.locals, locals),
        );
        self.fold(registers.array, initial, dst, turn, Carried::Is(value), end);
        (self.function, self.locals) = outer;
    }

    fn loop_over(&mut self, of: &Loop<'a>, registers: &Registers, outcome: Reg) -> Result<()> {
        let &Registers {
            array,
            length,
            element,
            result,
        } = registers;
        let index = length + 1;
        match of.method {
            Method::Map => self.emit(Op::NewResults {
                dst: outcome,
                length,
                filled: true,
            }),
            Method::Filter | Method::FlatMap => self.emit(Op::NewResults {
                dst: outcome,
                length,
                filled: false,
            }),
            _ => {}
        }
        let (next, end, found, after) = (self.here(), self.label(), self.label(), self.label());
        self.emit(Op::NextElement {
            dst: element,
            array,
            length,
            to: end as u32,
            holes: of.method.visits_holes(),
        });
        // Where a condition does not hold.
        let other = if of.method == Method::Every { found } else { next };
        self.callback(of, registers, other)?;
        match of.method {
            Method::Map => self.emit(Op::StoreResult {
                array: outcome,
                index,
                src: result,
            }),
            Method::Filter => self.emit(Op::Append {
                array: outcome,
                src: element,
            }),
            Method::FlatMap => self.emit(Op::AppendFlat {
                array: outcome,
                src: result,
            }),
            Method::Find | Method::FindIndex | Method::Some => self.emit(Op::Jump { to: found as u32 }),
            Method::Every | Method::ForEach | Method::Reduce => {}
        }
        if !matches!(of.method, Method::Find | Method::FindIndex | Method::Some) {
            self.emit(Op::Jump { to: next as u32 });
        }
        self.place(end);
        match of.method {
            Method::Every => self.load(outcome, Value::Bool(true)),
            Method::Some => self.load(outcome, Value::Bool(false)),
            Method::Find | Method::ForEach => self.load(outcome, Value::Undefined),
            Method::FindIndex => self.load(outcome, Value::Number(-1.0)),
            Method::Reduce => self.emit(Op::Move {
                dst: outcome,
                src: result,
            }),
            Method::Filter | Method::FlatMap | Method::Map => {}
        }
        if matches!(
            of.method,
            Method::Every | Method::Find | Method::FindIndex | Method::Some
        ) {
            self.emit(Op::Jump { to: after as u32 });
        }
        self.place(found);
        match of.method {
            Method::Every => self.load(outcome, Value::Bool(false)),
            Method::Some => self.load(outcome, Value::Bool(true)),
            Method::Find => self.emit(Op::Move {
                dst: outcome,
                src: element,
            }),
            Method::FindIndex => self.emit(Op::Move {
                dst: outcome,
                src: index,
            }),
            _ => {}
        }
        self.place(after);
        Ok(())
    }

    /// The callback's statements for one element. Its result goes into its register, or a condition that does not hold to
    /// `other`.
    fn callback(&mut self, of: &Loop<'a>, registers: &Registers, other: usize) -> Result<()> {
        let callback = of.callback;
        let mark = self.used as Reg;
        let mut locals = vec![Reg::MAX; callback.locals.len()];
        for (local, outer) in captured_locals(callback) {
            locals[local.0 as usize] = self.local(outer).1;
        }
        for reg in locals.iter_mut().filter(|reg| **reg == Reg::MAX) {
            *reg = self.temp()?;
        }
        let outer = (
            std::mem::replace(&mut self.function, callback),
            std::mem::replace(&mut self.locals, locals),
            std::mem::take(&mut self.breaks),
            std::mem::take(&mut self.chains),
            self.returns.take(),
        );
        self.depth += 1;
        let given = self.parameters(of.method, registers);
        let compiled = given.and_then(|()| self.body(of.method, &callback.body, registers.result, other));
        self.depth -= 1;
        (self.function, self.locals, self.breaks, self.chains, self.returns) = outer;
        self.release(mark);
        compiled
    }

    /// Parameters lie where the loop has them, or are copied where the callback changes what the loop still needs.
    fn parameters(&mut self, method: Method, registers: &Registers) -> Result<()> {
        let &Registers {
            array,
            length,
            element,
            result,
        } = registers;
        let position = length + 1;
        let mut values = vec![(element, !method.keeps_element()), (position, false), (array, false)];
        if method == Method::Reduce {
            values.insert(0, (result, true));
        }
        for (at, &LocalId(param)) in self.function.params.iter().enumerate() {
            let (info, reg) = self.local(LocalId(param));
            match values.get(at) {
                None if info.cell => {
                    let value = self.temp()?;
                    self.load(value, Value::Undefined);
                    self.fill_cell(reg, value);
                    self.release(value);
                }
                None => self.load(reg, Value::Undefined),
                Some(&(src, _)) if info.cell => self.fill_cell(reg, src),
                Some(&(src, free)) if free || !info.reassigned => self.locals[param as usize] = src,
                Some(&(src, _)) => self.emit(Op::Move { dst: reg, src }),
            }
        }
        Ok(())
    }

    /// A fresh cell with a value.
    fn fill_cell(&mut self, cell: Reg, src: Reg) {
        self.emit(Op::NewCell {
            dst: cell,
            initialized: true,
        });
        self.emit(Op::WriteCell { cell, src });
    }

    fn body(&mut self, method: Method, body: &'a [Stmt], result: Reg, other: usize) -> Result<()> {
        let (before, last) = match body.split_last() {
            Some((Stmt::Return(Some(value)), before)) => (before, Some(value)),
            _ => (body, None),
        };
        // A value that is nothing but a condition need not be made.
        if before.is_empty()
            && method.tests()
            && let Some(value) = last
        {
            return self.jump_if_false(value, other);
        }
        let end = self.label();
        self.returns = Some(Return {
            result,
            end,
            finalizers: self.finalizers.len(),
        });
        self.block(before)?;
        match last {
            Some(value) => self.expr(value, result)?,
            None => self.load(result, Value::Undefined),
        }
        self.place(end);
        if method.tests() {
            self.emit(Op::JumpIfFalse {
                src: result,
                to: other as u32,
            });
        }
        Ok(())
    }
}
