//! Code of operators with two sides.

use crate::ecma::Constructor;
use crate::hir::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::typeck;
use crate::types::Kinds;
use crate::value::Value;

use super::shortcut::Side;
use super::{Codegen, Op, Reg, Result};

impl<'a> Codegen<'a, '_> {
    pub(super) fn binary(&mut self, op: BinaryOp, left: &'a Expr, right: &'a Expr, dst: Reg) -> Result<()> {
        // `x === 'literal'`, the commonest condition of all, needs no second register.
        let (strict, negate) = (
            matches!(op, BinaryOp::StrictEq | BinaryOp::StrictNe),
            op == BinaryOp::StrictNe,
        );
        if strict
            && let (ExprKind::Unary(UnaryOp::Typeof, operand), ExprKind::String(_))
            | (ExprKind::String(_), ExprKind::Unary(UnaryOp::Typeof, operand)) = (&left.kind, &right.kind)
            && let Some(constant) = self.literal(right).or_else(|| self.literal(left))
        {
            let src = self.operand_now(operand)?;
            self.emit(Op::TypeofEqConstant {
                dst,
                src,
                constant,
                negate,
            });
            return Ok(());
        }
        if strict && let Some(constant) = self.literal(right) {
            let left = self.operand_now(left)?;
            self.emit(Op::StrictEqConstant {
                dst,
                left,
                constant,
                negate,
            });
            return Ok(());
        }
        if strict && let Some(constant) = self.literal(left) {
            let left = self.operand_now(right)?;
            self.emit(Op::StrictEqConstant {
                dst,
                left,
                constant,
                negate,
            });
            return Ok(());
        }
        if op == BinaryOp::InstanceOf {
            let class = match &right.kind {
                ExprKind::Global(path) => Constructor::named(path),
                _ => None,
            };
            let Some(class) = class else {
                return Err(self.refuse(
                    "instanceof with something else than a built-in class",
                    "values of a record are never instances of a class of your own: test a field instead",
                ));
            };
            let left = self.operand(left)?;
            self.emit(Op::InstanceOf { dst, left, class });
            return Ok(());
        }
        self.formula(op, Side::Expr(left), right, dst, |this| {
            this.any_operands(op, left, right, dst)
        })
    }

    /// An operator of whatever its sides are.
    fn any_operands(&mut self, op: BinaryOp, left: &'a Expr, right: &'a Expr, dst: Reg) -> Result<()> {
        if let Some(right) = number(op, right) {
            let left = self.operand_now(left)?;
            self.emit(Op::NumberConstant { op, dst, left, right });
            return Ok(());
        }
        let (a, b) = (self.operand_before(left, right)?, self.operand_now(right)?);
        let kinds = self.stage.kinds;
        let numbers = kinds.of(left).within(Kinds::NUMBER) && kinds.of(right).within(Kinds::NUMBER);
        self.emit(if numbers && typeck::is_numeric(op) {
            Op::NumberBinary {
                op,
                dst,
                left: a,
                right: b,
            }
        } else {
            Op::Binary {
                op,
                dst,
                left: a,
                right: b,
            }
        });
        Ok(())
    }

    pub(super) fn literal(&mut self, e: &Expr) -> Option<u32> {
        let value = match &e.kind {
            ExprKind::Undefined => Value::Undefined,
            ExprKind::Null => Value::Null,
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Number(value) => Value::Number(*value),
            ExprKind::String(text) => Value::String(self.constants.string(text)),
            _ => return None,
        };
        Some(self.constants.value(value))
    }
}

/// A number of the text on the right of an operator that has a form for two numbers.
pub(super) fn number(op: BinaryOp, right: &Expr) -> Option<f64> {
    match right.kind {
        ExprKind::Number(value) if typeck::is_numeric(op) || op == BinaryOp::Rem => Some(value),
        _ => None,
    }
}
