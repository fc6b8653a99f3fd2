//! Operators.

use oxc_ast::ast::{AssignmentOperator, BinaryOperator, LogicalOperator};

use crate::syntax::ast::{AssignOp, BinaryOp, LogicalOp};

/// An operator of two values.
pub(super) fn binary(operator: BinaryOperator) -> BinaryOp {
    match operator {
        BinaryOperator::Equality => BinaryOp::LooseEq,
        BinaryOperator::Inequality => BinaryOp::LooseNe,
        BinaryOperator::StrictEquality => BinaryOp::StrictEq,
        BinaryOperator::StrictInequality => BinaryOp::StrictNe,
        BinaryOperator::LessThan => BinaryOp::Less,
        BinaryOperator::LessEqualThan => BinaryOp::LessEq,
        BinaryOperator::GreaterThan => BinaryOp::Greater,
        BinaryOperator::GreaterEqualThan => BinaryOp::GreaterEq,
        BinaryOperator::Addition => BinaryOp::Add,
        BinaryOperator::Subtraction => BinaryOp::Sub,
        BinaryOperator::Multiplication => BinaryOp::Mul,
        BinaryOperator::Division => BinaryOp::Div,
        BinaryOperator::Remainder => BinaryOp::Rem,
        BinaryOperator::Exponential => BinaryOp::Pow,
        BinaryOperator::ShiftLeft => BinaryOp::ShiftLeft,
        BinaryOperator::ShiftRight => BinaryOp::ShiftRight,
        BinaryOperator::ShiftRightZeroFill => BinaryOp::ShiftRightUnsigned,
        BinaryOperator::BitwiseOR => BinaryOp::BitOr,
        BinaryOperator::BitwiseXOR => BinaryOp::BitXor,
        BinaryOperator::BitwiseAnd => BinaryOp::BitAnd,
        BinaryOperator::In => BinaryOp::In,
        BinaryOperator::Instanceof => BinaryOp::InstanceOf,
    }
}

/// `&&`, `||`, `??`
pub(super) fn logical(operator: LogicalOperator) -> LogicalOp {
    match operator {
        LogicalOperator::And => LogicalOp::And,
        LogicalOperator::Or => LogicalOp::Or,
        LogicalOperator::Coalesce => LogicalOp::Coalesce,
    }
}

/// `=` and its compounds
pub(super) fn assignment(operator: AssignmentOperator) -> AssignOp {
    match operator {
        AssignmentOperator::Assign => AssignOp::Plain,
        AssignmentOperator::Addition => AssignOp::Binary(BinaryOp::Add),
        AssignmentOperator::Subtraction => AssignOp::Binary(BinaryOp::Sub),
        AssignmentOperator::Multiplication => AssignOp::Binary(BinaryOp::Mul),
        AssignmentOperator::Division => AssignOp::Binary(BinaryOp::Div),
        AssignmentOperator::Remainder => AssignOp::Binary(BinaryOp::Rem),
        AssignmentOperator::Exponential => AssignOp::Binary(BinaryOp::Pow),
        AssignmentOperator::ShiftLeft => AssignOp::Binary(BinaryOp::ShiftLeft),
        AssignmentOperator::ShiftRight => AssignOp::Binary(BinaryOp::ShiftRight),
        AssignmentOperator::ShiftRightZeroFill => AssignOp::Binary(BinaryOp::ShiftRightUnsigned),
        AssignmentOperator::BitwiseOR => AssignOp::Binary(BinaryOp::BitOr),
        AssignmentOperator::BitwiseXOR => AssignOp::Binary(BinaryOp::BitXor),
        AssignmentOperator::BitwiseAnd => AssignOp::Binary(BinaryOp::BitAnd),
        AssignmentOperator::LogicalOr => AssignOp::Logical(LogicalOp::Or),
        AssignmentOperator::LogicalAnd => AssignOp::Logical(LogicalOp::And),
        AssignmentOperator::LogicalNullish => AssignOp::Logical(LogicalOp::Coalesce),
    }
}
