//! `enum`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.2>

use serde_json::{Value as Json, json};

use super::super::Node;
use super::super::check::{Check, Seen};
use super::super::equal::equals_json;
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// Allowed values.
#[derive(Debug)]
pub struct Enum {
    pub allowed: Vec<Json>,
}

impl Keyword for Enum {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.choose(&self.allowed)
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        for allowed in &self.allowed {
            if equals_json(check.heap, value, allowed, 0)? {
                return Ok(true);
            }
        }
        let params = json!({ "allowedValues": self.allowed });
        check.violate(node, "enum", params, || {
            "must be equal to one of the allowed values".to_owned()
        });
        Ok(false)
    }
}
