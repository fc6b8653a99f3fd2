//! Expressions.

use std::sync::Arc;

use oxc_ast::ast as oxc;
use oxc_span::GetSpan;

use super::{Convert, literal, operator};
use crate::syntax::ast::{Element, Expr, ExprKind, UnaryOp};
use crate::syntax::erase;
use crate::syntax::refuse::Refused;

impl Convert<'_> {
    /// An expression, less what build tools added to it.
    pub(super) fn expression(&mut self, expression: &oxc::Expression<'_>) -> Expr {
        let span = expression.span();
        self.nested(
            span,
            |instead| instead,
            |this| erase::expression(this.bare_expression(expression)),
        )
    }

    fn boxed(&mut self, expression: &oxc::Expression<'_>) -> Box<Expr> {
        Box::new(self.expression(expression))
    }

    fn bare_expression(&mut self, expression: &oxc::Expression<'_>) -> Expr {
        use oxc::Expression as E;
        let span = self.span(expression.span());
        let kind = match expression {
            E::BooleanLiteral(literal) => ExprKind::Bool(literal.value),
            E::NullLiteral(_) => ExprKind::Null,
            E::NumericLiteral(number) => return self.number(number),
            E::StringLiteral(string) => ExprKind::String(literal::wtf8(&string.value, string.lone_surrogates)),
            E::RegExpLiteral(regexp) => ExprKind::RegExp {
                source: Arc::from(regexp.regex.pattern.text.as_str()),
                flags: Arc::from(regexp.regex.flags.to_string()),
            },
            E::TemplateLiteral(template) => return self.template(template),
            E::Identifier(name) => match name.name.as_str() {
                "arguments" => return self.refuse(Refused::Arguments, name.span),
                "eval" => return self.refuse(Refused::Eval, name.span),
                text => ExprKind::Name(Arc::from(text)),
            },
            E::ArrayExpression(array) => {
                ExprKind::Array(array.elements.iter().map(|each| self.element(each)).collect())
            }
            E::ObjectExpression(object) => ExprKind::Object(self.properties(object)),
            E::ArrowFunctionExpression(arrow) => {
                if arrow.r#async {
                    return self.refuse(Refused::AsyncFunction, arrow.span);
                }
                ExprKind::Function(Box::new(self.arrow(arrow)))
            }
            E::FunctionExpression(function) => {
                if let Some(refused) = not_plain(function) {
                    return self.refuse(refused, function.span);
                }
                ExprKind::Function(Box::new(self.function(function)))
            }
            E::UnaryExpression(unary) => self.unary(unary),
            E::BinaryExpression(binary) => {
                let (left, right) = (self.boxed(&binary.left), self.boxed(&binary.right));
                ExprKind::Binary(operator::binary(binary.operator), left, right)
            }
            E::LogicalExpression(logical) => {
                let (left, right) = (self.boxed(&logical.left), self.boxed(&logical.right));
                ExprKind::Logical(operator::logical(logical.operator), left, right)
            }
            E::ConditionalExpression(conditional) => ExprKind::Conditional(
                self.boxed(&conditional.test),
                self.boxed(&conditional.consequent),
                self.boxed(&conditional.alternate),
            ),
            E::AssignmentExpression(assignment) => self.assignment(assignment),
            E::UpdateExpression(update) => self.update(update),
            E::SequenceExpression(sequence) => {
                ExprKind::Sequence(sequence.expressions.iter().map(|each| self.expression(each)).collect())
            }
            E::CallExpression(call) => return self.call(call),
            E::NewExpression(new) => {
                let callee = self.boxed(&new.callee);
                ExprKind::New {
                    callee,
                    arguments: self.arguments(&new.arguments),
                }
            }
            E::ChainExpression(chain) => ExprKind::Chain(Box::new(self.chain(chain))),
            E::ComputedMemberExpression(member) => return self.computed_member(member),
            E::StaticMemberExpression(member) => return self.static_member(member),
            _ => return self.refused_expression(expression),
        };
        Expr::new(span, kind)
    }

    fn refused_expression(&mut self, expression: &oxc::Expression<'_>) -> Expr {
        use oxc::Expression as E;
        let refused = match expression {
            E::ThisExpression(_) => Refused::This,
            E::Super(_) => Refused::Super,
            E::BigIntLiteral(_) => Refused::BigInt,
            E::AwaitExpression(_) => Refused::Await,
            E::YieldExpression(_) => Refused::Yield,
            E::ClassExpression(_) => Refused::Class,
            E::ImportExpression(_) => Refused::Import,
            E::ImportMeta(_) => Refused::ImportMeta,
            E::NewTarget(_) => Refused::NewTarget,
            E::TaggedTemplateExpression(_) => Refused::TaggedTemplate,
            E::PrivateInExpression(_) | E::PrivateFieldExpression(_) => Refused::PrivateName,
            E::JSXElement(_) | E::JSXFragment(_) => Refused::Jsx,
            _ => Refused::TypeScript,
        };
        self.refuse(refused, expression.span())
    }

    fn unary(&mut self, unary: &oxc::UnaryExpression<'_>) -> ExprKind {
        let argument = self.boxed(&unary.argument);
        let op = match unary.operator {
            oxc::UnaryOperator::Delete => return ExprKind::Delete(argument),
            oxc::UnaryOperator::UnaryPlus => UnaryOp::Plus,
            oxc::UnaryOperator::UnaryNegation => UnaryOp::Minus,
            oxc::UnaryOperator::LogicalNot => UnaryOp::Not,
            oxc::UnaryOperator::BitwiseNot => UnaryOp::BitNot,
            oxc::UnaryOperator::Typeof => UnaryOp::Typeof,
            oxc::UnaryOperator::Void => UnaryOp::Void,
        };
        ExprKind::Unary(op, argument)
    }

    fn element(&mut self, element: &oxc::ArrayExpressionElement<'_>) -> Option<Element> {
        match element {
            oxc::ArrayExpressionElement::Elision(_) => None,
            oxc::ArrayExpressionElement::SpreadElement(spread) => {
                Some(Element::Spread(self.expression(&spread.argument)))
            }
            value => Some(Element::Value(self.expression(value.to_expression()))),
        }
    }

    /// The arguments of a call.
    pub(super) fn arguments(&mut self, arguments: &[oxc::Argument<'_>]) -> Vec<Element> {
        let argument = |argument: &oxc::Argument<'_>| match argument {
            oxc::Argument::SpreadElement(spread) => Element::Spread(self.expression(&spread.argument)),
            value => Element::Value(self.expression(value.to_expression())),
        };
        arguments.iter().map(argument).collect()
    }
}

/// Why a function inside a callback does not compile, if so.
pub(super) fn not_plain(function: &oxc::Function<'_>) -> Option<Refused> {
    if function.r#async {
        Some(Refused::AsyncFunction)
    } else if function.generator {
        Some(Refused::Generator)
    } else {
        None
    }
}
