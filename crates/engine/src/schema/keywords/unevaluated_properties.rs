//! `unevaluatedProperties`: <https://json-schema.org/draft/2020-12/json-schema-core#section-11.3>

use serde_json::json;

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::super::check::{Step, object};
use super::Keyword;
use crate::value::{Completion, Value};

/// What properties that no keyword has looked at must be.
#[derive(Debug)]
pub struct UnevaluatedProperties {
    /// `None`: there must be none
    pub(in super::super) schema: Option<NodeId>,
}

impl Keyword for UnevaluatedProperties {
    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let Some(r) = object(value) else { return Ok(true) };
        if seen.all_properties {
            return Ok(true);
        }
        let mut valid = true;
        for (key, value) in check.properties(r)? {
            if seen.properties.iter().any(|&name| check.heap.same_text(name, key)) {
                continue;
            }
            let passes = match self.schema {
                Some(schema) => check.part(r, schema, value, Step::Property(key))?,
                None => {
                    let params = json!({ "unevaluatedProperty": check.text(key) });
                    check.violate(node, "unevaluatedProperties", params, || {
                        "must NOT have unevaluated properties".to_owned()
                    });
                    false
                }
            };
            if !passes {
                valid = false;
                if !check.goes_on() {
                    break;
                }
            }
        }
        seen.all_properties = true;
        Ok(valid)
    }
}
