//! Members, calls and optional chains.

use std::sync::Arc;

use oxc_ast::ast as oxc;
use oxc_span::GetSpan;

use super::Convert;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::refuse::Refused;

impl Convert<'_> {
    /// `object.name`
    pub(super) fn static_member(&mut self, member: &oxc::StaticMemberExpression<'_>) -> Expr {
        let object = Box::new(self.expression(&member.object));
        let kind = ExprKind::Member {
            object,
            name: Arc::from(member.property.name.as_str()),
            optional: member.optional,
        };
        Expr::new(self.span(member.span), kind)
    }

    /// `object[key]`; a literal string that no array takes for an index is a name.
    pub(super) fn computed_member(&mut self, member: &oxc::ComputedMemberExpression<'_>) -> Expr {
        let object = Box::new(self.expression(&member.object));
        let span = self.span(member.span);
        let optional = member.optional;
        let index = self.expression(&member.expression);
        if let ExprKind::String(text) = &index.kind
            && let Ok(name) = std::str::from_utf8(text)
            && !name.starts_with(|first: char| first.is_ascii_digit())
        {
            return Expr::new(
                span,
                ExprKind::Member {
                    object,
                    name: Arc::from(name),
                    optional,
                },
            );
        }
        Expr::new(
            span,
            ExprKind::Index {
                object,
                index: Box::new(index),
                optional,
            },
        )
    }

    /// A call.
    pub(super) fn call(&mut self, call: &oxc::CallExpression<'_>) -> Expr {
        let callee = Box::new(self.expression(&call.callee));
        let arguments = self.arguments(&call.arguments);
        Expr::new(
            self.span(call.span),
            ExprKind::Call {
                callee,
                arguments,
                optional: call.optional,
            },
        )
    }

    /// What an optional chain holds.
    pub(super) fn chain(&mut self, chain: &oxc::ChainExpression<'_>) -> Expr {
        match &chain.expression {
            oxc::ChainElement::CallExpression(call) => self.call(call),
            oxc::ChainElement::ComputedMemberExpression(member) => self.computed_member(member),
            oxc::ChainElement::StaticMemberExpression(member) => self.static_member(member),
            oxc::ChainElement::PrivateFieldExpression(member) => self.refuse(Refused::PrivateName, member.span),
            oxc::ChainElement::TSNonNullExpression(expression) => self.refuse(Refused::TypeScript, expression.span()),
        }
    }
}
