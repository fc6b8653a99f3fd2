//! Assignments: what may be written to.

use std::sync::Arc;

use super::pattern::{Mode, Place, Step};
use super::resolve::Resolved;
use super::scope::Kind;
use super::{Lower, globals, hoist, render, report};
use crate::hir::{Expr, ExprKind, Target};
use crate::source::Span;
use crate::syntax::ast::{self, AssignOp, Pattern};

impl Lower<'_> {
    /// `target = value` and its compounds: <https://tc39.es/ecma262/#sec-assignment-operators-runtime-semantics-evaluation>
    pub(super) fn assign(&mut self, op: AssignOp, pattern: &Pattern, value: &ast::Expr, span: Span) -> Expr {
        let target = match pattern {
            Pattern::Name(name) => self.variable_place(&name.text, name.span),
            Pattern::Place(place) => self.place(place),
            Pattern::Object { .. } | Pattern::Array { .. } => return self.destructure(pattern, value, span),
        };
        if let Some(Target::Member(_, name, _)) = &target {
            self.may_be_method(name, value);
        }
        let value = self.boxed(value);
        let Some(target) = target.map(Box::new) else {
            return self.make(span, ExprKind::Undefined);
        };
        let kind = match op {
            AssignOp::Plain => ExprKind::Assign(target, value),
            AssignOp::Binary(op) => ExprKind::AssignOp(op, target, value),
            AssignOp::Logical(op) => ExprKind::AssignLogical(op, target, value),
        };
        self.make(span, kind)
    }

    /// A destructuring assignment, whose value is what was destructured.
    fn destructure(&mut self, pattern: &Pattern, value: &ast::Expr, span: Span) -> Expr {
        let place = Place::assigned(render::value(value), "");
        let value = self.pattern_value(pattern, value);
        let whole = self.temporary();
        let mut steps = vec![Step::Init(whole, value)];
        let read = self.make(span, ExprKind::Local(whole));
        self.pattern(pattern, read, &place, Mode::Assign, &mut steps);
        let mut values = Vec::with_capacity(steps.len() + 1);
        for step in steps {
            values.push(match step {
                Step::Effect(value) => value,
                Step::Init(local, value) => {
                    let target = Box::new(Target::Local(local, value.span));
                    self.make(span, ExprKind::Assign(target, Box::new(value)))
                }
            });
        }
        values.push(self.make(span, ExprKind::Local(whole)));
        self.make(span, ExprKind::Sequence(values))
    }

    /// A variable or property that is written to; `None` where it was refused.
    pub(super) fn place(&mut self, place: &ast::Expr) -> Option<Target> {
        if let ast::ExprKind::Name(name) = &place.kind {
            return self.variable_place(name, place.span);
        }
        if let Some(owner) = self.given_root(place) {
            self.errors.push(report::write_to_given(&owner, place.span));
            return None;
        }
        if let Some(owner) = self.free_root(place) {
            let found = self.outer_write(&owner, place.span);
            self.errors.push(found);
            return None;
        }
        if let Some(path) = self.global_path(place) {
            self.errors.push(report::write_to_global(&path, place.span));
            return None;
        }
        match &place.kind {
            ast::ExprKind::Member { name, .. } if &**name == "constructor" => {
                self.errors.push(report::write_to_constructor(place.span));
                None
            }
            ast::ExprKind::Member { object, name, .. } => {
                let object = self.expression(object);
                Some(Target::Member(object, Arc::clone(name), place.span))
            }
            ast::ExprKind::Index { index, .. } if is_far(index) => {
                self.errors.push(report::sparse_array(place.span));
                None
            }
            ast::ExprKind::Index { object, index, .. } => {
                let object = self.expression(object);
                Some(Target::Index(object, self.expression(index), place.span))
            }
            _ => {
                self.errors.push(report::not_assignable(place.span));
                None
            }
        }
    }

    /// A variable that is written to.
    pub(super) fn variable_place(&mut self, name: &Arc<str>, span: Span) -> Option<Target> {
        let found = match self.resolve(name) {
            Resolved::Variable(id) => {
                let variable = &mut self.variables[id.0];
                match variable.kind {
                    Kind::Itself => report::write_to_own_name(name, span),
                    kind => {
                        // To assign to a constant throws, and leaves it as it is.
                        variable.reassigned |= kind != Kind::Const;
                        variable.read_early |= !variable.initialized && kind != Kind::Function;
                        return Some(Target::Local(self.local_of(id), span));
                    }
                }
            }
            Resolved::Binding(_) => report::write_to_given(name, span),
            Resolved::Root => report::write_to_own_name(name, span),
            Resolved::Global => report::write_to_global(name, span),
            Resolved::Free => self.outer_write(name, span),
        };
        self.errors.push(found);
        None
    }

    /// The name of the snapshot that a path begins in.
    pub(super) fn given_root(&self, path: &ast::Expr) -> Option<Arc<str>> {
        let name = root(path)?;
        let given = match self.resolve(name) {
            Resolved::Variable(id) => self.variables[id.0].given,
            Resolved::Binding(_) => true,
            Resolved::Root | Resolved::Global | Resolved::Free => false,
        };
        given.then(|| Arc::clone(name))
    }

    /// Whether an expression gives a part of a snapshot: a path into one, or what `find` and the like take from one.
    pub(super) fn is_given(&self, value: &ast::Expr) -> bool {
        match &value.kind {
            ast::ExprKind::Name(_) => self.given_root(value).is_some(),
            ast::ExprKind::Member { object, .. }
            | ast::ExprKind::Index { object, .. }
            | ast::ExprKind::Chain(object) => self.is_given(object),
            ast::ExprKind::Call { callee, .. } => match &callee.kind {
                ast::ExprKind::Member { object, name, .. } => globals::gives_a_part(name) && self.is_given(object),
                _ => false,
            },
            ast::ExprKind::Logical(_, left, right) | ast::ExprKind::Conditional(_, left, right) => {
                self.is_given(left) || self.is_given(right)
            }
            _ => false,
        }
    }

    /// Marks the names of a pattern that takes parts of a snapshot.
    pub(super) fn mark_given_names(&mut self, pattern: &Pattern) {
        let mut names = Vec::new();
        hoist::names_of(pattern, &mut names);
        for name in names {
            if let Some(id) = self.find(&name.text) {
                self.variables[id.0].given = true;
            }
        }
    }

    fn free_root(&self, path: &ast::Expr) -> Option<Arc<str>> {
        let name = root(path)?;
        matches!(self.resolve(name), Resolved::Free).then(|| Arc::clone(name))
    }
}

/// The name that a path of properties begins with.
fn root(path: &ast::Expr) -> Option<&Arc<str>> {
    match &path.kind {
        ast::ExprKind::Name(name) => Some(name),
        ast::ExprKind::Member { object, .. } | ast::ExprKind::Index { object, .. } | ast::ExprKind::Chain(object) => {
            root(object)
        }
        _ => None,
    }
}

/// An index that would make an array sparse.
fn is_far(index: &ast::Expr) -> bool {
    matches!(index.kind, ast::ExprKind::Number(n) if n > 10_000_000.0 && n < 4_294_967_295.0 && n.fract() == 0.0)
}
