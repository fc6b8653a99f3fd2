//! What conditions say of the values they test: `typeof x === 'string' && x.length`.
//!
//! Facts hold for variables that are never assigned again, and for their members, as far as no code can tell otherwise: an
//! assignment to a member between the test and the use makes a fact wrong, which instructions bear.

use crate::hir::{BinaryOp, Callee, Element, Expr, ExprKind, LocalId, LogicalOp, UnaryOp};
use crate::types::Kinds;

use super::Inference;

/// A variable and the names that lead from it to a value, and the kinds that the value still may have.
pub(super) struct Fact {
    local: LocalId,
    path: Vec<String>,
    kinds: Kinds,
}

impl Inference<'_> {
    /// Does something where a condition is known to be truthy, or falsy.
    pub(super) fn assuming<T>(&mut self, test: &Expr, truthy: bool, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.narrowed.len();
        self.learn(test, truthy);
        let result = act(self);
        self.narrowed.truncate(before);
        result
    }

    /// The kinds of a variable or member where the current place is.
    pub(super) fn narrow(&self, e: &Expr, kinds: Kinds) -> Kinds {
        if self.narrowed.is_empty() {
            return kinds;
        }
        let Some((local, path)) = self.place(e) else {
            return kinds;
        };
        let facts = self
            .narrowed
            .iter()
            .filter(|fact| fact.local == local && fact.path == path);
        facts.fold(kinds, |kinds, fact| kinds & fact.kinds)
    }

    fn learn(&mut self, test: &Expr, truthy: bool) {
        match &test.kind {
            ExprKind::Unary(UnaryOp::Not, operand) => self.learn(operand, !truthy),
            ExprKind::Logical(LogicalOp::And, left, right) if truthy => {
                self.learn(left, true);
                self.learn(right, true);
            }
            ExprKind::Logical(LogicalOp::Or, left, right) if !truthy => {
                self.learn(left, false);
                self.learn(right, false);
            }
            ExprKind::Binary(op @ (BinaryOp::StrictEq | BinaryOp::StrictNe), left, right) => {
                let equal = (*op == BinaryOp::StrictEq) == truthy;
                self.compared(left, right, equal);
                self.compared(right, left, equal);
            }
            ExprKind::Call {
                callee: Callee::Global(path),
                arguments,
                ..
            } if &**path == "Array.isArray" => {
                if let [Element::Value(value)] = &arguments[..] {
                    self.file(value, select(Kinds::ARRAY, truthy));
                }
            }
            // undefined and null are never truthy, nor are objects ever falsy.
            ExprKind::Local(_) | ExprKind::Member { .. } if truthy => {
                self.file(test, Kinds::ANY.without(Kinds::UNDEFINED.or(Kinds::NULL)));
            }
            ExprKind::Local(_) | ExprKind::Member { .. } => self.file(test, Kinds::PRIMITIVE),
            _ => {}
        }
    }

    /// `value === other`, or `!==`.
    fn compared(&mut self, value: &Expr, other: &Expr, equal: bool) {
        if let (ExprKind::Unary(UnaryOp::Typeof, operand), ExprKind::String(name)) = (&value.kind, &other.kind)
            && let Some(kinds) = named(name)
        {
            self.file(operand, select(kinds, equal));
            return;
        }
        match other.kind {
            ExprKind::Undefined => self.file(value, select(Kinds::UNDEFINED, equal)),
            ExprKind::Null => self.file(value, select(Kinds::NULL, equal)),
            ExprKind::Number(_) if equal => self.file(value, Kinds::NUMBER),
            ExprKind::String(_) if equal => self.file(value, Kinds::STRING),
            ExprKind::Bool(_) if equal => self.file(value, Kinds::BOOLEAN),
            _ => {}
        }
    }

    fn file(&mut self, e: &Expr, kinds: Kinds) {
        if let Some((local, path)) = self.place(e) {
            self.narrowed.push(Fact { local, path, kinds });
        }
    }

    /// What an expression reads, where that is a member of a variable that keeps its value.
    fn place(&self, e: &Expr) -> Option<(LocalId, Vec<String>)> {
        match &e.kind {
            ExprKind::Local(local) => {
                let steady = !self.function.locals[local.0 as usize].reassigned;
                steady.then(|| (*local, Vec::new()))
            }
            ExprKind::Member { object, name, .. } => {
                let (local, mut path) = self.place(object)?;
                path.push(name.to_string());
                Some((local, path))
            }
            _ => None,
        }
    }
}

/// The kinds, or all others.
fn select(kinds: Kinds, are: bool) -> Kinds {
    if are { kinds } else { Kinds::ANY.without(kinds) }
}

/// What has such a `typeof`, where a kind is nothing else.
fn named(name: &[u8]) -> Option<Kinds> {
    Some(match name {
        b"string" => Kinds::STRING,
        b"number" => Kinds::NUMBER,
        b"boolean" => Kinds::BOOLEAN,
        b"undefined" => Kinds::UNDEFINED,
        b"function" => Kinds::FUNCTION,
        _ => return None,
    })
}
