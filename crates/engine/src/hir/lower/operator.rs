//! Operators of the AST as operators of the HIR.

use crate::hir;
use crate::syntax::ast;

/// `!`, `-`, …
pub(super) fn unary(op: ast::UnaryOp) -> hir::UnaryOp {
    match op {
        ast::UnaryOp::Not => hir::UnaryOp::Not,
        ast::UnaryOp::Minus => hir::UnaryOp::Minus,
        ast::UnaryOp::Plus => hir::UnaryOp::Plus,
        ast::UnaryOp::BitNot => hir::UnaryOp::BitNot,
        ast::UnaryOp::Typeof => hir::UnaryOp::Typeof,
        ast::UnaryOp::Void => hir::UnaryOp::Void,
    }
}

/// `&&`, `||`, `??`
pub(super) fn logical(op: ast::LogicalOp) -> hir::LogicalOp {
    match op {
        ast::LogicalOp::And => hir::LogicalOp::And,
        ast::LogicalOp::Or => hir::LogicalOp::Or,
        ast::LogicalOp::Coalesce => hir::LogicalOp::Coalesce,
    }
}

/// `+`, `===`, …
pub(super) fn binary(op: ast::BinaryOp) -> hir::BinaryOp {
    match op {
        ast::BinaryOp::Add => hir::BinaryOp::Add,
        ast::BinaryOp::Sub => hir::BinaryOp::Sub,
        ast::BinaryOp::Mul => hir::BinaryOp::Mul,
        ast::BinaryOp::Div => hir::BinaryOp::Div,
        ast::BinaryOp::Rem => hir::BinaryOp::Rem,
        ast::BinaryOp::Pow => hir::BinaryOp::Pow,
        ast::BinaryOp::BitAnd => hir::BinaryOp::BitAnd,
        ast::BinaryOp::BitOr => hir::BinaryOp::BitOr,
        ast::BinaryOp::BitXor => hir::BinaryOp::BitXor,
        ast::BinaryOp::ShiftLeft => hir::BinaryOp::ShiftLeft,
        ast::BinaryOp::ShiftRight => hir::BinaryOp::ShiftRight,
        ast::BinaryOp::ShiftRightUnsigned => hir::BinaryOp::ShiftRightUnsigned,
        ast::BinaryOp::StrictEq => hir::BinaryOp::StrictEq,
        ast::BinaryOp::StrictNe => hir::BinaryOp::StrictNe,
        ast::BinaryOp::LooseEq => hir::BinaryOp::LooseEq,
        ast::BinaryOp::LooseNe => hir::BinaryOp::LooseNe,
        ast::BinaryOp::Less => hir::BinaryOp::Less,
        ast::BinaryOp::LessEq => hir::BinaryOp::LessEq,
        ast::BinaryOp::Greater => hir::BinaryOp::Greater,
        ast::BinaryOp::GreaterEq => hir::BinaryOp::GreaterEq,
        ast::BinaryOp::In => hir::BinaryOp::In,
        ast::BinaryOp::InstanceOf => hir::BinaryOp::InstanceOf,
    }
}
