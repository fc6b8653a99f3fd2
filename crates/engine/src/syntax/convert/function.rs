//! Functions.

use oxc_ast::ast as oxc;
use oxc_span::GetSpan;

use super::Convert;
use crate::syntax::ast::{Function, Param, Pattern, Stmt, StmtKind};

impl Convert<'_> {
    /// `(…) => …`
    pub fn arrow(&mut self, arrow: &oxc::ArrowFunctionExpression<'_>) -> Function {
        let (params, rest) = self.params(&arrow.params);
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
            arrow: true,
            params,
            rest,
            body,
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
        Function {
            span: self.span(function.span),
            name,
            arrow: false,
            params,
            rest,
            body,
        }
    }

    fn params(&mut self, params: &oxc::FormalParameters<'_>) -> (Vec<Param>, Option<Pattern>) {
        let rest = params.rest.as_ref().map(|rest| self.pattern(&rest.rest.argument));
        let param = |param: &oxc::FormalParameter<'_>| Param {
            span: self.span(param.span),
            pattern: self.pattern(&param.pattern),
            default: param.initializer.as_ref().map(|value| self.expression(value)),
        };
        (params.items.iter().map(param).collect(), rest)
    }
}
