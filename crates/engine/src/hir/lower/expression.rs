//! Expressions.

use std::sync::Arc;

use super::function::Role;
use super::{Lower, render, report};
use crate::hir::{Element, Expr, ExprKind, PropertyDefinition, Target};
use crate::syntax::ast;

impl Lower<'_> {
    /// An expression.
    pub(super) fn expression(&mut self, expression: &ast::Expr) -> Expr {
        use ast::ExprKind as E;
        let span = expression.span;
        let kind = match &expression.kind {
            E::Null => ExprKind::Null,
            E::Bool(value) => ExprKind::Bool(*value),
            E::Number(value) => ExprKind::Number(*value),
            E::String(text) => ExprKind::String(Arc::clone(text)),
            E::RegExp { source, flags } => ExprKind::RegExp {
                source: Arc::clone(source),
                flags: Arc::clone(flags),
            },
            E::Template(texts, values) => ExprKind::Template(texts.clone(), self.expressions(values)),
            E::Name(name) => return self.name(name, span),
            E::Array(elements) => {
                let element = |element: &Option<ast::Element>| match element {
                    None => Element::Hole,
                    Some(ast::Element::Value(value)) => Element::Value(self.expression(value)),
                    Some(ast::Element::Spread(value)) => {
                        let text = match self.frame().unseen {
                            true => render::unseen_spread(value),
                            false => render::spread(value),
                        };
                        Element::Spread(self.iterated(value), text)
                    }
                };
                ExprKind::Array(elements.iter().map(element).collect())
            }
            E::Object(properties) => ExprKind::Object(properties.iter().map(|each| self.property(each)).collect()),
            E::Function(function) => ExprKind::Function(self.function(function, Role::Expression)),
            E::Unary(op, operand) => self.unary(*op, operand),
            E::Delete(operand) => return self.delete(operand, span),
            E::Update { delta, prefix, target } => match self.place(target) {
                Some(target) => ExprKind::Update {
                    delta: *delta,
                    prefix: *prefix,
                    target: Box::new(target),
                },
                None => ExprKind::Undefined,
            },
            E::Binary(op, left, right) => {
                let left = self.boxed(left);
                ExprKind::Binary(*op, left, self.boxed(right))
            }
            E::Logical(op, left, right) => {
                let left = self.boxed(left);
                ExprKind::Logical(*op, left, self.boxed(right))
            }
            E::Conditional(test, then, otherwise) => {
                let test = self.boxed(test);
                let then = self.boxed(then);
                ExprKind::Conditional(test, then, self.boxed(otherwise))
            }
            E::Assign(op, target, value) => return self.assign(*op, target, value, span),
            E::Sequence(values) => ExprKind::Sequence(self.expressions(values)),
            E::Member { object, name, optional } => {
                if let Some(path) = self.global_path(expression) {
                    self.check_repeatable(&path, span);
                    return self.make(span, ExprKind::Global(Arc::from(path)));
                }
                if let Some(function) = self.intl_function(expression) {
                    return function;
                }
                ExprKind::Member {
                    object: self.boxed(object),
                    name: Arc::clone(name),
                    optional: *optional,
                }
            }
            E::Index {
                object,
                index,
                optional,
            } => {
                let object = self.boxed(object);
                ExprKind::Index {
                    object,
                    index: self.boxed(index),
                    optional: *optional,
                }
            }
            E::Chain(inner) => ExprKind::Chain(self.boxed(inner)),
            E::Call {
                callee,
                arguments,
                optional,
            } => return self.call(callee, arguments, *optional, span),
            E::New { callee, arguments } => return self.construct(callee, arguments, span),
        };
        self.make(span, kind)
    }

    /// An expression on the heap.
    pub(super) fn boxed(&mut self, expression: &ast::Expr) -> Box<Expr> {
        Box::new(self.expression(expression))
    }

    fn expressions(&mut self, expressions: &[ast::Expr]) -> Vec<Expr> {
        expressions
            .iter()
            .map(|expression| self.expression(expression))
            .collect()
    }

    /// Literals with a sign and `void 0` are constants.
    fn unary(&mut self, op: ast::UnaryOp, operand: &ast::Expr) -> ExprKind {
        match (op, &operand.kind) {
            (ast::UnaryOp::Minus, ast::ExprKind::Number(value)) => ExprKind::Number(-value),
            (ast::UnaryOp::Plus, ast::ExprKind::Number(value)) => ExprKind::Number(*value),
            (ast::UnaryOp::Void, ast::ExprKind::Number(_)) => ExprKind::Undefined,
            _ => ExprKind::Unary(op, self.boxed(operand)),
        }
    }

    fn property(&mut self, property: &ast::Property) -> PropertyDefinition {
        match property {
            ast::Property::Value(ast::Key::Static(name), value) => {
                self.may_be_method(name, value);
                PropertyDefinition::Value(Arc::clone(name), self.expression(value))
            }
            ast::Property::Value(ast::Key::Computed(key), value) => {
                let key = self.computed_key(key);
                PropertyDefinition::Computed(key, self.expression(value))
            }
            ast::Property::Spread(value) => PropertyDefinition::Spread(self.expression(value)),
        }
    }

    fn delete(&mut self, operand: &ast::Expr, span: crate::source::Span) -> Expr {
        match operand.kind {
            ast::ExprKind::Member { .. } | ast::ExprKind::Index { .. } => {}
            ast::ExprKind::Name(_) | ast::ExprKind::Chain(_) => {
                return self.refuse(report::delete_of_no_property(span));
            }
            // What is no reference is only evaluated.
            _ => {
                let evaluated = self.expression(operand);
                let deleted = self.make(span, ExprKind::Bool(true));
                return self.make(span, ExprKind::Sequence(vec![evaluated, deleted]));
            }
        }
        match self.place(operand) {
            Some(target @ (Target::Member(..) | Target::Index(..))) => {
                self.make(span, ExprKind::Delete(Box::new(target)))
            }
            Some(Target::Local(..)) | None => self.make(span, ExprKind::Undefined),
        }
    }
}
