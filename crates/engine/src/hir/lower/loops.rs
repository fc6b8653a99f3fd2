//! Loops and `switch`.

use std::sync::Arc;

use super::label::Labelled;
use super::pattern::{Mode, Place, Step};
use super::scope::{Kind, VariableId};
use super::{Lower, hoist, render, report};
use crate::hir::{Expr, ExprKind, LocalId, Origin, Stmt};
use crate::syntax::ast::{self, DeclarationKind, ForHead, StmtKind};

impl Lower<'_> {
    /// A statement that `break` can leave.
    pub(super) fn breakable(&mut self, statement: &ast::Stmt, labels: &[Arc<str>], out: &mut Vec<Stmt>) {
        match &statement.kind {
            StmtKind::While(test, body) => {
                let label = self.enter_label(labels, Labelled::Loop);
                let test = Some(self.expression(test));
                let body = self.branch(body);
                out.push(Stmt::Loop {
                    label,
                    test_first: true,
                    test,
                    update: None,
                    body,
                    per_iteration: Vec::new(),
                });
            }
            StmtKind::DoWhile(body, test) => {
                let label = self.enter_label(labels, Labelled::Loop);
                let body = self.branch(body);
                let test = Some(self.expression(test));
                out.push(Stmt::Loop {
                    label,
                    test_first: false,
                    test,
                    update: None,
                    body,
                    per_iteration: Vec::new(),
                });
            }
            StmtKind::For {
                init,
                test,
                update,
                body,
            } => {
                self.for_loop(init.as_deref(), test.as_ref(), update.as_ref(), body, labels, out);
            }
            StmtKind::ForOf { head, iterable, body } => {
                let text = render::iterable(iterable);
                let given = self.is_given(iterable);
                let iterable = self.for_subject(head, iterable, true);
                let label = self.enter_label(labels, Labelled::Loop);
                let (item, body) = self.for_body(head, body, given);
                out.push(Stmt::ForOf {
                    label,
                    item,
                    iterable,
                    text,
                    body,
                });
            }
            StmtKind::ForIn { head, object, body } => {
                let object = self.for_subject(head, object, false);
                let label = self.enter_label(labels, Labelled::Loop);
                let (key, body) = self.for_body(head, body, false);
                out.push(Stmt::ForIn {
                    label,
                    key,
                    object,
                    body,
                });
            }
            StmtKind::Switch(discriminant, cases) => self.switch(discriminant, cases, labels, out),
            _ => return,
        }
        self.leave_label();
    }

    /// <https://tc39.es/ecma262/#sec-forbodyevaluation>
    fn for_loop(
        &mut self,
        init: Option<&ast::Stmt>,
        test: Option<&ast::Expr>,
        update: Option<&ast::Expr>,
        body: &ast::Stmt,
        labels: &[Arc<str>],
        out: &mut Vec<Stmt>,
    ) {
        self.enter();
        let head = self.scope_statements(init.map_or(&[], std::slice::from_ref), &[]);
        let variables = self
            .frame()
            .blocks
            .last()
            .map_or_else(Vec::new, |block| block.variables.clone());
        let label = self.enter_label(labels, Labelled::Loop);
        self.frame().conditional += 1;
        let test = test.map(|test| self.expression(test));
        let body = self.branch(body);
        let update = update.map(|update| self.expression(update));
        self.frame().conditional -= 1;
        let cells = variables.iter().map(|id: &VariableId| &self.variables[id.0]);
        let per_iteration: Vec<LocalId> = cells.filter(|it| it.is_cell()).map(|it| it.local).collect();
        out.extend(self.leave());
        out.extend(head);
        out.push(Stmt::Loop {
            label,
            test_first: true,
            test,
            update,
            body,
            per_iteration,
        });
    }

    /// What a `for … of` or `for … in` goes over. The names of its head hide others there, but hold nothing yet.
    /// <https://tc39.es/ecma262/#sec-runtime-semantics-forinofheadevaluation>
    fn for_subject(&mut self, head: &ForHead, subject: &ast::Expr, iterated: bool) -> Expr {
        let mut names = Vec::new();
        if let ForHead::Declare(DeclarationKind::Let | DeclarationKind::Const, pattern) = head {
            hoist::names_of(pattern, &mut names);
        }
        let hidden: Vec<VariableId> = names.iter().filter_map(|name| self.find(&name.text)).collect();
        let touched: Vec<bool> = hidden
            .iter()
            .map(|id| std::mem::take(&mut self.variables[id.0].touched))
            .collect();
        let lowered = if iterated {
            self.iterated(subject)
        } else {
            self.expression(subject)
        };
        let names_itself = hidden.iter().any(|id| self.variables[id.0].touched);
        let names_binding = names
            .iter()
            .any(|name| self.scope.bindings.iter().any(|binding| **binding == *name.text));
        if names_itself || names_binding {
            self.errors
                .push(report::read_before_declaration(&names[0].text, subject.span));
        }
        for (id, touched) in hidden.iter().zip(touched) {
            self.variables[id.0].touched |= touched;
        }
        lowered
    }

    /// The body of a `for … of` or `for … in`, which begins with what the head declares.
    fn for_body(&mut self, head: &ForHead, body: &ast::Stmt, given: bool) -> (LocalId, Vec<Stmt>) {
        let item = self.temporary();
        self.frame().conditional += 1;
        self.enter();
        let (ForHead::Declare(_, pattern) | ForHead::Assign(pattern)) = head;
        let value = self.make(pattern.span(), ExprKind::Local(item));
        let (mode, place) = match head {
            ForHead::Declare(kind, _) => {
                // V8 names its hidden variable in the message.
                (Mode::Declare(*kind), Place::assigned(".for", ".for is not iterable"))
            }
            ForHead::Assign(_) => (Mode::Assign, Place::nested()),
        };
        if let ForHead::Declare(kind @ (DeclarationKind::Let | DeclarationKind::Const), pattern) = head {
            let kind = if *kind == DeclarationKind::Const {
                Kind::Const
            } else {
                Kind::Let
            };
            let mut names = Vec::new();
            hoist::names_of(pattern, &mut names);
            for name in names {
                self.declare(&name.text, kind, Origin::Variable);
            }
        }
        let mut steps = Vec::new();
        self.pattern(pattern, value, &place, mode, &mut steps);
        if given && mode != Mode::Assign {
            self.mark_given_names(pattern);
        }
        let mut inner = Step::statements(steps);
        inner.extend(self.block(std::slice::from_ref(body)));
        let mut out = self.leave();
        out.append(&mut inner);
        self.frame().conditional -= 1;
        (item, out)
    }

    /// All cases share one scope: <https://tc39.es/ecma262/#sec-runtime-semantics-caseblockevaluation>
    fn switch(
        &mut self,
        discriminant: &ast::Expr,
        cases: &[(Option<ast::Expr>, Vec<ast::Stmt>)],
        labels: &[Arc<str>],
        out: &mut Vec<Stmt>,
    ) {
        let discriminant = self.expression(discriminant);
        let label = self.enter_label(labels, Labelled::Switch);
        self.frame().conditional += 1;
        self.enter();
        let all: Vec<ast::Stmt> = cases
            .iter()
            .flat_map(|(_, body)| body.iter().filter(|it| declares(it)))
            .cloned()
            .collect();
        let start = self.scope_start(&all, &[]);
        let variables = self
            .frame()
            .blocks
            .last()
            .map_or_else(Vec::new, |block| block.variables.clone());
        let mut lowered = Vec::with_capacity(cases.len());
        for (test, body) in cases {
            // Another case may have been jumped over, with its declarations.
            for id in &variables {
                let variable = &mut self.variables[id.0];
                variable.initialized = variable.kind == Kind::Function;
            }
            let test = test.as_ref().map(|test| self.expression(test));
            let mut statements = Vec::new();
            body.iter()
                .for_each(|statement| self.statement(statement, &mut statements));
            lowered.push((test, statements));
        }
        out.extend(self.leave());
        out.extend(start);
        self.frame().conditional -= 1;
        out.push(Stmt::Switch {
            label,
            discriminant,
            cases: lowered,
        });
    }
}

/// Whether a statement declares something in the scope it stands in.
fn declares(statement: &ast::Stmt) -> bool {
    matches!(
        &statement.kind,
        StmtKind::Function(_) | StmtKind::Declare(DeclarationKind::Let | DeclarationKind::Const, _)
    )
}
