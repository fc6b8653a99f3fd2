//! Calls and `new`.

use std::sync::Arc;

use super::resolve::Resolved;
use super::{Lower, globals, render, report};
use crate::hir::{Callee, Element, Expr, ExprKind};
use crate::source::Span;
use crate::syntax::ast;

impl Lower<'_> {
    /// A call: <https://tc39.es/ecma262/#sec-function-calls-runtime-semantics-evaluation>
    pub(super) fn call(&mut self, callee: &ast::Expr, arguments: &[ast::Element], optional: bool, span: Span) -> Expr {
        if let Some(fused) = self.bytes_as_text(callee, arguments, optional, span) {
            return fused;
        }
        let text = self.seen(|| render::not_callable(callee));
        let callee = self.callee(self.imported(callee), span);
        if let (Callee::Global(path), Some(ast::Element::Value(first))) = (&callee, arguments.first())
            && globals::changes_its_argument(path)
            && self.is_given(first)
        {
            let name = self.given_root(first).unwrap_or_else(|| Arc::from("env"));
            self.errors.push(report::write_to_given(&name, span));
        }
        let arguments = self.arguments(arguments);
        self.make(
            span,
            ExprKind::Call {
                callee,
                arguments,
                optional,
                text,
            },
        )
    }

    /// `Buffer.from(text, encoding).toString(encoding)`: one function of three arguments, so that no Buffer is a value.
    fn bytes_as_text(
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

    /// `(0, module_1.f)` → `module_1.f`: how compilers call an import without a `this`, which no callback has anyway. Only for
    /// free names: methods of records and built-ins would miss theirs.
    fn imported<'e>(&self, callee: &'e ast::Expr) -> &'e ast::Expr {
        if let ast::ExprKind::Sequence(values) = &callee.kind
            && let [
                ast::Expr {
                    kind: ast::ExprKind::Number(_),
                    ..
                },
                last,
            ] = values.as_slice()
            && let ast::ExprKind::Member {
                object,
                optional: false,
                ..
            } = &last.kind
            && let ast::ExprKind::Name(name) = &object.kind
            && matches!(self.resolve(name), Resolved::Binding(_) | Resolved::Free)
        {
            return last;
        }
        callee
    }

    fn callee(&mut self, callee: &ast::Expr, span: Span) -> Callee {
        if let Some(path) = self.global_path(callee) {
            if path == "Date" {
                let found = self.not_repeatable("Date()", span);
                self.errors.push(found);
            }
            self.check_repeatable(&path, callee.span);
            return Callee::Global(Arc::from(path));
        }
        match &callee.kind {
            ast::ExprKind::Member { object, name, optional } => {
                self.check_mutation(object, name, span);
                Callee::Method {
                    object: self.boxed(object),
                    name: Arc::clone(name),
                    optional: *optional,
                }
            }
            ast::ExprKind::Index {
                object,
                index,
                optional,
            } => {
                let object = self.boxed(object);
                Callee::IndexMethod {
                    object,
                    index: self.boxed(index),
                    optional: *optional,
                }
            }
            ast::ExprKind::Chain(_) => {
                self.errors.push(report::detached_chain_call(span));
                Callee::Value(self.boxed(callee))
            }
            _ => Callee::Value(self.boxed(callee)),
        }
    }

    /// Reports methods that would change a snapshot.
    fn check_mutation(&mut self, object: &ast::Expr, name: &str, span: Span) {
        let is_captured = self.scope.methods.is_some_and(|names| names.contains(name.as_bytes()));
        if globals::is_mutating_method(name)
            && !is_captured
            && let Some(owner) = self.given_root(object)
        {
            self.errors.push(report::write_to_given(&owner, span));
        }
    }

    fn arguments(&mut self, arguments: &[ast::Element]) -> Vec<Element> {
        let spreads = arguments
            .iter()
            .filter(|argument| matches!(argument, ast::Element::Spread(_)))
            .count();
        let is_last = spreads == 1 && matches!(arguments.last(), Some(ast::Element::Spread(_)));
        let argument = |argument: &ast::Element| match argument {
            ast::Element::Value(value) => Element::Value(self.expression(value)),
            ast::Element::Spread(value) => {
                let text = self.seen(|| {
                    if is_last {
                        render::value(value)
                    } else {
                        render::inner_argument(value)
                    }
                });
                Element::Spread(self.expression(value), text)
            }
        };
        arguments.iter().map(argument).collect()
    }

    /// A value that is iterated right away: V8 words the error of a call there differently.
    pub(super) fn iterated(&mut self, value: &ast::Expr) -> Expr {
        let mut lowered = self.expression(value);
        if let (ExprKind::Call { text, .. }, ast::ExprKind::Call { callee, .. }) = (&mut lowered.kind, &value.kind)
            && !text.is_empty()
        {
            *text = render::not_callable_or_iterable(callee);
        }
        lowered
    }

    /// A rendering; "" where V8 finds no node and describes the value instead.
    pub(super) fn seen(&mut self, text: impl FnOnce() -> Arc<str>) -> Arc<str> {
        if self.frame().unseen { Arc::from("") } else { text() }
    }

    /// A computed key of an object literal or pattern: V8's printer does not look into it.
    pub(super) fn computed_key(&mut self, key: &ast::Expr) -> Expr {
        let outer = std::mem::replace(&mut self.frame().unseen, true);
        let key = self.expression(key);
        self.frame().unseen = outer;
        key
    }

    /// `new` of a built-in.
    pub(super) fn construct(&mut self, callee: &ast::Expr, arguments: &[ast::Element], span: Span) -> Expr {
        let Some(path) = self.global_path(callee) else {
            // A class that is merely missing is reported as such.
            if let ast::ExprKind::Name(name) = &callee.kind
                && matches!(self.resolve(name), Resolved::Free)
                && globals::classify(name) == globals::Global::Impure
            {
                return self.missing(name, callee.span);
            }
            return self.refuse(report::user_class(span));
        };
        if path == "Date" && arguments.is_empty() {
            let found = self.not_repeatable("new Date()", span);
            return self.refuse(found);
        }
        let arguments = self.arguments(arguments);
        self.make(
            span,
            ExprKind::New {
                constructor: Arc::from(path),
                arguments,
            },
        )
    }
}
