//! Declarations that hold before the statements of their scope run.
//! <https://tc39.es/ecma262/#sec-static-semantics-varscopeddeclarations>

use std::sync::Arc;

use crate::syntax::ast::{DeclarationKind, ForHead, Function, Name, Pattern, Stmt, StmtKind};

/// The names that a pattern binds, in order.
pub(super) fn names_of<'p>(pattern: &'p Pattern, names: &mut Vec<&'p Name>) {
    match pattern {
        Pattern::Name(name) => names.push(name),
        Pattern::Object { properties, rest, .. } => {
            properties
                .iter()
                .for_each(|property| names_of(&property.element.pattern, names));
            rest.iter().for_each(|rest| names_of(rest, names));
        }
        Pattern::Array { elements, rest, .. } => {
            elements
                .iter()
                .flatten()
                .for_each(|element| names_of(&element.pattern, names));
            rest.iter().for_each(|rest| names_of(rest, names));
        }
        Pattern::Place(_) => {}
    }
}

/// The `let` and `const` names of one list of statements.
pub(super) fn lexical_names(statements: &[Stmt]) -> Vec<(&Name, DeclarationKind)> {
    let mut found = Vec::new();
    for statement in statements {
        if let StmtKind::Declare(kind @ (DeclarationKind::Let | DeclarationKind::Const), declarators) = &statement.kind
        {
            let mut names = Vec::new();
            declarators
                .iter()
                .for_each(|declarator| names_of(&declarator.pattern, &mut names));
            found.extend(names.into_iter().map(|name| (name, *kind)));
        }
    }
    found
}

/// The functions that one list of statements declares.
pub(super) fn functions(statements: &[Stmt]) -> impl Iterator<Item = &Function> {
    statements.iter().filter_map(|statement| match &statement.kind {
        StmtKind::Function(function) => Some(function),
        _ => None,
    })
}

/// Whether a function's body declares any name of its own.
pub(super) fn declares(body: &[Stmt]) -> bool {
    let Hoisted { vars, block_functions } = Hoisted::of(body);
    let hoisted = vars.len() + block_functions.len() + functions(body).count();
    hoisted > 0 || !lexical_names(body).is_empty()
}

/// What a function's body declares for the whole function.
#[derive(Default)]
pub(super) struct Hoisted<'s> {
    /// `var` names at any depth
    pub vars: Vec<&'s Name>,
    /// Names of functions declared in blocks
    pub block_functions: Vec<Arc<str>>,
}

impl<'s> Hoisted<'s> {
    /// Looks through a function's body.
    pub fn of(statements: &'s [Stmt]) -> Hoisted<'s> {
        let mut found = Hoisted::default();
        statements.iter().for_each(|statement| found.statement(statement));
        found
    }

    fn block(&mut self, statements: &'s [Stmt]) {
        let functions = functions(statements).filter_map(|function| function.name.clone());
        self.block_functions.extend(functions);
        statements.iter().for_each(|statement| self.statement(statement));
    }

    fn body(&mut self, statement: &'s Stmt) {
        self.block(std::slice::from_ref(statement));
    }

    fn statement(&mut self, statement: &'s Stmt) {
        match &statement.kind {
            StmtKind::Declare(DeclarationKind::Var, declarators) => {
                declarators
                    .iter()
                    .for_each(|declarator| names_of(&declarator.pattern, &mut self.vars));
            }
            StmtKind::If(_, then, otherwise) => {
                self.body(then);
                otherwise.iter().for_each(|otherwise| self.body(otherwise));
            }
            StmtKind::Block(body) => self.block(body),
            StmtKind::For { init, body, .. } => {
                init.iter().for_each(|init| self.statement(init));
                self.body(body);
            }
            StmtKind::ForOf { head, body, .. } | StmtKind::ForIn { head, body, .. } => {
                if let ForHead::Declare(DeclarationKind::Var, pattern) = head {
                    names_of(pattern, &mut self.vars);
                }
                self.body(body);
            }
            StmtKind::While(_, body) | StmtKind::DoWhile(body, _) | StmtKind::Label(_, body) => self.body(body),
            StmtKind::Switch(_, cases) => cases.iter().for_each(|(_, body)| self.block(body)),
            StmtKind::Try {
                body,
                handler,
                finalizer,
            } => {
                self.block(body);
                handler.iter().for_each(|(_, body)| self.block(body));
                finalizer.iter().for_each(|body| self.block(body));
            }
            StmtKind::Declare(..)
            | StmtKind::Expr(_)
            | StmtKind::Function(_)
            | StmtKind::Return(_)
            | StmtKind::Break(_)
            | StmtKind::Continue(_)
            | StmtKind::Throw(_)
            | StmtKind::Empty => {}
        }
    }
}
