//! Istanbul's coverage counters: `cov_1a2b3c().s[0]++`, `cov_1a2b3c().f[1]++`, `cov_1a2b3c().b[2][0]++`.

use crate::syntax::ast::{Expr, ExprKind};

/// Whether an expression only counts that a line ran.
pub fn is_counter(expression: &Expr) -> bool {
    let ExprKind::Update { target, .. } = &expression.kind else {
        return false;
    };
    let Some(table) = indexed(target) else { return false };
    let table = indexed(table).unwrap_or(table);
    let ExprKind::Member {
        object,
        name,
        optional: false,
    } = &table.kind
    else {
        return false;
    };
    let coverage = match &object.kind {
        ExprKind::Call {
            callee,
            arguments,
            optional: false,
        } if arguments.is_empty() => callee,
        _ => object,
    };
    matches!(&**name, "s" | "f" | "b" | "bT") && matches!(&coverage.kind, ExprKind::Name(name) if is_coverage(name))
}

/// `table` of `table[7]`
fn indexed(expression: &Expr) -> Option<&Expr> {
    match &expression.kind {
        ExprKind::Index {
            object,
            index,
            optional: false,
        } if matches!(index.kind, ExprKind::Number(_)) => Some(object),
        _ => None,
    }
}

fn is_coverage(name: &str) -> bool {
    let hash = name.strip_prefix("cov_").unwrap_or("");
    !hash.is_empty()
        && hash
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}
