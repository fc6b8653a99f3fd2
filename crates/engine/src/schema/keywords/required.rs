//! `required`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.3>

use serde_json::json;

use super::super::Node;
use super::super::check::object;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// Properties that must be there.
#[derive(Debug)]
pub struct Required {
    pub names: Vec<String>,
}

impl Keyword for Required {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.object().required.extend(self.names.iter().cloned());
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let Some(r) = object(value) else { return Ok(true) };
        let mut valid = true;
        for name in &self.names {
            if check.property(r, name)?.is_none() {
                valid = false;
                let params = json!({ "missingProperty": name });
                check.violate(node, "required", params, || {
                    format!("must have required property '{name}'")
                });
                if !check.goes_on() {
                    break;
                }
            }
        }
        Ok(valid)
    }
}
