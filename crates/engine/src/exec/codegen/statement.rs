//! Code of statements.

use crate::hir::{Expr, LabelId, LocalId, Stmt};
use crate::value::Value;

use super::completion::Exit;
use super::inline::Return;
use super::{Codegen, Jump, Op, Result};

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
                    self.emit(Op::NewCell {
                        dst: reg,
                        initialized: false,
                    });
                } else {
                    self.load(reg, Value::Absent);
                }
            }
            Stmt::Init(local, value) => self.init(*local, value.as_ref())?,
            Stmt::Expr(value) => self.effect(value)?,
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
                if let Some(Return {
                    result,
                    end,
                    finalizers,
                }) = self.returns
                {
                    match value {
                        Some(value) => self.expr(value, result)?,
                        None => self.load(result, Value::Undefined),
                    }
                    self.leave(Exit::Jump { to: end, finalizers });
                    self.release(mark);
                    return Ok(());
                }
                let result = match value {
                    Some(value) => self.operand(value)?,
                    None => {
                        let result = self.temp()?;
                        self.load(result, Value::Undefined);
                        result
                    }
                };
                self.leave(Exit::Return(result));
            }
            Stmt::Block { label, body } => {
                let end = self.label();
                self.enter(*label, end, None);
                self.block(body)?;
                self.place(end);
            }
            Stmt::Loop {
                label,
                test_first,
                test,
                update,
                body,
                per_iteration,
            } => {
                self.loop_(*label, *test_first, test.as_ref(), update.as_ref(), body, per_iteration)?;
            }
            Stmt::ForOf {
                label,
                item,
                iterable,
                text,
                body,
            } => self.for_of(*label, *item, iterable, text, body)?,
            Stmt::ForIn {
                label,
                key,
                object,
                body,
            } => self.for_in(*label, *key, object, body)?,
            Stmt::Switch {
                label,
                discriminant,
                cases,
            } => self.switch(*label, discriminant, cases)?,
            Stmt::Break(label) => {
                let jump = self.breaks[label];
                self.leave(Exit::Jump {
                    to: jump.end,
                    finalizers: jump.finalizers,
                });
            }
            Stmt::Continue(label) => {
                let jump = self.breaks[label];
                let to = jump.next.expect("continue names a loop");
                self.leave(Exit::Jump {
                    to,
                    finalizers: jump.finalizers,
                });
            }
            Stmt::Throw(value) => {
                let src = self.operand(value)?;
                self.emit(Op::Throw { src });
            }
            Stmt::Try {
                body,
                handler,
                finalizer,
            } => self.try_(body, handler.as_ref(), finalizer.as_deref())?,
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

    pub(super) fn enter(&mut self, label: LabelId, end: usize, next: Option<usize>) {
        self.breaks.insert(
            label,
            Jump {
                end,
                next,
                finalizers: self.finalizers.len(),
            },
        );
    }

    fn switch(&mut self, label: LabelId, discriminant: &'a Expr, cases: &'a [(Option<Expr>, Vec<Stmt>)]) -> Result<()> {
        let value = self.operand_copy(discriminant)?;
        let end = self.label();
        self.enter(label, end, None);
        let bodies: Vec<usize> = cases.iter().map(|_| self.label()).collect();
        for ((test, _), &body) in cases.iter().zip(&bodies) {
            if let Some(test) = test {
                let result = self.operand(test)?;
                let same = self.temp()?;
                let op = crate::hir::BinaryOp::StrictEq;
                self.emit(Op::Binary {
                    op,
                    dst: same,
                    left: value,
                    right: result,
                });
                self.emit(Op::JumpIfTrue {
                    src: same,
                    to: body as u32,
                });
                self.release(same);
            }
        }
        let default = cases.iter().position(|(test, _)| test.is_none());
        self.emit(Op::Jump {
            to: default.map_or(end, |index| bodies[index]) as u32,
        });
        for ((_, statements), &body) in cases.iter().zip(&bodies) {
            self.place(body);
            self.block(statements)?;
        }
        self.place(end);
        Ok(())
    }
}
