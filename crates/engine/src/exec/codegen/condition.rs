//! Code of conditions: jumps without a value.

use crate::hir::{BinaryOp, Expr, ExprKind, LogicalOp, UnaryOp};

use super::operator::number;
use super::{Codegen, Op, Reg, Result};

impl<'a> Codegen<'a, '_> {
    /// `&&`, `||` and `??` keep their left side: go to `end` then.
    pub(super) fn skip_right(&mut self, op: LogicalOp, src: Reg, end: usize) {
        let to = end as u32;
        self.emit(match op {
            LogicalOp::And => Op::JumpIfFalse { src, to },
            LogicalOp::Or => Op::JumpIfTrue { src, to },
            LogicalOp::Coalesce => Op::JumpIfNotNullish { src, to },
        });
    }

    /// Goes to `other` if the test is falsy; conditions that are `&&`, `||` or `!` jump without making a value.
    pub(super) fn jump_if_false(&mut self, test: &'a Expr, other: usize) -> Result<()> {
        let mark = self.used as Reg;
        match &test.kind {
            ExprKind::Logical(LogicalOp::And, left, right) => {
                self.jump_if_false(left, other)?;
                self.jump_if_false(right, other)?;
            }
            ExprKind::Logical(LogicalOp::Or, left, right) => {
                let (then, next) = (self.label(), self.label());
                self.jump_if_false(left, next)?;
                self.emit(Op::Jump { to: then as u32 });
                self.place(next);
                self.jump_if_false(right, other)?;
                self.place(then);
            }
            ExprKind::Unary(UnaryOp::Not, operand) => {
                let src = self.operand(operand)?;
                self.emit(Op::JumpIfTrue { src, to: other as u32 });
            }
            ExprKind::Binary(op, left, right) if is_relation(*op) => {
                let outer = std::mem::replace(&mut self.span, test.span);
                let (op, to) = (*op, other as u32);
                if let Some(right) = number(op, right).filter(|n| f64::from(*n as f32) == *n) {
                    let left = self.operand_now(left)?;
                    let right = right as f32;
                    self.emit(Op::JumpUnlessConstant { op, left, right, to });
                } else {
                    let left = self.operand_before(left, right)?;
                    let right = self.operand_now(right)?;
                    self.emit(Op::JumpUnless { op, left, right, to });
                }
                self.span = outer;
            }
            ExprKind::Binary(op @ (BinaryOp::StrictEq | BinaryOp::StrictNe), left, right)
                if is_literal(right) && !matches!(left.kind, ExprKind::Unary(UnaryOp::Typeof, _)) =>
            {
                let outer = std::mem::replace(&mut self.span, test.span);
                let constant = self.literal(right).expect("a literal");
                let left = self.operand_now(left)?;
                self.emit(Op::JumpUnlessEqConstant {
                    left,
                    constant,
                    negate: *op == BinaryOp::StrictNe,
                    to: other as u32,
                });
                self.span = outer;
            }
            _ => {
                let src = self.operand_now(test)?;
                self.emit(Op::JumpIfFalse { src, to: other as u32 });
            }
        }
        self.release(mark);
        Ok(())
    }
}

fn is_literal(e: &Expr) -> bool {
    matches!(
        e.kind,
        ExprKind::Undefined | ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_)
    )
}

fn is_relation(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Less | BinaryOp::LessEq | BinaryOp::Greater | BinaryOp::GreaterEq
    )
}
