//! `oneOf`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.3>

use serde_json::json;

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// Schemas of which exactly one holds.
#[derive(Debug)]
pub struct OneOf {
    pub(in super::super) schemas: Vec<NodeId>,
}

impl Keyword for OneOf {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.one.push(self.schemas.clone());
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let before = check.violations.len();
        let mut passing = None;
        check.enter_trial();
        for (i, &schema) in self.schemas.iter().enumerate() {
            if !check.beside(schema, value, seen)? {
                continue;
            }
            if let Some(first) = passing.replace(i) {
                let params = json!({ "passingSchemas": [first, i] });
                check.leave_trial();
                self.report(check, node, params);
                return Ok(false);
            }
        }
        check.leave_trial();
        if passing.is_some() {
            check.violations.truncate(before);
        } else {
            self.report(check, node, json!({ "passingSchemas": null }));
        }
        Ok(passing.is_some())
    }
}

impl OneOf {
    fn report(&self, check: &mut Check<'_, '_>, node: &Node, params: serde_json::Value) {
        check.violate_by(node, "oneOf", params, || {
            "must match exactly one schema in oneOf".to_owned()
        });
    }
}
