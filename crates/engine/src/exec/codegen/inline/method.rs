//! Which calls become loops.

use crate::hir::Stmt;

/// A method that goes over the elements in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Every,
    Filter,
    Find,
    FindIndex,
    FlatMap,
    ForEach,
    Map,
    Reduce,
    Some,
}

impl Method {
    pub(super) fn named(name: &str) -> Option<Method> {
        Some(match name {
            "every" => Method::Every,
            "filter" => Method::Filter,
            "find" => Method::Find,
            "findIndex" => Method::FindIndex,
            "flatMap" => Method::FlatMap,
            "forEach" => Method::ForEach,
            "map" => Method::Map,
            "reduce" => Method::Reduce,
            "some" => Method::Some,
            _ => return None,
        })
    }

    /// How many arguments the form that is compiled here has.
    pub(super) fn arguments(self) -> usize {
        if self == Method::Reduce { 2 } else { 1 }
    }

    /// Whether holes are elements, too.
    pub(super) fn visits_holes(self) -> bool {
        matches!(self, Method::Find | Method::FindIndex)
    }

    /// Whether the callback's result is a condition.
    pub(super) fn tests(self) -> bool {
        matches!(
            self,
            Method::Every | Method::Filter | Method::Find | Method::FindIndex | Method::Some
        )
    }

    /// Whether the element is needed behind the callback.
    pub(super) fn keeps_element(self) -> bool {
        matches!(self, Method::Filter | Method::Find)
    }
}

/// Whether a `finally` block may see what a `return` before it has written.
pub(super) fn has_finally(body: &[Stmt]) -> bool {
    body.iter().any(|statement| match statement {
        Stmt::If { then, otherwise, .. } => has_finally(then) || has_finally(otherwise),
        Stmt::Block { body, .. } | Stmt::Loop { body, .. } | Stmt::ForOf { body, .. } | Stmt::ForIn { body, .. } => {
            has_finally(body)
        }
        Stmt::Switch { cases, .. } => cases.iter().any(|(_, body)| has_finally(body)),
        Stmt::Try {
            body,
            handler,
            finalizer,
        } => finalizer.is_some() || has_finally(body) || handler.as_ref().is_some_and(|(_, body)| has_finally(body)),
        Stmt::Declare(_)
        | Stmt::Init(..)
        | Stmt::Expr(_)
        | Stmt::Return(_)
        | Stmt::Break(_)
        | Stmt::Continue(_)
        | Stmt::Throw(_) => false,
    })
}
