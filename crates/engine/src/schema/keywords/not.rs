//! `not`: <https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.4>

use serde_json::json;

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::{Completion, Value};

/// A schema that does not hold.
#[derive(Debug)]
pub struct Not {
    pub(in super::super) schema: NodeId,
}

impl Keyword for Not {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.not.push(self.schema);
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let before = check.violations.len();
        check.enter_trial();
        let holds = check.node(self.schema, value, &mut Seen::default())?;
        check.leave_trial();
        check.violations.truncate(before);
        if holds {
            check.violate(node, "not", json!({}), || "must NOT be valid".to_owned());
        }
        Ok(!holds)
    }
}
