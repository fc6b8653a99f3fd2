//! Statements.

use std::sync::Arc;

use oxc_ast::ast as oxc;
use oxc_span::GetSpan;

use super::Convert;
use super::expression::not_plain;
use super::function::bound;
use crate::syntax::ast::{DeclarationKind, Declarator, ForHead, Name, Stmt, StmtKind};
use crate::syntax::erase;
use crate::syntax::refuse::Refused;

impl Convert<'_> {
    /// A list of statements, less what build tools added to it.
    pub(super) fn statements(&mut self, statements: &[oxc::Statement<'_>]) -> Vec<Stmt> {
        let converted = statements.iter().map(|statement| self.statement(statement));
        converted.filter(|statement| !erase::is_residue(statement)).collect()
    }

    fn statement(&mut self, statement: &oxc::Statement<'_>) -> Stmt {
        let span = statement.span();
        let instead = |refused: crate::syntax::ast::Expr| Stmt {
            span: refused.span,
            kind: StmtKind::Empty,
        };
        self.nested(span, instead, |this| Stmt {
            span: this.span(span),
            kind: this.statement_kind(statement),
        })
    }

    fn boxed_statement(&mut self, statement: &oxc::Statement<'_>) -> Box<Stmt> {
        let mut statement = self.statement(statement);
        if erase::is_residue(&statement) {
            statement.kind = StmtKind::Empty;
        }
        Box::new(statement)
    }

    fn statement_kind(&mut self, statement: &oxc::Statement<'_>) -> StmtKind {
        use oxc::Statement as S;
        match statement {
            S::BlockStatement(block) => StmtKind::Block(self.statements(&block.body)),
            S::BreakStatement(it) => StmtKind::Break(it.label.as_ref().map(|label| self.label(label))),
            S::ContinueStatement(it) => StmtKind::Continue(it.label.as_ref().map(|label| self.label(label))),
            S::DoWhileStatement(it) => StmtKind::DoWhile(self.boxed_statement(&it.body), self.expression(&it.test)),
            S::EmptyStatement(_) => StmtKind::Empty,
            S::ExpressionStatement(it) => StmtKind::Expr(self.expression(&it.expression)),
            S::ForInStatement(it) => {
                let head = self.for_head(&it.left);
                let object = self.expression(&it.right);
                StmtKind::ForIn {
                    head,
                    object,
                    body: self.boxed_statement(&it.body),
                }
            }
            S::ForOfStatement(it) => {
                if it.r#await {
                    self.refuse(Refused::Await, it.span);
                }
                let head = self.for_head(&it.left);
                let iterable = self.expression(&it.right);
                StmtKind::ForOf {
                    head,
                    iterable,
                    body: self.boxed_statement(&it.body),
                }
            }
            S::ForStatement(it) => self.for_statement(it),
            S::IfStatement(it) => {
                let test = self.expression(&it.test);
                let then = self.boxed_statement(&it.consequent);
                StmtKind::If(
                    test,
                    then,
                    it.alternate.as_ref().map(|alternate| self.boxed_statement(alternate)),
                )
            }
            S::LabeledStatement(it) => StmtKind::Label(self.label(&it.label), self.boxed_statement(&it.body)),
            S::ReturnStatement(it) => StmtKind::Return(it.argument.as_ref().map(|value| self.expression(value))),
            S::SwitchStatement(it) => {
                let discriminant = self.expression(&it.discriminant);
                let case = |case: &oxc::SwitchCase<'_>| {
                    let test = case.test.as_ref().map(|test| self.expression(test));
                    (test, self.statements(&case.consequent))
                };
                StmtKind::Switch(discriminant, it.cases.iter().map(case).collect())
            }
            S::ThrowStatement(it) => StmtKind::Throw(self.expression(&it.argument)),
            S::TryStatement(it) => self.try_statement(it),
            S::WhileStatement(it) => StmtKind::While(self.expression(&it.test), self.boxed_statement(&it.body)),
            S::VariableDeclaration(declaration) => {
                let (kind, declarators) = self.declaration(declaration);
                StmtKind::Declare(kind, declarators)
            }
            S::FunctionDeclaration(function) => match not_plain(function) {
                Some(refused) => self.refused_statement(refused, function.span),
                None => StmtKind::Function(self.function(function)),
            },
            S::ClassDeclaration(class) => self.refused_statement(Refused::Class, class.span),
            S::DebuggerStatement(it) => self.refused_statement(Refused::Debugger, it.span),
            S::WithStatement(it) => self.refused_statement(Refused::With, it.span),
            other => self.refused_statement(Refused::TypeScript, other.span()),
        }
    }

    fn refused_statement(&mut self, refused: Refused, span: oxc_span::Span) -> StmtKind {
        self.refuse(refused, span);
        StmtKind::Empty
    }

    fn label(&mut self, label: &oxc::LabelIdentifier<'_>) -> Name {
        Name {
            text: Arc::from(label.name.as_str()),
            span: self.span(label.span),
        }
    }

    fn for_statement(&mut self, it: &oxc::ForStatement<'_>) -> StmtKind {
        let init = it.init.as_ref().map(|init| {
            let span = self.span(init.span());
            let kind = match init {
                oxc::ForStatementInit::VariableDeclaration(declaration) => {
                    let (kind, declarators) = self.declaration(declaration);
                    StmtKind::Declare(kind, declarators)
                }
                expression => StmtKind::Expr(self.expression(expression.to_expression())),
            };
            Box::new(Stmt { span, kind })
        });
        let test = it.test.as_ref().map(|test| self.expression(test));
        let update = it.update.as_ref().map(|update| self.expression(update));
        StmtKind::For {
            init,
            test,
            update,
            body: self.boxed_statement(&it.body),
        }
    }

    fn for_head(&mut self, left: &oxc::ForStatementLeft<'_>) -> ForHead {
        match left {
            oxc::ForStatementLeft::VariableDeclaration(declaration) => {
                let (kind, mut declarators) = self.declaration(declaration);
                let declarator = declarators.swap_remove(0);
                if let Some(init) = declarator.init {
                    // `for (var x = 1 in o)`: Annex B only
                    self.errors.push(Refused::NotAFunction.at(init.span));
                }
                ForHead::Declare(kind, declarator.pattern)
            }
            target => ForHead::Assign(self.assignment_target(target.to_assignment_target())),
        }
    }

    fn try_statement(&mut self, it: &oxc::TryStatement<'_>) -> StmtKind {
        let body = self.statements(&it.block.body);
        let handler = it.handler.as_ref().map(|handler| {
            let pattern = handler.param.as_ref().map(|param| self.pattern(&param.pattern));
            (pattern, self.statements(&handler.body.body))
        });
        let finalizer = it.finalizer.as_ref().map(|block| self.statements(&block.body));
        StmtKind::Try {
            body,
            handler,
            finalizer,
        }
    }

    fn declaration(&mut self, declaration: &oxc::VariableDeclaration<'_>) -> (DeclarationKind, Vec<Declarator>) {
        let kind = match declaration.kind {
            oxc::VariableDeclarationKind::Var => DeclarationKind::Var,
            oxc::VariableDeclarationKind::Let => DeclarationKind::Let,
            oxc::VariableDeclarationKind::Const => DeclarationKind::Const,
            oxc::VariableDeclarationKind::Using | oxc::VariableDeclarationKind::AwaitUsing => {
                self.refuse(Refused::Using, declaration.span);
                DeclarationKind::Const
            }
        };
        let declarator = |it: &oxc::VariableDeclarator<'_>| {
            let pattern = self.pattern(&it.id);
            let init = it.init.as_ref().map(|init| bound(self.expression(init), &pattern));
            let between = init
                .as_ref()
                .and_then(|init| self.text.get(pattern.span().end as usize..init.span.start as usize));
            Declarator {
                pattern,
                init,
                parenthesized: between.is_some_and(|between| between.contains('(')),
            }
        };
        (kind, declaration.declarations.iter().map(declarator).collect())
    }
}
