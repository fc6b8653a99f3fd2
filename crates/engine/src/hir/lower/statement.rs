//! Statements.

use std::sync::Arc;

use super::function::Role;
use super::label::Labelled;
use super::pattern::{Mode, Place, Step};
use super::scope::Kind;
use super::{Lower, hoist, render};
use crate::hir::{ExprKind, LocalId, Origin, Stmt, Target};
use crate::source::Span;
use crate::syntax::ast::{self, DeclarationKind, Declarator, StmtKind};

impl Lower<'_> {
    /// A list of statements with a scope of its own.
    pub(super) fn block(&mut self, statements: &[ast::Stmt]) -> Vec<Stmt> {
        self.enter();
        let mut body = self.scope_statements(statements, &[]);
        let mut declared = self.leave();
        declared.append(&mut body);
        declared
    }

    /// The statements of the scope just entered, which `params` belong to as well.
    pub(super) fn scope_statements(&mut self, statements: &[ast::Stmt], params: &[Arc<str>]) -> Vec<Stmt> {
        let mut out = self.scope_start(statements, params);
        statements
            .iter()
            .for_each(|statement| self.statement(statement, &mut out));
        out
    }

    /// Declares what a scope's statements declare, and initialises its functions.
    /// <https://tc39.es/ecma262/#sec-blockdeclarationinstantiation>
    pub(super) fn scope_start(&mut self, statements: &[ast::Stmt], params: &[Arc<str>]) -> Vec<Stmt> {
        for (name, kind) in hoist::lexical_names(statements) {
            let kind = if kind == DeclarationKind::Const {
                Kind::Const
            } else {
                Kind::Let
            };
            self.declare(&name.text, kind, Origin::Variable);
        }
        for function in hoist::functions(statements) {
            let name = function.name.clone().unwrap_or_else(|| Arc::from(""));
            if !params.contains(&name) && self.find_own(&name).is_none() {
                self.declare(&name, Kind::Function, Origin::Variable);
            }
        }
        let mut out = Vec::new();
        let mut declared = Vec::new();
        // Of two functions of one name the last counts.
        let last =
            |at: usize, name: &Option<Arc<str>>| hoist::functions(statements).skip(at + 1).all(|it| it.name != *name);
        for (at, function) in hoist::functions(statements).enumerate() {
            if !last(at, &function.name) {
                continue;
            }
            let name = function.name.clone().unwrap_or_else(|| Arc::from(""));
            let Some(id) = self.find(&name) else { continue };
            let lowered = self.function(function, Role::Declaration);
            let value = self.make(function.span, ExprKind::Function(lowered));
            let variable = &mut self.variables[id.0];
            let local = variable.local;
            if variable.kind == Kind::Function {
                declared.push(id);
                out.push(Stmt::Init(local, Some(value)));
            } else {
                variable.reassigned = true;
                let target = Box::new(Target::Local(local, function.span));
                out.push(Stmt::Expr(
                    self.make(function.span, ExprKind::Assign(target, Box::new(value))),
                ));
            }
        }
        for id in declared {
            self.variables[id.0].initialized = true;
        }
        out
    }

    /// One statement that may or may not run, or run again: a branch or a body.
    pub(super) fn branch(&mut self, statement: &ast::Stmt) -> Vec<Stmt> {
        self.frame().conditional += 1;
        let out = self.block(std::slice::from_ref(statement));
        self.frame().conditional -= 1;
        out
    }

    /// A block that may or may not run.
    pub(super) fn branch_block(&mut self, statements: &[ast::Stmt]) -> Vec<Stmt> {
        self.frame().conditional += 1;
        let out = self.block(statements);
        self.frame().conditional -= 1;
        out
    }

    /// A statement.
    pub(super) fn statement(&mut self, statement: &ast::Stmt, out: &mut Vec<Stmt>) {
        self.labelled(statement, &[], out);
    }

    /// A statement behind labels.
    fn labelled(&mut self, statement: &ast::Stmt, labels: &[Arc<str>], out: &mut Vec<Stmt>) {
        match &statement.kind {
            _ if !labels.is_empty() && !takes_labels(&statement.kind) => {
                let label = self.enter_label(labels, Labelled::Block);
                let body = self.branch(statement);
                self.leave_label();
                out.push(Stmt::Block { label, body });
            }
            StmtKind::Empty | StmtKind::Function(_) => {}
            StmtKind::Expr(value) => {
                let value = self.expression(value);
                out.push(Stmt::Expr(value));
            }
            StmtKind::Declare(kind, declarators) => self.declaration(*kind, declarators, out),
            StmtKind::Return(value) => {
                let value = value.as_ref().map(|value| self.expression(value));
                out.push(Stmt::Return(value));
            }
            StmtKind::If(test, then, otherwise) => {
                let test = self.expression(test);
                let then = self.branch(then);
                let otherwise = otherwise
                    .as_ref()
                    .map_or_else(Vec::new, |otherwise| self.branch(otherwise));
                out.push(Stmt::If { test, then, otherwise });
            }
            StmtKind::Block(body) if labels.is_empty() => {
                let body = self.block(body);
                out.extend(body);
            }
            StmtKind::Throw(value) => {
                let value = self.expression(value);
                out.push(Stmt::Throw(value));
            }
            StmtKind::Try {
                body,
                handler,
                finalizer,
            } => {
                let body = self.branch_block(body);
                let handler = handler
                    .as_ref()
                    .map(|(pattern, body)| self.handler(pattern.as_ref(), body));
                let finalizer = finalizer.as_ref().map(|body| self.branch_block(body));
                out.push(Stmt::Try {
                    body,
                    handler,
                    finalizer,
                });
            }
            StmtKind::Break(name) => out.extend(self.break_to(name.as_ref(), statement.span)),
            StmtKind::Continue(name) => out.extend(self.continue_to(name.as_ref(), statement.span)),
            StmtKind::Label(name, body) => {
                let mut labels = labels.to_vec();
                labels.push(Arc::clone(&name.text));
                self.labelled(body, &labels, out);
            }
            StmtKind::While(..)
            | StmtKind::DoWhile(..)
            | StmtKind::For { .. }
            | StmtKind::ForOf { .. }
            | StmtKind::ForIn { .. }
            | StmtKind::Switch(..) => {
                self.breakable(statement, labels, out);
            }
            StmtKind::Block(body) => {
                let label = self.enter_label(labels, Labelled::Block);
                let body = self.branch_block(body);
                self.leave_label();
                out.push(Stmt::Block { label, body });
            }
        }
    }

    /// `var`, `let`, `const`
    pub(super) fn declaration(&mut self, kind: DeclarationKind, declarators: &[Declarator], out: &mut Vec<Stmt>) {
        for declarator in declarators {
            let Some(init) = &declarator.init else {
                if kind != DeclarationKind::Var {
                    self.declare_without_value(&declarator.pattern, out);
                }
                continue;
            };
            let place = Place::assigned(
                render::value(init),
                render::declared_iterable(init, declarator.parenthesized),
            );
            let value = self.pattern_value(&declarator.pattern, init);
            let mut steps = Vec::new();
            self.pattern(&declarator.pattern, value, &place, Mode::Declare(kind), &mut steps);
            out.extend(Step::statements(steps));
            if self.is_given(init) {
                self.mark_given_names(&declarator.pattern);
            }
        }
    }

    fn declare_without_value(&mut self, pattern: &ast::Pattern, out: &mut Vec<Stmt>) {
        let ast::Pattern::Name(name) = pattern else { return };
        let Some(id) = self.find_own(&name.text) else { return };
        self.variables[id.0].initialized = true;
        out.push(Stmt::Init(self.variables[id.0].local, None));
    }

    fn handler(&mut self, pattern: Option<&ast::Pattern>, body: &[ast::Stmt]) -> (Option<LocalId>, Vec<Stmt>) {
        let Some(pattern) = pattern else {
            return (None, self.branch_block(body));
        };
        self.frame().conditional += 1;
        self.enter();
        let thrown = self.temporary();
        let span: Span = pattern.span();
        let mut names = Vec::new();
        hoist::names_of(pattern, &mut names);
        for name in names {
            self.declare(&name.text, Kind::Let, Origin::Variable);
        }
        let value = self.make(span, ExprKind::Local(thrown));
        let mut steps = Vec::new();
        // V8 names its hidden variable in the message.
        self.pattern(
            pattern,
            value,
            &Place::assigned(".catch", ""),
            Mode::Declare(DeclarationKind::Let),
            &mut steps,
        );
        let mut inner = Step::statements(steps);
        inner.extend(self.block(body));
        let mut out = self.leave();
        out.append(&mut inner);
        self.frame().conditional -= 1;
        (Some(thrown), out)
    }
}

/// Whether labels are part of a statement; any other stands in a block that they name.
fn takes_labels(statement: &StmtKind) -> bool {
    matches!(
        statement,
        StmtKind::Label(..)
            | StmtKind::While(..)
            | StmtKind::DoWhile(..)
            | StmtKind::For { .. }
            | StmtKind::ForOf { .. }
            | StmtKind::ForIn { .. }
            | StmtKind::Switch(..)
            | StmtKind::Block(_)
            | StmtKind::Function(_)
    )
}
