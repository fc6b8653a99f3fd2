//! Assignments.

use std::sync::Arc;

use oxc_ast::ast as oxc;
use oxc_span::GetSpan;

use super::function::{bound, named};
use super::{Convert, operator};
use crate::syntax::ast::{AssignOp, Expr, ExprKind, Key, Name, Pattern, PatternElement, PatternProperty};
use crate::syntax::refuse::Refused;

impl Convert<'_> {
    /// `target = value` and its compounds
    pub(super) fn assignment(&mut self, assignment: &oxc::AssignmentExpression<'_>) -> ExprKind {
        let op = operator::assignment(assignment.operator);
        let target = self.assignment_target(&assignment.left);
        let mut value = self.expression(&assignment.right);
        // A variable in parentheses names nothing, nor does an operator with an operation of its own.
        let names = matches!(op, AssignOp::Plain | AssignOp::Logical(_));
        if names && assignment.span.start == assignment.left.span().start {
            value = bound(value, &target);
        }
        debug_assert!(op == AssignOp::Plain || matches!(target, Pattern::Name(_) | Pattern::Place(_)));
        ExprKind::Assign(op, Box::new(target), Box::new(value))
    }

    /// `++` and `--`
    pub(super) fn update(&mut self, update: &oxc::UpdateExpression<'_>) -> ExprKind {
        let delta = if update.operator == oxc::UpdateOperator::Increment {
            1.0
        } else {
            -1.0
        };
        let target = Box::new(match self.simple_target(&update.argument) {
            Pattern::Name(name) => Expr::new(name.span, ExprKind::Name(name.text)),
            Pattern::Place(place) => *place,
            Pattern::Object { span, .. } | Pattern::Array { span, .. } => Expr::new(span, ExprKind::Null),
        });
        ExprKind::Update {
            delta,
            prefix: update.prefix,
            target,
        }
    }

    /// What an assignment writes to.
    pub(super) fn assignment_target(&mut self, target: &oxc::AssignmentTarget<'_>) -> Pattern {
        match target {
            oxc::AssignmentTarget::ArrayAssignmentTarget(array) => {
                self.nested(array.span, place, |this| Pattern::Array {
                    span: this.span(array.span),
                    elements: array
                        .elements
                        .iter()
                        .map(|each| each.as_ref().map(|each| this.target_element(each)))
                        .collect(),
                    rest: array
                        .rest
                        .as_ref()
                        .map(|rest| Box::new(this.assignment_target(&rest.target))),
                })
            }
            oxc::AssignmentTarget::ObjectAssignmentTarget(object) => {
                self.nested(object.span, place, |this| Pattern::Object {
                    span: this.span(object.span),
                    properties: object
                        .properties
                        .iter()
                        .map(|each| this.target_property(each))
                        .collect(),
                    rest: object
                        .rest
                        .as_ref()
                        .map(|rest| Box::new(this.assignment_target(&rest.target))),
                })
            }
            simple => self.simple_target(simple.to_simple_assignment_target()),
        }
    }

    fn simple_target(&mut self, target: &oxc::SimpleAssignmentTarget<'_>) -> Pattern {
        match target {
            oxc::SimpleAssignmentTarget::AssignmentTargetIdentifier(name) => Pattern::Name(self.target_name(name)),
            oxc::SimpleAssignmentTarget::StaticMemberExpression(member) => place(self.static_member(member)),
            oxc::SimpleAssignmentTarget::ComputedMemberExpression(member) => place(self.computed_member(member)),
            oxc::SimpleAssignmentTarget::PrivateFieldExpression(member) => {
                place(self.refuse(Refused::PrivateName, member.span))
            }
            other => place(self.refuse(Refused::TypeScript, other.span())),
        }
    }

    fn target_name(&mut self, name: &oxc::IdentifierReference<'_>) -> Name {
        self.refuse_special_name(&name.name, name.span);
        Name {
            text: Arc::from(name.name.as_str()),
            span: self.span(name.span),
        }
    }

    /// `arguments` and `eval` are no ordinary names.
    pub(super) fn refuse_special_name(&mut self, name: &str, span: oxc_span::Span) {
        match name {
            "arguments" => _ = self.refuse(Refused::Arguments, span),
            "eval" => _ = self.refuse(Refused::Eval, span),
            _ => {}
        }
    }

    fn target_element(&mut self, element: &oxc::AssignmentTargetMaybeDefault<'_>) -> PatternElement {
        match element {
            oxc::AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(with_default) => {
                let pattern = self.assignment_target(&with_default.binding);
                let default = bound(self.expression(&with_default.init), &pattern);
                PatternElement {
                    pattern,
                    default: Some(default),
                }
            }
            target => PatternElement {
                pattern: self.assignment_target(target.to_assignment_target()),
                default: None,
            },
        }
    }

    fn target_property(&mut self, property: &oxc::AssignmentTargetProperty<'_>) -> PatternProperty {
        let span = self.span(property.span());
        match property {
            oxc::AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(shorthand) => {
                let name = self.target_name(&shorthand.binding);
                let default = shorthand
                    .init
                    .as_ref()
                    .map(|init| named(self.expression(init), Some(&name.text)));
                let key = Key::Static(Arc::clone(&name.text));
                PatternProperty {
                    key,
                    span,
                    element: PatternElement {
                        pattern: Pattern::Name(name),
                        default,
                    },
                }
            }
            oxc::AssignmentTargetProperty::AssignmentTargetPropertyProperty(property) => PatternProperty {
                key: self.key(&property.name, property.computed),
                span,
                element: self.target_element(&property.binding),
            },
        }
    }
}

/// A member expression that is written to.
fn place(place: Expr) -> Pattern {
    Pattern::Place(Box::new(place))
}
