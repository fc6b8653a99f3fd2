//! Lowering: AST to HIR. Resolves names, removes sugar, finds what a callback may not do.
//!
//! One pass in evaluation order. A scope's declarations are entered before its statements are looked at ([`hoist`]); whether a
//! variable is shared with closures, or read before its declaration, is known when its function ends.

mod assign;
mod call;
mod chains;
mod expression;
mod function;
mod global_path;
mod globals;
mod hoist;
mod label;
mod loops;
mod pattern;
mod render;
mod report;
mod resolve;
mod scope;
mod statement;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use self::function::Role;
use self::scope::{Frame, Kind, LocalInfo, Variable};
use super::{Expr, ExprKind, Function, Hir, Local};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast;

/// What a callback is for: it decides what its parameters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callback {
    /// A whole transform: `(document, params)`
    Mill,
    /// `filter`: `(record, index, env)`
    Filter,
    /// `map`: `(record, index, env)`
    Map,
    /// `flatMap`: `(record, index, env)`
    FlatMap,
    /// `sort`: `(a, b, env)`
    Comparator,
    /// `reduce`: `(accumulator, record, index, env)`
    Reducer,
    /// The key of `distinct`: `(record, index, env)`
    Key,
    /// The key of `sortBy`: `(record, index, env)`
    SortKey,
    /// The key of `groupBy` and the callbacks of its aggregates: `(record, index, env)`
    Group,
    /// A function that a callback captured: nothing is known of its arguments
    Helper,
}

/// What a callback can see besides its parameters.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Names that the env or the bindings give; the index is the [`super::BindingId`].
    pub bindings: &'a [String],
    /// Whether the parameter after the usual ones is env. Otherwise it is the array, as in Array's own methods.
    pub third_is_env: bool,
    /// What the callback is for
    pub kind: Callback,
    /// The names under which captured objects hold functions
    pub methods: Option<&'a HashSet<Vec<u8>>>,
}

/// Lowers a callback.
///
/// # Errors
/// All that the callback may not do: each free name once, impure globals, writes to what is not its own.
pub fn lower(function: &ast::Function, scope: &Scope<'_>) -> Result<Hir, Vec<Diagnostic>> {
    let mut lower = Lower {
        scope,
        errors: Vec::new(),
        reported: HashSet::new(),
        missing: Vec::new(),
        functions: Vec::new(),
        locals: Vec::new(),
        frames: Vec::new(),
        variables: Vec::new(),
        expressions: 0,
        methods: HashSet::new(),
        uses_array: false,
        uses_index: false,
        root_name: if function.arrow { None } else { function.name.clone() },
    };
    lower.function(function, Role::Callback);
    if lower.errors.is_empty() {
        Ok(lower.finish())
    } else {
        lower.give_all_at_once();
        Err(lower.errors)
    }
}

/// The state of a lowering.
struct Lower<'a> {
    scope: &'a Scope<'a>,
    errors: Vec<Diagnostic>,
    /// Free names that were reported
    reported: HashSet<Arc<str>>,
    /// Those that somebody could give, and by which of the errors
    missing: Vec<(Arc<str>, usize)>,
    functions: Vec<Function>,
    /// The locals of each function, until all is known about their variables
    locals: Vec<Vec<LocalInfo>>,
    /// The functions around the current place, outermost first
    frames: Vec<Frame>,
    variables: Vec<Variable>,
    expressions: u32,
    /// See [`Hir::methods`]
    methods: HashSet<Arc<str>>,
    /// See [`Hir::uses_array`]
    uses_array: bool,
    /// See [`Hir::uses_index`]
    uses_index: bool,
    /// The name by which the callback can call itself
    root_name: Option<Arc<str>>,
}

impl Lower<'_> {
    /// A new expression.
    fn make(&mut self, span: Span, kind: ExprKind) -> Expr {
        let id = self.expressions;
        self.expressions += 1;
        Expr { id, span, kind }
    }

    /// Remembers that a property may hold a function.
    fn may_be_method(&mut self, name: &Arc<str>, value: &ast::Expr) {
        use ast::ExprKind as E;
        if matches!(
            value.kind,
            E::Function(_)
                | E::Name(_)
                | E::Member { .. }
                | E::Index { .. }
                | E::Call { .. }
                | E::Conditional(..)
                | E::Logical(..)
        ) {
            self.methods.insert(Arc::clone(name));
        }
    }

    /// Reports, and gives an expression that stands in for what was refused.
    fn refuse(&mut self, diagnostic: Diagnostic) -> Expr {
        let span = diagnostic.span;
        self.errors.push(diagnostic);
        self.make(span, ExprKind::Undefined)
    }

    /// The HIR, now that every use of every variable was seen.
    fn finish(mut self) -> Hir {
        for (function, infos) in self.functions.iter_mut().zip(&self.locals) {
            let local = |info: &LocalInfo| {
                let variable = info.variable.map(|id| &self.variables[id.0]);
                Local {
                    name: Arc::clone(&info.name),
                    origin: info.origin,
                    // A temporary has one value wherever it is read.
                    reassigned: variable.is_some_and(|variable| variable.reassigned),
                    constant: variable.is_some_and(|variable| variable.kind == Kind::Const),
                    cell: variable.is_some_and(Variable::is_cell),
                    may_be_uninitialized: variable.is_some_and(|variable| variable.read_early),
                }
            };
            function.locals = infos.iter().map(local).collect();
        }
        Hir {
            functions: self.functions,
            expressions: self.expressions,
            methods: self.methods,
            uses_array: self.uses_array,
            uses_index: self.uses_index
                || self
                    .variables
                    .iter()
                    .any(|variable| variable.is_index && variable.touched),
        }
    }
}
