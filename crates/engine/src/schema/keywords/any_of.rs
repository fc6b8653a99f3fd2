//! `anyOf`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.2>

use serde_json::json;

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// Schemas of which one holds.
#[derive(Debug)]
pub struct AnyOf {
    pub(in super::super) schemas: Vec<NodeId>,
}

impl Keyword for AnyOf {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.any.push(self.schemas.clone());
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let before = check.violations.len();
        let mut valid = false;
        check.enter_trial();
        for &schema in &self.schemas {
            if check.beside(schema, value, seen)? {
                valid = true;
                // what the others have looked at counts too
                if !check.schema.tracks {
                    break;
                }
            }
        }
        check.leave_trial();
        if valid {
            check.violations.truncate(before);
        } else {
            check.violate_by(node, "anyOf", json!({}), || "must match a schema in anyOf".to_owned());
        }
        Ok(valid)
    }
}
