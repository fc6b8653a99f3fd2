//! Chains that are one function here, so that what stands in their middle is no value: Buffers, collators and formats.

use std::sync::Arc;

use super::{Lower, render};
use crate::hir::{Callee, Element, Expr, ExprKind};
use crate::source::Span;
use crate::syntax::ast;

impl Lower<'_> {
    /// `Buffer.from(text, encoding).toString(encoding)`: one function of three arguments, so that no Buffer is a value.
    pub(super) fn bytes_as_text(
        &mut self,
        callee: &ast::Expr,
        arguments: &[ast::Element],
        optional: bool,
        span: Span,
    ) -> Option<Expr> {
        let ast::ExprKind::Member {
            object,
            name,
            optional: false,
        } = &callee.kind
        else {
            return None;
        };
        let ast::ExprKind::Call {
            callee: from,
            arguments: source,
            optional: false,
        } = &object.kind
        else {
            return None;
        };
        let is_value = |argument: &ast::Element| matches!(argument, ast::Element::Value(_));
        if &**name != "toString"
            || optional
            || self.global_path(from).as_deref() != Some("Buffer.from")
            || !(1..=2).contains(&source.len())
            || arguments.len() > 1
            || !source.iter().chain(arguments).all(is_value)
        {
            return None;
        }
        let mut all = self.arguments(source);
        if all.len() == 1 {
            all.push(Element::Value(self.make(span, ExprKind::Undefined)));
        }
        all.extend(self.arguments(arguments));
        let text = self.seen(|| render::not_callable(callee));
        let kind = ExprKind::Call {
            callee: Callee::Global(Arc::from("Buffer.from().toString")),
            arguments: all,
            optional: false,
            text,
        };
        Some(self.make(span, kind))
    }

    /// `new Intl.Collator(locales, options).compare`: the function that it gives.
    pub(super) fn intl_function(&mut self, expression: &ast::Expr) -> Option<Expr> {
        let ast::ExprKind::Member {
            object,
            name,
            optional: false,
        } = &expression.kind
        else {
            return None;
        };
        let (ast::ExprKind::New { callee, arguments }
        | ast::ExprKind::Call {
            callee,
            arguments,
            optional: false,
        }) = &object.kind
        else {
            return None;
        };
        let path = match (self.global_path(callee)?.as_str(), &**name) {
            ("Intl.Collator", "compare") => "Intl.Collator().compare",
            ("Intl.NumberFormat", "format") => "Intl.NumberFormat().format",
            ("Intl.DateTimeFormat", "format") => "Intl.DateTimeFormat().format",
            _ => return None,
        };
        let arguments = self.arguments(arguments);
        let kind = ExprKind::Call {
            callee: Callee::Global(Arc::from(path)),
            arguments,
            optional: false,
            text: Arc::from(""),
        };
        Some(self.make(expression.span, kind))
    }
}
