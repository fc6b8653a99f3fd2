//! Patterns of declarations and parameters.

use std::sync::Arc;

use oxc_ast::ast as oxc;

use super::Convert;
use super::function::bound;
use crate::syntax::ast::{Name, Pattern, PatternElement, PatternProperty};

impl Convert<'_> {
    /// A pattern without its default.
    pub(super) fn pattern(&mut self, pattern: &oxc::BindingPattern<'_>) -> Pattern {
        self.element_of(pattern).pattern
    }

    /// A pattern with its default.
    fn element_of(&mut self, pattern: &oxc::BindingPattern<'_>) -> PatternElement {
        let pattern = match pattern {
            oxc::BindingPattern::AssignmentPattern(assignment) => {
                let pattern = self.pattern(&assignment.left);
                let default = bound(self.expression(&assignment.right), &pattern);
                return PatternElement {
                    pattern,
                    default: Some(default),
                };
            }
            oxc::BindingPattern::BindingIdentifier(name) => Pattern::Name(self.binding_name(name)),
            oxc::BindingPattern::ObjectPattern(object) => self.nested(
                object.span,
                |instead| Pattern::Place(Box::new(instead)),
                |this| Pattern::Object {
                    span: this.span(object.span),
                    properties: object
                        .properties
                        .iter()
                        .map(|property| this.binding_property(property))
                        .collect(),
                    rest: object.rest.as_ref().map(|rest| Box::new(this.pattern(&rest.argument))),
                },
            ),
            oxc::BindingPattern::ArrayPattern(array) => self.nested(
                array.span,
                |instead| Pattern::Place(Box::new(instead)),
                |this| Pattern::Array {
                    span: this.span(array.span),
                    elements: array
                        .elements
                        .iter()
                        .map(|each| each.as_ref().map(|each| this.element_of(each)))
                        .collect(),
                    rest: array.rest.as_ref().map(|rest| Box::new(this.pattern(&rest.argument))),
                },
            ),
        };
        PatternElement { pattern, default: None }
    }

    fn binding_property(&mut self, property: &oxc::BindingProperty<'_>) -> PatternProperty {
        PatternProperty {
            key: self.key(&property.key, property.computed),
            span: self.span(property.span),
            element: self.element_of(&property.value),
        }
    }

    /// A declared name.
    pub(super) fn binding_name(&mut self, name: &oxc::BindingIdentifier<'_>) -> Name {
        self.refuse_special_name(&name.name, name.span);
        Name {
            text: Arc::from(name.name.as_str()),
            span: self.span(name.span),
        }
    }
}
