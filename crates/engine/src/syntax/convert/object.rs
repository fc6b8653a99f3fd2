//! Object literals and property keys.

use std::sync::Arc;

use oxc_ast::ast as oxc;
use oxc_span::GetSpan;

use super::function::keyed;
use super::{Convert, literal};
use crate::syntax::ast::{Expr, ExprKind, Key, Property};
use crate::syntax::refuse::Refused;

impl Convert<'_> {
    /// The properties of an object literal.
    pub(super) fn properties(&mut self, object: &oxc::ObjectExpression<'_>) -> Vec<Property> {
        let mut properties = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            properties.push(match property {
                oxc::ObjectPropertyKind::SpreadProperty(spread) => Property::Spread(self.expression(&spread.argument)),
                oxc::ObjectPropertyKind::ObjectProperty(property) => self.property(property),
            });
        }
        properties
    }

    fn property(&mut self, property: &oxc::ObjectProperty<'_>) -> Property {
        if property.kind != oxc::PropertyKind::Init {
            return Property::Spread(self.refuse(Refused::Accessor, property.span));
        }
        let key = self.key(&property.key, property.computed);
        // https://tc39.es/ecma262/#sec-runtime-semantics-propertydefinitionevaluation step 6: sets the prototype
        let sets_prototype = !property.computed && !property.shorthand && !property.method;
        if sets_prototype && matches!(&key, Key::Static(name) if &**name == "__proto__") {
            return Property::Spread(self.refuse(Refused::PrototypeProperty, property.span));
        }
        let mut value = keyed(self.expression(&property.value), &key);
        if let ExprKind::Function(function) = &mut value.kind
            && property.method
        {
            function.span = self.span(property.span);
            function.plain = false;
        }
        Property::Value(key, value)
    }

    /// The key of a property, in literals and in patterns.
    pub(super) fn key(&mut self, key: &oxc::PropertyKey<'_>, computed: bool) -> Key {
        match key {
            oxc::PropertyKey::StaticIdentifier(name) => Key::Static(Arc::from(name.name.as_str())),
            oxc::PropertyKey::PrivateIdentifier(name) => Key::Computed(self.refuse(Refused::PrivateName, name.span)),
            oxc::PropertyKey::NumericLiteral(number) if !computed => {
                let mut text = Vec::new();
                jsonmill_json::number::write(&mut text, number.value);
                Key::Static(Arc::from(String::from_utf8_lossy(&text)))
            }
            oxc::PropertyKey::StringLiteral(string) if !computed => {
                let text = literal::wtf8(&string.value, string.lone_surrogates);
                match std::str::from_utf8(&text) {
                    Ok(name) => Key::Static(Arc::from(name)),
                    Err(_) => Key::Computed(Expr::new(self.span(string.span), ExprKind::String(text))),
                }
            }
            key => match key.as_expression() {
                Some(key) => Key::Computed(self.expression(key)),
                None => Key::Computed(self.refuse(Refused::TypeScript, key.span())),
            },
        }
    }
}
