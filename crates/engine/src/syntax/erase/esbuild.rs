//! esbuild and tsx with `keepNames`: `__name(fn, "name")` returns its first argument.

use crate::syntax::ast::{Element, Expr, ExprKind};

/// `__name(value, "name")` → `value`
pub fn name(expression: Expr) -> Expr {
    match expression.kind {
        ExprKind::Call {
            callee,
            mut arguments,
            optional: false,
        } if is_name_helper(&callee, &arguments) => match arguments.swap_remove(0) {
            Element::Value(mut value) | Element::Spread(mut value) => {
                // Its name is the one that the helper gave it.
                if let ExprKind::Function(function) = &mut value.kind {
                    function.called = None;
                }
                value
            }
        },
        kind => Expr {
            span: expression.span,
            kind,
        },
    }
}

fn is_name_helper(callee: &Expr, arguments: &[Element]) -> bool {
    let [Element::Value(value), Element::Value(name)] = arguments else {
        return false;
    };
    matches!(&callee.kind, ExprKind::Name(helper) if &**helper == "__name")
        && matches!(value.kind, ExprKind::Function(_) | ExprKind::Name(_))
        && matches!(name.kind, ExprKind::String(_))
}
