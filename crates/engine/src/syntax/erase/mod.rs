//! What build tools leave in a callback's source: taken out before anything is compiled. One file a tool.
//!
//! Helpers of down-levelled syntax (spread, rest, object assign), known by name and shape, belong here too.

mod esbuild;
mod istanbul;

use super::ast::{Expr, ExprKind, Stmt, StmtKind};

/// An expression less what build tools added at its root; called for every expression, from the leaves up.
pub fn expression(mut expression: Expr) -> Expr {
    match &mut expression.kind {
        ExprKind::Call { .. } => esbuild::name(expression),
        ExprKind::Sequence(values) => {
            let last = values.len().saturating_sub(1);
            let mut at = 0;
            values.retain(|value| {
                at += 1;
                at > last || !istanbul::is_counter(value)
            });
            if values.len() == 1 {
                values.swap_remove(0)
            } else {
                expression
            }
        }
        _ => expression,
    }
}

/// Whether a statement is only there for a build tool.
pub fn is_residue(statement: &Stmt) -> bool {
    matches!(&statement.kind, StmtKind::Expr(value) if istanbul::is_counter(value))
}
