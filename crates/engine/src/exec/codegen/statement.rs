//! Code of statements.

use crate::hir::{Expr, LabelId, LocalId, Stmt};
use crate::value::Value;

use super::{Codegen, Handler, Jump, Op, Result};

impl<'a> Codegen<'a, '_> {
    pub(super) fn block(&mut self, body: &'a [Stmt]) -> Result<()> {
        body.iter().try_for_each(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &'a Stmt) -> Result<()> {
        let mark = self.used as super::Reg;
        match statement {
            Stmt::Declare(local) => {
                let (info, reg) = self.local(*local);
                if info.cell {
                    self.emit(Op::NewCell { dst: reg, initialized: false });
                } else {
                    self.load(reg, Value::Absent);
                }
            }
            Stmt::Init(local, value) => self.init(*local, value.as_ref())?,
            Stmt::Expr(value) => {
                self.operand(value)?;
            }
            Stmt::If { test, then, otherwise } => {
                let (other, end) = (self.label(), self.label());
                self.jump_if_false(test, other)?;
                self.block(then)?;
                if !otherwise.is_empty() {
                    self.emit(Op::Jump { to: end as u32 });
                }
                self.place(other);
                self.block(otherwise)?;
                self.place(end);
            }
            Stmt::Return(value) => {
                let result = match value {
                    Some(value) => self.operand(value)?,
                    None => {
                        let result = self.temp()?;
                        self.load(result, Value::Undefined);
                        result
                    }
                };
                self.run_finalizers(0)?;
                self.emit(Op::Return { src: result });
            }
            Stmt::Block { label, body } => {
                let end = self.label();
                self.enter(*label, end, None);
                self.block(body)?;
                self.place(end);
            }
            Stmt::Loop { label, test_first, test, update, body, per_iteration } => {
                self.loop_(*label, *test_first, test.as_ref(), update.as_ref(), body, per_iteration)?;
            }
            Stmt::ForOf { label, item, iterable, text, body } => {
                let array = self.operand_copy(iterable)?;
                let text = self.constants.text(text);
                self.emit(Op::Elements { dst: array, src: array, limit: super::super::program::NO_LIMIT, text });
                self.each(*label, *item, array, body)?;
            }
            Stmt::ForIn { label, key, object, body } => {
                let array = self.operand_copy(object)?;
                self.emit(Op::Keys { dst: array, src: array });
                self.each(*label, *key, array, body)?;
            }
            Stmt::Switch { label, discriminant, cases } => self.switch(*label, discriminant, cases)?,
            Stmt::Break(label) => {
                let jump = self.breaks[label];
                self.run_finalizers(jump.finalizers)?;
                self.emit(Op::Jump { to: jump.end as u32 });
            }
            Stmt::Continue(label) => {
                let jump = self.breaks[label];
                self.run_finalizers(jump.finalizers)?;
                self.emit(Op::Jump { to: jump.next.expect("continue names a loop") as u32 });
            }
            Stmt::Throw(value) => {
                let src = self.operand(value)?;
                self.emit(Op::Throw { src });
            }
            Stmt::Try { body, handler, finalizer } => self.try_(body, handler.as_ref(), finalizer.as_deref())?,
        }
        self.release(mark);
        Ok(())
    }

    fn init(&mut self, local: LocalId, value: Option<&'a Expr>) -> Result<()> {
        let (info, reg) = self.local(local);
        let cell = info.cell;
        let target = if cell { self.temp()? } else { reg };
        match value {
            // The value may name the variable itself; it must not be half there then.
            Some(value) if !cell && info.may_be_uninitialized => {
                let result = self.operand(value)?;
                self.emit(Op::Move { dst: reg, src: result });
            }
            Some(value) => self.expr(value, target)?,
            None => self.load(target, Value::Undefined),
        }
        if cell {
            self.emit(Op::WriteCell { cell: reg, src: target });
        }
        Ok(())
    }

    fn enter(&mut self, label: LabelId, end: usize, next: Option<usize>) {
        self.breaks.insert(label, Jump { end, next, finalizers: self.finalizers.len() });
    }

    fn loop_(
        &mut self,
        label: LabelId,
        test_first: bool,
        test: Option<&'a Expr>,
        update: Option<&'a Expr>,
        body: &'a [Stmt],
        per_iteration: &[LocalId],
    ) -> Result<()> {
        let (next, end) = (self.label(), self.label());
        self.enter(label, end, Some(next));
        let tested = self.label();
        if test_first {
            if let Some(test) = test {
                self.jump_if_false(test, end)?;
            }
        }
        self.place(tested);
        self.block(body)?;
        self.place(next);
        for &local in per_iteration {
            let (_, cell) = self.local(local);
            let value = self.temp()?;
            self.emit(Op::ReadCell { dst: value, cell });
            self.emit(Op::NewCell { dst: cell, initialized: true });
            self.emit(Op::WriteCell { cell, src: value });
            self.release(value);
        }
        if let Some(update) = update {
            let mark = self.used as super::Reg;
            self.operand(update)?;
            self.release(mark);
        }
        if let Some(test) = test {
            self.jump_if_false(test, end)?;
        }
        self.emit(Op::Jump { to: tested as u32 });
        self.place(end);
        Ok(())
    }

    /// Runs a body for each element of a live array.
    fn each(&mut self, label: LabelId, item: LocalId, array: super::Reg, body: &'a [Stmt]) -> Result<()> {
        let index = self.temp()?;
        self.load(index, Value::Number(0.0));
        let next = self.here();
        let end = self.label();
        self.enter(label, end, Some(next));
        let (info, reg) = self.local(item);
        debug_assert!(!info.cell, "items are temporaries");
        self.emit(Op::Next { dst: reg, array, index, to: end as u32 });
        self.block(body)?;
        self.emit(Op::Jump { to: next as u32 });
        self.place(end);
        Ok(())
    }

    fn switch(
        &mut self,
        label: LabelId,
        discriminant: &'a Expr,
        cases: &'a [(Option<Expr>, Vec<Stmt>)],
    ) -> Result<()> {
        let value = self.operand_copy(discriminant)?;
        let end = self.label();
        self.enter(label, end, None);
        let bodies: Vec<usize> = cases.iter().map(|_| self.label()).collect();
        for ((test, _), &body) in cases.iter().zip(&bodies) {
            if let Some(test) = test {
                let result = self.operand(test)?;
                let same = self.temp()?;
                let op = crate::hir::BinaryOp::StrictEq;
                self.emit(Op::Binary { op, dst: same, left: value, right: result });
                self.emit(Op::JumpIfTrue { src: same, to: body as u32 });
                self.release(same);
            }
        }
        let default = cases.iter().position(|(test, _)| test.is_none());
        self.emit(Op::Jump { to: default.map_or(end, |index| bodies[index]) as u32 });
        for ((_, statements), &body) in cases.iter().zip(&bodies) {
            self.place(body);
            self.block(statements)?;
        }
        self.place(end);
        Ok(())
    }

    /// Leaving a `try` by return, break or continue would have to run its `finally` on the way.
    fn run_finalizers(&self, down_to: usize) -> Result<()> {
        if self.finalizers.len() > down_to {
            return Err(self.refuse(
                "a return, break or continue that leaves a try with finally",
                "set a variable inside the try and leave behind it",
            ));
        }
        Ok(())
    }

    fn try_(
        &mut self,
        body: &'a [Stmt],
        handler: Option<&'a (Option<LocalId>, Vec<Stmt>)>,
        finalizer: Option<&'a [Stmt]>,
    ) -> Result<()> {
        let caught = self.temp()?;
        let done = self.label();
        let whole_from = self.here();
        if let Some(finalizer) = finalizer {
            self.finalizers.push(finalizer);
        }
        let from = self.here();
        self.block(body)?;
        let to = self.here();
        if let Some((parameter, statements)) = handler {
            let after = self.label();
            self.emit(Op::Jump { to: after as u32 });
            let target = self.here();
            self.guard(from, to, target, caught);
            if let Some(parameter) = parameter {
                let (info, reg) = self.local(*parameter);
                if info.cell {
                    self.emit(Op::WriteCell { cell: reg, src: caught });
                } else {
                    self.emit(Op::Move { dst: reg, src: caught });
                }
            }
            self.block(statements)?;
            self.place(after);
        }
        if let Some(finalizer) = finalizer {
            self.finalizers.pop();
            let whole_to = self.here();
            self.block(finalizer)?;
            self.emit(Op::Jump { to: done as u32 });
            let target = self.here();
            self.guard(whole_from, whole_to, target, caught);
            self.block(finalizer)?;
            self.emit(Op::Throw { src: caught });
        }
        self.place(done);
        Ok(())
    }

    fn guard(&mut self, from: usize, to: usize, target: usize, caught: super::Reg) {
        self.handlers.push(Handler { from: from as u32, to: to as u32, target: target as u32, caught });
    }
}
