//! Built-ins by their dotted names: `Math.max`, `Object.prototype.hasOwnProperty`.

use super::Lower;
use super::globals;
use super::resolve::Resolved;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};

impl Lower<'_> {
    /// The dotted name of a built-in: a global, a property of it, or a property of its prototype. What lies further in is an
    /// ordinary property: `Number.MAX_SAFE_INTEGER.toString`.
    pub(super) fn global_path(&self, expression: &Expr) -> Option<String> {
        match &expression.kind {
            ExprKind::Name(name) if matches!(self.resolve(name), Resolved::Global) => Some(name.to_string()),
            ExprKind::Member {
                object,
                name,
                optional: false,
            } => {
                let path = self.global_path(object)?;
                let is_holder = if path.contains('.') {
                    path.ends_with(".prototype")
                } else {
                    !globals::is_function_property(name)
                };
                // Methods of all functions, not properties of this one.
                let is_holder = is_holder && !matches!(&**name, "apply" | "bind" | "call");
                is_holder.then(|| format!("{path}.{name}"))
            }
            _ => None,
        }
    }

    /// Reports a built-in that gives another answer each time.
    pub(super) fn check_repeatable(&mut self, path: &str, span: Span) {
        if globals::is_nondeterministic(path) {
            let found = self.not_repeatable(path, span);
            self.errors.push(found);
        }
    }
}
