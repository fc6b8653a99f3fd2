//! `type`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.1>

use serde_json::{Value as Json, json};

use super::super::Node;
use super::super::check::{Check, object};
use crate::value::Value;

/// The types that JSON Schema knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// The kind called so.
    pub fn of_name(name: &str) -> Option<Kind> {
        Some(match name {
            "null" => Kind::Null,
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            "string" => Kind::String,
            "array" => Kind::Array,
            "object" => Kind::Object,
            _ => return None,
        })
    }

    /// Whether a value is of this kind.
    pub fn has(self, value: Value) -> bool {
        match self {
            Kind::Null => matches!(value, Value::Null),
            Kind::Boolean => matches!(value, Value::Bool(_)),
            Kind::Integer => matches!(value, Value::Number(n) if n.is_finite() && n.fract() == 0.0),
            Kind::Number => matches!(value, Value::Number(n) if n.is_finite()),
            Kind::String => matches!(value, Value::String(_)),
            Kind::Array => value.as_array().is_some(),
            Kind::Object => object(value).is_some(),
        }
    }
}

/// One type, or several.
#[derive(Debug)]
pub struct Type {
    pub kinds: Vec<Kind>,
    /// As the schema has it
    pub written: Json,
}

impl Type {
    /// Whether a value is of one of them.
    pub fn allows(&self, value: Value) -> bool {
        self.kinds.iter().any(|kind| kind.has(value))
    }

    pub(in super::super) fn report(&self, check: &mut Check<'_, '_>, node: &Node) {
        check.violate(node, "type", json!({ "type": self.written }), || {
            let names: Vec<&str> = match &self.written {
                Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
                name => name.as_str().into_iter().collect(),
            };
            format!("must be {}", names.join(","))
        });
    }
}
