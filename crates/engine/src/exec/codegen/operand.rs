//! Where operands lie.

use crate::hir::{Expr, ExprKind};

use super::{Codegen, Reg, Result};

impl<'a> Codegen<'a, '_> {
    /// The value's register: a variable's own where nothing can change it before it is used, else a temporary.
    pub(super) fn operand(&mut self, e: &'a Expr) -> Result<Reg> {
        if let ExprKind::Local(local) = e.kind {
            let (info, reg) = self.local(local);
            if !info.cell && !info.reassigned && !info.may_be_uninitialized {
                return Ok(reg);
            }
        }
        self.operand_copy(e)
    }

    /// The value's register where the next instruction uses it: no variable can change until then.
    pub(super) fn operand_now(&mut self, e: &'a Expr) -> Result<Reg> {
        match self.plain_variable(e) {
            Some(reg) => Ok(reg),
            None => self.operand_copy(e),
        }
    }

    /// The value's register where `next` is evaluated before it is used.
    pub(super) fn operand_before(&mut self, e: &'a Expr, next: &Expr) -> Result<Reg> {
        if assigns_nothing(next) {
            self.operand_now(e)
        } else {
            self.operand(e)
        }
    }

    /// The register of a variable that holds its value itself, whatever that is.
    pub(super) fn plain_variable(&self, e: &Expr) -> Option<Reg> {
        let ExprKind::Local(local) = e.kind else { return None };
        let (info, reg) = self.local(local);
        (!info.cell && !info.may_be_uninitialized).then_some(reg)
    }

    /// The value in a temporary of its own.
    pub(super) fn operand_copy(&mut self, e: &'a Expr) -> Result<Reg> {
        let reg = self.temp()?;
        self.expr(e, reg)?;
        Ok(reg)
    }
}

/// Whether evaluating it leaves all variables of the function as they are: it reads, and calls nothing of the text that could
/// stand between. Variables that closures change live in cells.
pub(super) fn assigns_nothing(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Undefined
        | ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::String(_)
        | ExprKind::Local(_)
        | ExprKind::Binding(_)
        | ExprKind::Global(_) => true,
        ExprKind::Member { object, .. } => assigns_nothing(object),
        ExprKind::Index { object, index, .. } => assigns_nothing(object) && assigns_nothing(index),
        ExprKind::Unary(_, operand) | ExprKind::Chain(operand) => assigns_nothing(operand),
        ExprKind::Binary(_, left, right) | ExprKind::Logical(_, left, right) => {
            assigns_nothing(left) && assigns_nothing(right)
        }
        _ => false,
    }
}
