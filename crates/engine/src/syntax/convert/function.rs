//! Functions.

use std::sync::Arc;

use oxc_ast::ast as oxc;
use oxc_span::GetSpan;

use super::Convert;
use crate::syntax::ast::{Expr, ExprKind, Function, Key, Param, Pattern, Stmt, StmtKind};

impl Convert<'_> {
    /// `(…) => …`
    pub fn arrow(&mut self, arrow: &oxc::ArrowFunctionExpression<'_>) -> Function {
        let (params, rest) = self.params(&arrow.params);
        let statements = match &arrow.body {
            oxc::ArrowFunctionBody::FunctionBody(body) => counted(body),
            _ => 1,
        };
        let body = match &arrow.body {
            oxc::ArrowFunctionBody::FunctionBody(body) => self.statements(&body.statements),
            expression => {
                let expression = expression.to_expression();
                let span = self.span(expression.span());
                vec![Stmt {
                    span,
                    kind: StmtKind::Return(Some(self.expression(expression))),
                }]
            }
        };
        Function {
            span: self.span(arrow.span),
            name: None,
            called: Some(Arc::from("")),
            arrow: true,
            plain: false,
            params,
            rest,
            body,
            statements,
        }
    }

    /// `function (…) { … }`, a declaration or a method.
    pub fn function(&mut self, function: &oxc::Function<'_>) -> Function {
        let name = function.id.as_ref().map(|id| self.binding_name(id).text);
        let (params, rest) = self.params(&function.params);
        let body = function
            .body
            .as_ref()
            .map_or_else(Vec::new, |body| self.statements(&body.statements));
        let statements = function.body.as_ref().map_or(0, |body| counted(body));
        Function {
            span: self.span(function.span),
            called: Some(name.clone().unwrap_or_else(|| Arc::from(""))),
            name,
            arrow: false,
            plain: true,
            params,
            rest,
            body,
            statements,
        }
    }

    fn params(&mut self, params: &oxc::FormalParameters<'_>) -> (Vec<Param>, Option<Pattern>) {
        let rest = params.rest.as_ref().map(|rest| self.pattern(&rest.rest.argument));
        let param = |param: &oxc::FormalParameter<'_>| {
            let pattern = self.pattern(&param.pattern);
            let default = param.initializer.as_ref().map(|value| self.expression(value));
            Param {
                span: self.span(param.span),
                default: default.map(|value| bound(value, &pattern)),
                pattern,
            }
        };
        (params.items.iter().map(param).collect(), rest)
    }
}

/// How many statements V8 keeps of a body: directives, too, but nothing that is empty, and no declared functions.
fn counted(body: &oxc::FunctionBody<'_>) -> usize {
    let kept = body.statements.iter().filter(|statement| !is_dropped(statement));
    body.directives.len() + kept.count()
}

fn is_dropped(statement: &oxc::Statement<'_>) -> bool {
    match statement {
        oxc::Statement::EmptyStatement(_) | oxc::Statement::FunctionDeclaration(_) => true,
        oxc::Statement::LabeledStatement(labeled) => is_dropped(&labeled.body),
        _ => false,
    }
}

/// SetFunctionName: <https://tc39.es/ecma262/#sec-runtime-semantics-namedevaluation>
pub(super) fn named(mut value: Expr, name: Option<&Arc<str>>) -> Expr {
    if let ExprKind::Function(function) = &mut value.kind
        && function.called.as_deref() == Some("")
    {
        function.called = name.cloned();
    }
    value
}

/// A value that a pattern binds: only a variable names it.
pub(super) fn bound(value: Expr, pattern: &Pattern) -> Expr {
    match pattern {
        Pattern::Name(name) => named(value, Some(&name.text)),
        _ => value,
    }
}

/// The value of a property, which its key names.
pub(super) fn keyed(value: Expr, key: &Key) -> Expr {
    match key {
        Key::Static(name) => named(value, Some(name)),
        Key::Computed(_) => named(value, None),
    }
}
