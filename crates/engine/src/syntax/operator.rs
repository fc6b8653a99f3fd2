//! Operators: what they are called from here on up.

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// `!`
    Not,
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// `~`
    BitNot,
    /// `typeof`
    Typeof,
    /// `void`
    Void,
}

/// Operators of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[rustfmt::skip]
#[allow(missing_docs, reason = "the names are the operators")]
pub enum BinaryOp {
    Add, Sub, Mul, Div, Rem, Pow,
    BitAnd, BitOr, BitXor, ShiftLeft, ShiftRight, ShiftRightUnsigned,
    StrictEq, StrictNe, LooseEq, LooseNe,
    Less, LessEq, Greater, GreaterEq,
    In, InstanceOf,
}

/// Operators that may skip their right side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogicalOp {
    /// `&&`
    And,
    /// `||`
    Or,
    /// `??`
    Coalesce,
}
