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
        if let (Callee::Global(path), Some(ast::Element::Value(first))) = (&callee, arguments.first()) {
            self.check_first_argument(path, first);
        }
        let mut arguments = self.arguments(arguments);
        drop_math(&callee, &mut arguments);
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

    /// Reports what built-ins cannot do with the argument that is written there.
    fn check_first_argument(&mut self, path: &str, first: &ast::Expr) {
        use ast::ExprKind as E;
        match path {
            "Object.getOwnPropertyNames" if self.global_path(first).is_some() => {
                self.errors.push(report::names_of_global(first.span));
            }
            "Object.assign" if matches!(first.kind, E::String(_) | E::Number(_) | E::Bool(_)) => {
                self.errors.push(report::assign_to_primitive(first.span));
            }
            _ => {}
        }
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
        if let Some(function) = self.intl_function(callee) {
            return Callee::Value(Box::new(function));
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

    pub(super) fn arguments(&mut self, arguments: &[ast::Element]) -> Vec<Element> {
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
        if let Some(text) = last_call_text(&mut lowered)
            && !text.is_empty()
        {
            *text = render::not_callable_or_iterable(value);
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

/// `Math.max.apply(Math, numbers)`: the functions of Math look at no receiver, so that object need not exist.
fn drop_math(callee: &Callee, arguments: &mut [Element]) {
    if let Callee::Method { object, name, .. } = callee
        && let ExprKind::Global(path) = &object.kind
        && path.starts_with("Math.")
        && matches!(&**name, "apply" | "bind" | "call")
        && let Some(Element::Value(receiver)) = arguments.first_mut()
        && matches!(&receiver.kind, ExprKind::Global(path) if &**path == "Math")
    {
        receiver.kind = ExprKind::Undefined;
    }
}

/// The message of the call that gives a value, behind one comma too.
fn last_call_text(value: &mut Expr) -> Option<&mut Arc<str>> {
    match &mut value.kind {
        ExprKind::Call { text, .. } => Some(text),
        ExprKind::Sequence(values) => match values.as_mut_slice() {
            [_, last] => last_call_text(last),
            _ => None,
        },
        _ => None,
    }
}
