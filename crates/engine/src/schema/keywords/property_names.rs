//! `propertyNames`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2.4>

use serde_json::json;

use super::super::Node;
use super::super::NodeId;
use super::super::check::object;
use super::super::check::{Check, Seen};
use super::Keyword;
use crate::value::{Completion, Value};

/// What names of properties must be.
#[derive(Debug)]
pub struct PropertyNames {
    pub(in super::super) schema: NodeId,
}

impl Keyword for PropertyNames {
    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let Some(r) = object(value) else { return Ok(true) };
        let mut valid = true;
        for (key, _) in check.properties(r)? {
            if !check.name(self.schema, key)? {
                valid = false;
                let params = json!({ "propertyName": check.text(key) });
                check.violate_by(node, "propertyNames", params, || {
                    "property name must be valid".to_owned()
                });
                if !check.goes_on() {
                    break;
                }
            }
        }
        Ok(valid)
    }
}
