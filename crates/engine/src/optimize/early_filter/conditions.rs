//! Expressions as conditions on one scalar.

use super::Path;
use super::conjuncts::Search;
use crate::hir::{BinaryOp, Callee, Element, Expr, ExprKind, LogicalOp, UnaryOp};
use crate::plan::condition::{Condition, Literal};

impl Search<'_> {
    /// What an expression being truthy says about a scalar of the record, if it looks at nothing else.
    pub(super) fn condition(&self, e: &Expr) -> Option<(Path, Condition)> {
        if let Some(path) = self.place(e) {
            return Some((path, Condition::Truthy));
        }
        match &e.kind {
            ExprKind::Chain(inner) => self.condition(inner),
            ExprKind::Unary(UnaryOp::Not, inner) => {
                let (path, condition) = self.condition(inner)?;
                Some((path, not(condition)))
            }
            ExprKind::Binary(op, left, right) => match self.computed(e) {
                Some((path, (op, right))) => Some((path, Condition::Computed(op, right, Box::new(Condition::Truthy)))),
                None => self.comparison(*op, left, right),
            },
            ExprKind::Logical(op, left, right) => {
                let (path, left) = self.condition(left)?;
                let (other, right) = self.condition(right)?;
                let parts = vec![left, right];
                let condition = match op {
                    LogicalOp::And => Condition::All(parts),
                    LogicalOp::Or => Condition::Any(parts),
                    LogicalOp::Coalesce => return None,
                };
                (path == other).then_some((path, condition))
            }
            ExprKind::Call {
                callee,
                arguments,
                optional: false,
                ..
            } => self.called(callee, arguments),
            _ => None,
        }
    }

    fn comparison(&self, op: BinaryOp, left: &Expr, right: &Expr) -> Option<(Path, Condition)> {
        use BinaryOp::{Greater, GreaterEq, Less, LessEq, LooseEq, LooseNe, StrictEq, StrictNe};
        if let ExprKind::Unary(UnaryOp::Typeof, operand) = &left.kind
            && let (Some(path), Some(Literal::String(kind))) = (self.place(operand), self.literal(right))
        {
            let condition = Condition::Typeof(kind);
            return match op {
                StrictEq | LooseEq => Some((path, condition)),
                StrictNe | LooseNe => Some((path, not(condition))),
                _ => None,
            };
        }
        let (path, computed, literal, op) = match (self.operand(left), self.literal(right)) {
            (Some((path, computed)), Some(literal)) => (path, computed, literal, op),
            _ => {
                let ((path, computed), literal) = (self.operand(right)?, self.literal(left)?);
                let turned = match op {
                    Less => Greater,
                    LessEq => GreaterEq,
                    Greater => Less,
                    GreaterEq => LessEq,
                    same => same,
                };
                (path, computed, literal, turned)
            }
        };
        let is_nothing = matches!(literal, Literal::Null | Literal::Undefined);
        let condition = match op {
            StrictEq => Condition::Equals(literal),
            StrictNe => not(Condition::Equals(literal)),
            LooseEq if is_nothing => Condition::Nullish,
            LooseNe if is_nothing => not(Condition::Nullish),
            Less | LessEq | Greater | GreaterEq if matches!(literal, Literal::Number(_) | Literal::String(_)) => {
                Condition::Relation(op, literal)
            }
            _ => return None,
        };
        let condition = match computed {
            Some((op, right)) => Condition::Computed(op, right, Box::new(condition)),
            None => condition,
        };
        Some((path, condition))
    }

    /// A member of the record, and what is computed of it.
    fn operand(&self, e: &Expr) -> Option<(Path, Option<(BinaryOp, f64)>)> {
        match self.place(e) {
            Some(path) => Some((path, None)),
            None => self.computed(e).map(|(path, computed)| (path, Some(computed))),
        }
    }

    /// `place % 2` and the like.
    fn computed(&self, e: &Expr) -> Option<(Path, (BinaryOp, f64))> {
        use BinaryOp::{Add, Div, Mul, Rem, Sub};
        let ExprKind::Binary(op @ (Add | Sub | Mul | Div | Rem), left, right) = &e.kind else {
            return None;
        };
        match (self.place(left), self.literal(right)) {
            (Some(path), Some(Literal::Number(right))) => Some((path, (*op, right))),
            _ => None,
        }
    }

    /// `['a', 'b'].includes(place)` and `Boolean(place)`.
    fn called(&self, callee: &Callee, arguments: &[Element]) -> Option<(Path, Condition)> {
        let [Element::Value(argument)] = arguments else {
            return None;
        };
        match callee {
            Callee::Global(name) if &**name == "Boolean" => self.condition(argument),
            Callee::Method {
                object,
                name,
                optional: false,
            } if &**name == "includes" => {
                let ExprKind::Array(elements) = &object.kind else {
                    return None;
                };
                let mut parts = Vec::with_capacity(elements.len());
                for element in elements {
                    let Element::Value(element) = element else { return None };
                    // Not-a-number is found, though it equals nothing; but no scalar is it.
                    parts.push(Condition::Equals(self.literal(element)?));
                }
                Some((self.place(argument)?, Condition::Any(parts)))
            }
            _ => None,
        }
    }
}

pub(super) fn not(condition: Condition) -> Condition {
    match condition {
        Condition::Not(inner) => *inner,
        other => Condition::Not(Box::new(other)),
    }
}

/// A literal of the callback's text.
pub(super) fn literal(e: &Expr) -> Option<Literal> {
    Some(match &e.kind {
        ExprKind::Undefined => Literal::Undefined,
        ExprKind::Null => Literal::Null,
        ExprKind::Bool(value) => Literal::Bool(*value),
        ExprKind::Number(value) => Literal::Number(*value),
        ExprKind::String(text) => Literal::String(text.clone()),
        ExprKind::Unary(UnaryOp::Void, inner) => {
            literal(inner)?;
            Literal::Undefined
        }
        ExprKind::Unary(UnaryOp::Minus, inner) => match literal(inner)? {
            Literal::Number(value) => Literal::Number(-value),
            _ => return None,
        },
        ExprKind::Unary(UnaryOp::Not, inner) => match literal(inner)? {
            Literal::Number(value) => Literal::Bool(value == 0.0 || value.is_nan()),
            Literal::Bool(value) => Literal::Bool(!value),
            _ => return None,
        },
        _ => return None,
    })
}
