//! Code of loops.

use crate::hir::{Expr, ExprKind, LabelId, LocalId, Stmt};
use crate::value::Value;

use super::shortcut::{Carried, Turn};
use super::{Codegen, Op, Reg, Result};

impl<'a> Codegen<'a, '_> {
    pub(super) fn loop_(
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
        // Closures of the head keep the variables of the head.
        self.copy_cells(per_iteration)?;
        if test_first && let Some(test) = test {
            self.jump_if_false(test, end)?;
        }
        self.place(tested);
        self.block(body)?;
        self.place(next);
        self.copy_cells(per_iteration)?;
        if let Some(update) = update {
            let mark = self.used as Reg;
            self.effect(update)?;
            self.release(mark);
        }
        if let Some(test) = test {
            self.jump_if_false(test, end)?;
        }
        self.emit(Op::Jump { to: tested as u32 });
        self.place(end);
        Ok(())
    }

    /// <https://tc39.es/ecma262/#sec-createperiterationenvironment>
    fn copy_cells(&mut self, locals: &[LocalId]) -> Result<()> {
        for &local in locals {
            let (_, cell) = self.local(local);
            let value = self.temp()?;
            self.emit(Op::ReadCell { dst: value, cell });
            self.emit(Op::NewCell {
                dst: cell,
                initialized: true,
            });
            self.emit(Op::WriteCell { cell, src: value });
            self.release(value);
        }
        Ok(())
    }

    pub(super) fn for_of(
        &mut self,
        label: LabelId,
        item: LocalId,
        iterable: &'a Expr,
        text: &str,
        body: &'a [Stmt],
    ) -> Result<()> {
        let values = self.operand_copy(iterable)?;
        let text = self.constants.text(text);
        self.emit(Op::Iterable {
            dst: values,
            src: values,
            text,
        });
        // The variable itself receives each value.
        if let Some(Stmt::Init(variable, Some(value))) = body.first()
            && matches!(value.kind, ExprKind::Local(of) if of == item)
        {
            let (info, reg) = self.local(*variable);
            if !info.cell && !info.may_be_uninitialized {
                self.locals[item.0 as usize] = reg;
            }
        }
        let end = self.label();
        self.fold_for_of(values, item, body, end);
        self.each(label, item, body, |dst, index, to| Op::Next { dst, values, index, to })?;
        self.place(end);
        Ok(())
    }

    /// A loop that does nothing but `variable op= formula`.
    fn fold_for_of(&mut self, values: Reg, item: LocalId, body: &'a [Stmt], end: usize) {
        let (element, statement) = match body {
            [statement] => (item, statement),
            [Stmt::Init(element, Some(value)), statement] if matches!(value.kind, ExprKind::Local(of) if of == item) => {
                (*element, statement)
            }
            _ => return,
        };
        let Stmt::Expr(Expr {
            kind: ExprKind::AssignOp(op, target, value),
            ..
        }) = statement
        else {
            return;
        };
        if let Some(carried) = self.assignable(target) {
            let turn = Turn {
                carried,
                element: self.local(element).1,
                position: None,
            };
            self.fold(values, carried, carried, turn, Carried::With(*op, value), end);
        }
    }

    pub(super) fn for_in(&mut self, label: LabelId, key: LocalId, object: &'a Expr, body: &'a [Stmt]) -> Result<()> {
        let object = self.operand_copy(object)?;
        let keys = self.temp()?;
        self.emit(Op::Keys { dst: keys, src: object });
        self.each(label, key, body, |dst, index, to| Op::NextKey {
            dst,
            object,
            keys,
            index,
            to,
        })
    }

    /// Runs a body for each value that an instruction gives.
    fn each(
        &mut self,
        label: LabelId,
        item: LocalId,
        body: &'a [Stmt],
        advance: impl Fn(Reg, Reg, u32) -> Op,
    ) -> Result<()> {
        let index = self.temp()?;
        self.load(index, Value::Number(0.0));
        let next = self.here();
        let end = self.label();
        self.enter(label, end, Some(next));
        let (info, reg) = self.local(item);
        debug_assert!(!info.cell, "items are temporaries");
        self.emit(advance(reg, index, end as u32));
        self.block(body)?;
        self.emit(Op::Jump { to: next as u32 });
        self.place(end);
        Ok(())
    }
}
