//! `const`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.3>

use serde_json::{Value as Json, json};

use super::super::Node;
use super::super::check::{Check, Seen};
use super::super::equal::equals_json;
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// One allowed value.
#[derive(Debug)]
pub struct Const {
    pub allowed: Json,
}

impl Keyword for Const {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.choose(std::slice::from_ref(&self.allowed))
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let valid = equals_json(check.heap, value, &self.allowed, 0)?;
        if !valid {
            let params = json!({ "allowedValue": self.allowed });
            check.violate(node, "const", params, || "must be equal to constant".to_owned());
        }
        Ok(valid)
    }
}
