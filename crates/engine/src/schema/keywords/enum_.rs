//! `enum`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.2>

use std::collections::HashSet;

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
    allowed: Vec<Json>,
    /// The texts among them
    texts: HashSet<Box<[u8]>>,
}

impl Enum {
    /// These are allowed.
    pub fn new(allowed: Vec<Json>) -> Enum {
        let texts = allowed
            .iter()
            .filter_map(Json::as_str)
            .map(|text| text.as_bytes().into());
        Enum {
            texts: texts.collect(),
            allowed,
        }
    }
}

impl Keyword for Enum {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.choose(&self.allowed)
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        if let Value::String(text) = value {
            if self.texts.contains(check.heap.text(text)) {
                return Ok(true);
            }
        } else {
            check.spend(self.allowed.len())?;
            for allowed in &self.allowed {
                if equals_json(check.heap, value, allowed, 0)? {
                    return Ok(true);
                }
            }
        }
        let params = json!({ "allowedValues": self.allowed });
        check.violate(node, "enum", params, || {
            "must be equal to one of the allowed values".to_owned()
        });
        Ok(false)
    }
}
